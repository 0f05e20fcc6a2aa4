package org.touchstone.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.NoopTranslator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.touchstone.model.program.Architecture;
import org.touchstone.model.program.BackboneArchitecture;
import org.touchstone.model.program.DecoderArchitecture;
import org.touchstone.model.program.EnsembleArchitecture;
import org.touchstone.model.program.EnsembleArchitecture.Member;
import org.touchstone.model.program.EnsembleArchitecture.Rule;
import org.touchstone.model.program.LengthArchitecture;
import org.touchstone.model.program.LinearArchitecture;
import org.touchstone.model.program.Precision;
import org.touchstone.model.program.TensorSpec;
import org.touchstone.model.program.TokenSpace;

@Tag("native")
class EnsembleArtifactTest {

  private static final TokenSpace TOKENS = new TokenSpace(64, 0, 48);
  private static final DecoderArchitecture DECODER =
      new DecoderArchitecture(32, 2, 4, 2, 48, 10_000, 1e-6);
  private static final Map<String, Object> BERT =
      Map.of(
          "model_type", "bert",
          "vocab_size", 64,
          "hidden_size", 16,
          "num_hidden_layers", 2,
          "num_attention_heads", 2,
          "intermediate_size", 24,
          "max_position_embeddings", 48,
          "type_vocab_size", 2);
  private static final double LAMBDA = 0.75;

  private record Scale(double mean, double deviation) {}

  private static final List<Scale> SCALES =
      List.of(new Scale(-0.3, 0.8), new Scale(0, 1), new Scale(0.02, 0.05), new Scale(20.5, 12));

  @TempDir private Path directory;

  @Test
  void isTheArithmeticOfItsMembersRewards() throws IOException {
    List<RewardModelArtifact> members = mixed();
    int[][] rows = rows();
    double[][] standardised = standardised(members, rows);
    for (Rule rule : Rule.values()) {
      try (RewardModel ensemble = RewardModel.open(write(members, rule).directory())) {
        float[][] byMember = ensemble.memberRewards(rows);
        float[] rewards = ensemble.rewards(rows);
        for (int i = 0; i < rows.length; i++) {
          for (int m = 0; m < members.size(); m++) {
            assertThat((double) byMember[i][m]).isCloseTo(standardised[i][m], close());
          }

          assertThat((double) rewards[i])
              .as("%s", rule)
              .isCloseTo(combined(standardised[i], rule), close());
        }
      }
    }
  }

  @Test
  void anEnsembleOfOneWithItsOwnScaleIsTheMember() throws IOException {
    int[][] rows = rows();
    RewardModelArtifact member = member("a", DECODER, 3, new Scale(0, 1));
    float[] expected = rewards(member, rows);
    for (Rule rule : Rule.values()) {
      assertThat(rewards(write(List.of(member), rule), rows)).containsExactly(expected);
    }
  }

  @Test
  void theOrderOfMembersChangesNothing() throws IOException {
    int[][] rows = rows();
    List<RewardModelArtifact> members = mixed();
    List<RewardModelArtifact> turned = new ArrayList<>(members);
    java.util.Collections.reverse(turned);
    for (Rule rule : Rule.values()) {
      float[] expected = rewards(write(members, rule), rows);
      float[] found = rewards(write(turned, rule), rows);
      for (int i = 0; i < rows.length; i++) {
        assertThat(found[i]).isCloseTo(expected[i], within(2e-5f));
      }
    }
  }

  @Test
  void readsBackWhatItWroteAndNamesItsMembers() throws IOException {
    List<RewardModelArtifact> members = mixed();
    RewardModelArtifact ensemble = write(members, Rule.MEAN_MINUS_VARIANCE).verify();
    ArtifactDescription description = ensemble.description();
    assertThat(description.architecture())
        .isEqualTo(
            new EnsembleArchitecture(
                members.stream()
                    .map(
                        m ->
                            new Member(
                                m.description().architecture(),
                                value(m.description().rewardMean()),
                                value(m.description().rewardStandardDeviation())))
                    .toList(),
                Rule.MEAN_MINUS_VARIANCE,
                LAMBDA));
    for (int i = 0; i < members.size(); i++) {
      assertThat(description.provenance())
          .containsEntry("member_" + i + "_digest", members.get(i).digest());
    }

    assertThat(description.rewardMean()).isNull();
    assertThat(description.tokens()).isEqualTo(TOKENS);
    assertThat(ensemble.directory().resolve("README.md"))
        .content()
        .contains("standard deviation of a member's rewards", "Transformers does not compute");
    JsonNode config =
        new JsonMapper().readTree(ensemble.directory().resolve("config.json").toFile());
    assertThat(config.get("model_type").asText()).isEqualTo("touchstone-ensemble");
    assertThat(config.get("members")).hasSize(members.size());
    try (Checkpoint weights = ensemble.weights()) {
      assertThat(weights.tensors())
          .extracting(TensorSpec::name)
          .contains(
              "members.0.model.norm.weight", "members.1.weight", "members.2.classifier.weight");
    }
  }

