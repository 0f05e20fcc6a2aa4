package org.touchstone.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.touchstone.model.Checkpoint;
import org.touchstone.model.GoldenModel;
import org.touchstone.model.RewardModel;
import org.touchstone.model.RewardModelArtifact;
import org.touchstone.model.SafetensorsFile;
import org.touchstone.model.program.Adaptation;
import org.touchstone.model.program.Adaptation.DownProjection;
import org.touchstone.model.program.Adaptation.FrozenStorage;
import org.touchstone.model.program.Adaptation.Mode;
import org.touchstone.model.program.Adapter;
import org.touchstone.model.program.BackboneArchitecture;
import org.touchstone.model.program.BackboneArchitecture.Head;
import org.touchstone.model.program.Precision;
import org.touchstone.model.program.TensorSpec;

/** Training parts of a backbone, and what is published after it. */
@Tag("native")
class AdaptationTest {

  private static final OptimizerSettings FAST = OptimizerSettings.usual(2e-2);

  @TempDir private Path directory;

  static Stream<Arguments> adaptations() {
    List<Arguments> all = new ArrayList<>();
    for (String model : List.of("llama", "gpt2", "bert", "gpt_neox_fp16", "opt", "deberta_v3")) {
      all.add(Arguments.of(model, Adaptation.lora(4, 8)));
      all.add(Arguments.of(model, lora(DownProjection.FROZEN, FrozenStorage.FLOAT32)));
      all.add(Arguments.of(model, lora(DownProjection.TRAINED, FrozenStorage.BFLOAT16)));
      all.add(Arguments.of(model, Adaptation.head()));
      all.add(Arguments.of(model, frozen(1)));
    }

    all.add(Arguments.of("llama", Adaptation.lora(2, 4, "q_proj", "v_proj")));
    all.add(Arguments.of("gpt2", Adaptation.lora(2, 4, "c_attn")));
    return all.stream();
  }

  private static Adaptation lora(DownProjection down, FrozenStorage storage) {
    return new Adaptation(Mode.LORA, 0, 3, 6, List.of(), down, storage);
  }

  private static Adaptation frozen(int layers) {
    return new Adaptation(
        Mode.FULL, layers, 0, 0, List.of(), DownProjection.TRAINED, FrozenStorage.FLOAT32);
  }

  @ParameterizedTest
  @MethodSource("adaptations")
  void publishesTheRewardsOfTraining(String name, Adaptation adaptation) throws IOException {
    GoldenModel model = GoldenModel.open(name, "config.json");
    BackboneArchitecture architecture = BackboneArchitecture.of(model.config()).with(adaptation);
    Path untrained = model.artifact(directory, architecture);
    List<EncodedComparison> pairs = pairs(architecture.facts().vocabulary());
    double before;
    EvaluationSum after;
    RewardModelArtifact published;
    try (TrainingReplica replica = TrainingReplica.open(untrained, 4096, FAST)) {
      before = replica.evaluate(pairs).meanLoss();
      for (int i = 0; i < 6; i++) {
        replica.step(replica.gradientSum(pairs).meanGradient(), 2e-2);
      }

      after = replica.evaluate(pairs);
      published =
          TrainedArtifact.write(
              directory.resolve("published"),
              untrained,
              replica.parameters(),
              replica.artifact().description(),
              Map.of());
    }

    assertThat(after.meanLoss()).isLessThan(before);
    assertThat(published.description().architecture())
        .isEqualTo(BackboneArchitecture.of(model.config()));
    try (RewardModel scored = RewardModel.open(published.directory())) {
      double sum = 0;
      for (EncodedComparison pair : pairs) {
        float[] rewards = scored.rewards(pair.replies());
        sum += Math.log1p(Math.exp(rewards[1] - rewards[0]));
      }

      assertThat(sum / pairs.size()).isCloseTo(after.meanLoss(), within(2e-5));
    }

    leavesFrozenTensorsAlone(untrained, architecture, published);
    if (adaptation.mode() == Mode.LORA) {
      keepsTheAdaptersAlone(untrained, architecture, published);
    }
  }