  @Test
  void sumsTheArithmetic() {
    EnsembleArchitecture ensemble =
        new EnsembleArchitecture(
            List.of(new Member(DECODER, 0, 1), new Member(DECODER, 1, 2)), Rule.MEAN, 0);
    assertThat(ensemble.forwardOperations(9)).isEqualTo(2 * DECODER.forwardOperations(9));
    assertThat(ensemble.executedOperations(9)).isEqualTo(2 * DECODER.executedOperations(9));
  }

  @Test
  void computesMembersInTheirOwnPrecisionAndPreparesThem() throws IOException {
    BackboneArchitecture half =
        BackboneArchitecture.of(DECODER.config(TOKENS)).with(Precision.BFLOAT16);
    List<RewardModelArtifact> members =
        List.of(
            member("a", half, 3, new Scale(0.1, 0.9)),
            member("b", new LengthArchitecture(), 3, new Scale(9, 3)));
    int[][] rows = rows();
    double[][] expected = standardised(members, rows);
    RewardModelArtifact artifact = write(members, Rule.MEAN);
    float[] before = rewards(artifact, rows);
    for (int i = 0; i < rows.length; i++) {
      assertThat((double) before[i]).isCloseTo(combined(expected[i], Rule.MEAN), close());
    }

    float[] prepared = TorchThread.call(() -> prepared(artifact.directory(), rows));
    assertThat(prepared).containsExactly(before);
  }

  /** Rewards after the program has rounded its matrices for good. */
  private static float[] prepared(Path artifact, int[][] rows) throws IOException {
    try (ai.djl.Model model = LoadedProgram.frozen(artifact);
        PtNDManager manager = (PtNDManager) model.getNDManager().newSubManager()) {
      LoadedProgram.runAsWritten();
      PtSymbolBlock program = (PtSymbolBlock) model.getBlock();
      IValueUtils.runMethod(program, "prepare").close();
      TokenBatch batch = TokenBatch.padded(rows, TOKENS);
      try (IValue ids = IValue.from((ai.djl.pytorch.engine.PtNDArray) batch.idArray(manager));
          IValue mask = IValue.from((ai.djl.pytorch.engine.PtNDArray) batch.maskArray(manager));
          IValue rewards = IValueUtils.runMethod(program, "forward", ids, mask)) {
        return rewards.toTensor(manager).toFloatArray();
      }
    }
  }

  @Test
  void loadsInPlainDjlWithAndWithoutTokenTypes() throws Exception {
    RewardModelArtifact ensemble = write(mixed(), Rule.MEAN);
    int[][] row = {{4, 2, 5}};
    float expected = rewards(ensemble, row)[0];
    Criteria<NDList, NDList> criteria =
        Criteria.builder()
            .setTypes(NDList.class, NDList.class)
            .optModelPath(ensemble.directory())
            .optTranslator(new NoopTranslator())
            .build();
    try (ZooModel<NDList, NDList> model = criteria.loadModel();
        Predictor<NDList, NDList> predictor = model.newPredictor();
        NDManager manager = model.getNDManager().newSubManager()) {
      TokenBatch batch = TokenBatch.padded(row, TOKENS);
      NDList two = new NDList(batch.idArray(manager), batch.maskArray(manager));
      NDList three = new NDList(two);
      three.add(batch.segmentArray(manager, 99));
      assertThat(predictor.predict(two).get(0).toFloatArray()[0])
          .isCloseTo(expected, within(1e-5f));
      assertThat(predictor.predict(three).get(0).toFloatArray()[0])
          .isCloseTo(expected, within(1e-5f));
    }
  }

  @Test
  void refusesMembersThatReadOtherTokens() throws IOException {
    RewardModelArtifact first = member("a", DECODER, 3, SCALES.get(0));
    assertRefused(first, changed("vocabulary", new TokenSpace(65, 0, 48)), "vocabulary size is");
    assertRefused(first, changed("pad", new TokenSpace(64, 1, 48)), "pad id is 0 and 1");
    assertRefused(first, changed("limits", new TokenSpace(64, 0, 40)), "max tokens is 48 and 40");
    Path source = directory.resolve("a/tokenizer");
    Files.writeString(source.resolve("tokenizer_config.json"), "{\"pad_token\": \"other\"}");
    RewardModelArtifact other =
        RewardModelArtifact.write(
            directory.resolve("other"),
            first.description(),
            new InitialWeights(8),
            source,
            Map.of());
    assertRefused(first, other, "digest of tokenizer_config.json is");
  }