  /** The checkpoint and the adapters beside it make the merged weights; the head is in both. */
  private static void keepsTheAdaptersAlone(
      Path untrained, BackboneArchitecture adapted, RewardModelArtifact published)
      throws IOException {
    Path folder = published.directory().resolve("adapter");
    JsonNode config = new JsonMapper().readTree(folder.resolve("adapter_config.json").toFile());
    double scale = config.get("lora_alpha").asDouble() / config.get("r").asInt();
    List<String> targets = new ArrayList<>();
    config.get("target_modules").forEach(target -> targets.add(target.asText()));
    Map<String, float[]> alone = allValues(folder.resolve("adapter_model.safetensors"));
    int left = alone.size();
    try (Checkpoint old = RewardModelArtifact.open(untrained).weights();
        Checkpoint merged = published.weights()) {
      for (Adapter adapter : adapted.adapters()) {
        assertThat(targets).contains(adapter.module());
        float[] down = one(alone, adapter.down());
        float[] up = one(alone, adapter.up());
        TensorSpec tensor = named(merged, adapter.module() + ".weight");
        float[] before = values(old, tensor);
        float[] after = values(merged, tensor);
        for (int i = 0; i < adapter.out(); i++) {
          for (int j = 0; j < adapter.in(); j++) {
            double product = 0;
            for (int r = 0; r < adapter.rank(); r++) {
              product += (double) up[i * adapter.rank() + r] * down[r * adapter.in() + j];
            }

            int at = adapter.transposed() ? j * adapter.out() + i : i * adapter.in() + j;
            assertThat((double) after[at]).isCloseTo(before[at] + scale * product, within(1e-5));
          }
        }

        left -= 2;
      }

      assertThat(left).as("the head").isPositive();
      for (JsonNode module : config.get("modules_to_save")) {
        TensorSpec head = named(merged, module.asText() + ".weight");
        assertThat(one(alone, head)).isEqualTo(values(merged, head));
      }
    }

    published.verify();
  }

  private static float[] one(Map<String, float[]> alone, TensorSpec tensor) {
    return Objects.requireNonNull(alone.get("base_model.model." + tensor.name()), tensor.name());
  }

  private static TensorSpec named(Checkpoint checkpoint, String name) {
    return checkpoint.tensors().stream()
        .filter(tensor -> tensor.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static float[] values(Checkpoint checkpoint, TensorSpec tensor) throws IOException {
    float[] values = new float[(int) tensor.elements()];
    checkpoint.read(tensor, 0, values, values.length);
    return values;
  }

  private static Map<String, float[]> allValues(Path file) throws IOException {
    Map<String, float[]> all = new TreeMap<>();
    try (SafetensorsFile opened = SafetensorsFile.open(file)) {
      for (TensorSpec tensor : opened.tensors()) {
        float[] values = new float[(int) tensor.elements()];
        opened.read(tensor, 0, values, values.length);
        all.put(tensor.name(), values);
      }
    }

    return all;
  }

  /** What is neither trained nor adapted has the bits of the checkpoint. */
  private static void leavesFrozenTensorsAlone(
      Path untrained, BackboneArchitecture adapted, RewardModelArtifact published)
      throws IOException {
    List<String> changed =
        adapted.adapters().stream().map(adapter -> adapter.module() + ".weight").toList();
    try (Checkpoint old = RewardModelArtifact.open(untrained).weights();
        Checkpoint now = published.weights()) {
      for (TensorSpec tensor : adapted.tensors(published.description().tokens())) {
        if (!tensor.isTrained() && !changed.contains(tensor.name()) && !isAdapter(tensor)) {
          int count = (int) tensor.elements();
          float[] expected = new float[count];
          float[] found = new float[count];
          old.read(tensor, 0, expected, count);
          now.read(tensor, 0, found, count);
          assertThat(found).as(tensor.name()).isEqualTo(expected);
        }
      }
    }
  }

  private static boolean isAdapter(TensorSpec tensor) {
    return tensor.name().contains(".lora_");
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama", "bert", "gpt2", "deberta_v3"})
  void startsLoraAtTheRewardsOfTheBackbone(String name) throws IOException {
    GoldenModel model = GoldenModel.open(name, "config.json");
    BackboneArchitecture plain = BackboneArchitecture.of(model.config());
    List<EncodedComparison> pairs = pairs(plain.facts().vocabulary());
    double expected;
    try (TrainingReplica replica =
        TrainingReplica.open(model.artifact(directory.resolve("a"), plain), 4096, FAST)) {
      expected = replica.evaluate(pairs).meanLoss();
    }

    Path adapted = model.artifact(directory.resolve("b"), plain.with(Adaptation.lora(4, 8)));
    try (TrainingReplica replica = TrainingReplica.open(adapted, 4096, FAST)) {
      assertThat(replica.evaluate(pairs).meanLoss()).isCloseTo(expected, within(1e-6));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama", "bert", "gpt2"})
  void recomputesLayersUnderEveryAdaptationAndPrecision(String name) throws IOException {
    GoldenModel model = GoldenModel.open(name, "config.json");
    List<EncodedComparison> pairs = pairs(512);
    int place = 0;
    for (Adaptation adaptation :
        List.of(
            Adaptation.full(),
            Adaptation.head(),
            frozen(1),
            Adaptation.lora(4, 8),
            lora(DownProjection.FROZEN, FrozenStorage.BFLOAT16))) {
      for (Precision precision : Precision.values()) {
        BackboneArchitecture architecture =
            BackboneArchitecture.of(model.config()).with(adaptation).with(precision);
        Path untrained = model.artifact(directory.resolve("at-" + place++), architecture);
        FlatVector plain = gradient(untrained, pairs, Recomputation.NONE);
        FlatVector again = gradient(untrained, pairs, Recomputation.LAYERS);
        assertThat(plain.norm()).isPositive();
        assertThat(again.copy().add(plain, -1).norm())
            .as("%s %s", adaptation, precision)
            .isLessThan((precision == Precision.FLOAT32 ? 1e-5 : 2e-2) * plain.norm());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama", "bert"})
  void trainsALengthHeadThatIsNotPublished(String name) throws IOException {
    GoldenModel model = GoldenModel.open(name, "config.json");
    BackboneArchitecture architecture =
        BackboneArchitecture.of(model.config()).with(Head.REWARD_AND_LENGTH);
    Path untrained = model.artifact(directory, architecture);
    List<EncodedComparison> pairs = pairs(architecture.facts().vocabulary());
    LossSettings loss = LossSettings.of(LossSettings.Kind.LENGTH_DEBIASED);
    for (Recomputation recomputation : Recomputation.values()) {
      TrainingSettings settings = new TrainingSettings(1, 1, 4096, 1, FAST, loss, recomputation);
      try (TrainingReplica replica = TrainingReplica.open(untrained, settings)) {
        double before = replica.gradientSum(pairs).lossSum();
        for (int i = 0; i < 5; i++) {
          replica.step(replica.gradientSum(pairs).meanGradient(), 1e-2);
        }

        assertThat(replica.gradientSum(pairs).lossSum()).isLessThan(before);
        RewardModelArtifact published =
            TrainedArtifact.write(
                directory.resolve("published-" + recomputation),
                untrained,
                replica.parameters(),
                replica.artifact().description(),
                Map.of());
        assertThat(published.weights().entries()).doesNotContainKey("length_score.weight");
      }
    }
  }

  /** d |q . l| / dq = sign(q . l) l, for each of the comparisons; nothing else changes. */
  @ParameterizedTest
  @ValueSource(strings = {"llama", "roberta", "modernbert"})
  void keepsTheHeadsOrthogonal(String name) throws IOException {
    GoldenModel model = GoldenModel.open(name, "config.json");
    BackboneArchitecture architecture =
        BackboneArchitecture.of(model.config()).with(Head.REWARD_AND_LENGTH);
    Path untrained = model.artifact(directory, architecture);
    ParameterLayout layout =
        TrainedArtifact.layout(RewardModelArtifact.open(untrained).description());
    List<EncodedComparison> pairs = pairs(architecture.facts().vocabulary());
    List<float[]> heads = new ArrayList<>();
    try (Checkpoint weights = RewardModelArtifact.open(untrained).weights()) {
      for (String head : architecture.headWeights()) {
        heads.add(values(weights, named(weights, head)));
      }
    }

    double product = 0;
    for (int i = 0; i < heads.get(0).length; i++) {
      product += (double) heads.get(0)[i] * heads.get(1)[i];
    }

    FlatVector difference =
        gradient(untrained, pairs, penalized(0.5))
            .add(gradient(untrained, pairs, penalized(0)), -1);
    double scale = 0.5 * pairs.size() * Math.signum(product);
    for (int at = 0; at < layout.tensors().size(); at++) {
      TensorSpec tensor = layout.tensors().get(at);
      float[] found = new float[(int) tensor.elements()];
      difference.copyTo(layout.offsets().get(at), FloatBuffer.wrap(found));
      int head = architecture.headWeights().indexOf(tensor.name());
      for (int i = 0; i < found.length; i++) {
        double expected = head < 0 ? 0 : scale * heads.get(1 - head)[i];
        assertThat((double) found[i]).as(tensor.name()).isCloseTo(expected, within(1e-4));
      }
    }
  }

  private static TrainingSettings penalized(double orthogonality) {
    LossSettings loss =
        new LossSettings(
            LossSettings.Kind.LENGTH_DEBIASED,
            LossSettings.Weighting.COMPARISONS,
            0,
            0,
            1,
            1,
            1,
            1,
            orthogonality,
            0);
    return new TrainingSettings(1, 1, 4096, 1, FAST, loss, Recomputation.NONE);
  }

  private static FlatVector gradient(
      Path artifact, List<EncodedComparison> pairs, Recomputation recomputation)
      throws IOException {
    return gradient(
        artifact,
        pairs,
        new TrainingSettings(1, 1, 4096, 1, FAST, LossSettings.BRADLEY_TERRY, recomputation));
  }

  private static FlatVector gradient(
      Path artifact, List<EncodedComparison> pairs, TrainingSettings settings) throws IOException {
    try (TrainingReplica replica = TrainingReplica.open(artifact, settings)) {
      return replica.gradientSum(pairs).gradient();
    }
  }

  private static List<EncodedComparison> pairs(int vocabulary) {
    SplittableRandom random = new SplittableRandom(3);
    List<EncodedComparison> pairs = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      int[] chosen = random.ints(random.nextInt(5, 40), 3, Math.min(vocabulary, 100)).toArray();
      int[] rejected = random.ints(random.nextInt(5, 40), 3, Math.min(vocabulary, 100)).toArray();
      pairs.add(EncodedComparison.pair("g" + i, chosen, rejected, 0, 1));
    }

    return pairs;
  }
}