  @Test
  void refusesMembersWithoutAScaleOrMembersOrEnsembles() throws IOException {
    RewardModelArtifact first = member("a", DECODER, 3, SCALES.get(0));
    RewardModelArtifact unscaled =
        RewardModelArtifact.open(
            ArtifactFixtures.untrained(directory.resolve("u"), DECODER, TOKENS));
    assertRefused(first, unscaled, "it does not say the mean and standard deviation");
    RewardModelArtifact flat = member("flat", DECODER, 3, new Scale(1, 0));
    assertRefused(first, flat, "standard deviation 0.0: both must be finite");
    RewardModelArtifact nested = scaled(write(List.of(first), Rule.MEAN), "n", new Scale(0, 1));
    assertRefused(first, nested, "Cannot make an ensemble a member of another");
    assertThatThrownBy(() -> write(List.of(), Rule.MEAN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("it has no members");
    assertThatThrownBy(() -> new EnsembleArchitecture(List.of(), Rule.MEAN_MINUS_VARIANCE, -1))
        .isInstanceOf(IllegalArgumentException.class);
    try (RewardModel model = RewardModel.open(first.directory())) {
      assertThatThrownBy(() -> model.memberRewards(rows())).hasMessageContaining("no ensemble");
    }
  }

  @Test
  void refusesAMemberThatWasChanged() throws IOException {
    RewardModelArtifact first = member("a", DECODER, 3, SCALES.get(0));
    Files.writeString(first.directory().resolve("README.md"), "better");
    assertThatThrownBy(() -> write(List.of(first), Rule.MEAN))
        .hasMessageContaining("README.md was changed");
  }

  private void assertRefused(
      RewardModelArtifact first, RewardModelArtifact other, String sentence) {
    assertThatThrownBy(() -> write(List.of(first, other), Rule.MEAN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Cannot make ")
        .hasMessageContaining(sentence);
  }

  private RewardModelArtifact changed(String name, TokenSpace tokens) throws IOException {
    Path artifact = ArtifactFixtures.untrained(directory.resolve(name), DECODER, tokens);
    return scaled(RewardModelArtifact.open(artifact), name + "-scaled", SCALES.get(0));
  }

  private List<RewardModelArtifact> mixed() throws IOException {
    List<Architecture> kinds =
        List.of(
            DECODER,
            new LinearArchitecture(128, LinearArchitecture.Damping.SQUARE_ROOT),
            BackboneArchitecture.of(BERT),
            new LengthArchitecture());
    List<RewardModelArtifact> members = new ArrayList<>();
    for (int i = 0; i < kinds.size(); i++) {
      members.add(member("member-" + i, kinds.get(i), 11 + i, SCALES.get(i)));
    }

    return members;
  }

  /** A member whose weights are random, those too that training would start at zero. */
  private RewardModelArtifact member(String name, Architecture kind, long seed, Scale scale)
      throws IOException {
    WeightSource weights =
        (tensor, from, target, count) -> {
          for (int i = 0; i < count; i++) {
            long place = seed * 31 + tensor.name().hashCode() * 1_000_003L + from + i;
            float noise = (float) (new SplittableRandom(place).nextDouble() - 0.5);
            target[i] = tensor.start().mean() + 0.4f * noise;
          }
        };
    Path artifact = ArtifactFixtures.write(directory.resolve(name), kind, TOKENS, weights);
    return scaled(RewardModelArtifact.open(artifact), name + "-scaled", scale);
  }

  private RewardModelArtifact scaled(RewardModelArtifact artifact, String name, Scale scale)
      throws IOException {
    try (Checkpoint weights = artifact.weights()) {
      return RewardModelArtifact.write(
          directory.resolve(name),
          artifact.description().withRewards(scale.mean(), scale.deviation()),
          weights,
          artifact.directory(),
          Map.of());
    }
  }

  private RewardModelArtifact write(List<RewardModelArtifact> members, Rule rule)
      throws IOException {
    Path place = Files.createTempDirectory(directory, "ensemble");
    return EnsembleArtifact.write(place, members, rule, LAMBDA, Map.of("code", "1"), Map.of());
  }

  private static int[][] rows() {
    SplittableRandom random = new SplittableRandom(9);
    int[][] rows = new int[12][];
    Arrays.setAll(rows, i -> random.ints(1 + random.nextInt(48), 1, 64).toArray());
    return rows;
  }

  private static float[] rewards(RewardModelArtifact artifact, int[][] rows) throws IOException {
    try (RewardModel model = RewardModel.open(artifact.directory())) {
      return model.rewards(rows);
    }
  }

  private static double[][] standardised(List<RewardModelArtifact> members, int[][] rows)
      throws IOException {
    double[][] standardised = new double[rows.length][members.size()];
    for (int m = 0; m < members.size(); m++) {
      ArtifactDescription description = members.get(m).description();
      float[] rewards = rewards(members.get(m), rows);
      for (int i = 0; i < rows.length; i++) {
        standardised[i][m] =
            (rewards[i] - value(description.rewardMean()))
                / value(description.rewardStandardDeviation());
      }
    }

    return standardised;
  }

  private static double combined(double[] rewards, Rule rule) {
    double mean = Arrays.stream(rewards).average().orElseThrow();
    double variance =
        Arrays.stream(rewards).map(z -> (z - mean) * (z - mean)).average().orElseThrow();
    return switch (rule) {
      case MEAN -> mean;
      case MINIMUM -> Arrays.stream(rewards).min().orElseThrow();
      case MEAN_MINUS_VARIANCE -> mean - LAMBDA * variance;
    };
  }

  private static double value(@org.jspecify.annotations.Nullable Double value) {
    return java.util.Objects.requireNonNull(value);
  }

  private static org.assertj.core.data.Offset<Double> close() {
    return within(5e-5);
  }
}
