package org.touchstone.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.touchstone.model.ArtifactFixtures;
import org.touchstone.model.program.LengthArchitecture;
import org.touchstone.model.program.TensorSpec;
import org.touchstone.model.program.TokenSpace;

@Tag("native")
class TrainingReplicaTest {

  private static final int ALL_IN_ONE_BATCH = 1 << 20;

  private static final OptimizerSettings REFERENCE = BackboneGradients.REFERENCE;

  @TempDir private Path directory;
  private Path artifact = Path.of("");

  @BeforeEach
  void writeArtifact() throws IOException {
    artifact = ArtifactFixtures.goldenLlama(directory);
  }

  @Test
  void takesTheStepOfTheAdamWFormulaWithClippingAndDecayOfMatricesOnly() throws IOException {
    OptimizerSettings settings = OptimizerSettings.usual(0.01);
    try (TrainingReplica replica = TrainingReplica.open(artifact, ALL_IN_ONE_BATCH, settings)) {
      FlatVector before = replica.parameters();
      SplittableRandom random = new SplittableRandom(11);
      FlatVector gradient = FlatVector.zeros(before.length());
      for (int i = 0; i < gradient.chunks(); i++) {
        float[] chunk = gradient.chunk(i);
        for (int j = 0; j < chunk.length; j++) {
          // from far above to far below epsilon
          chunk[j] = (float) (random.nextDouble(-1, 1) * Math.pow(10, random.nextInt(-12, 0)));
        }
      }

      double norm = replica.step(gradient, 0.01);
      assertThat(norm).isCloseTo(gradient.norm(), within(1e-5 * gradient.norm()));
      replica.step(gradient, 0.02);
      FlatVector after = replica.parameters();
      double clip = Math.min(1, 1 / gradient.norm());
      double largest = 0;
      for (TensorSpec tensor : layout(replica).tensors()) {
        double decay = tensor.isMatrix() ? 0.01 : 0;
        long offset = offset(replica, tensor.name());
        for (long i = offset; i < offset + tensor.elements(); i++) {
          double g = gradient.value(i) * clip;
          double expected = twoSteps(before.value(i), g, decay);
          largest = Math.max(largest, Math.abs(after.value(i) - expected));
        }
      }

      assertThat(largest).isLessThan(2e-6);
    }
  }

  @Test
  void addsUpMicroBatchesToTheGradientOfOneBatch() throws IOException {
    List<EncodedComparison> pairs = goldenPairs(ArtifactFixtures.golden().get("training"));
    GradientSum whole;
    try (TrainingReplica replica = TrainingReplica.open(artifact, ALL_IN_ONE_BATCH, REFERENCE)) {
      whole = replica.gradientSum(pairs);
      assertThat(replica.gradientSum(pairs)).isEqualTo(whole);
    }

    try (TrainingReplica replica = TrainingReplica.open(artifact, 1, REFERENCE)) {
      GradientSum parts = replica.gradientSum(pairs);
      FlatVector difference = parts.gradient().copy().add(whole.gradient(), -1);
      assertThat(difference.norm()).isLessThan(1e-5 * whole.gradient().norm());
      assertThat(parts.lossSum()).isCloseTo(whole.lossSum(), within(1e-6));
      assertThat(parts.seen().paddedTokens()).isLessThan(whole.seen().paddedTokens());
      GradientSum added =
          replica.gradientSum(pairs.subList(0, 1)).plus(replica.gradientSum(pairs.subList(1, 4)));
      difference = added.gradient().copy().add(whole.gradient(), -1);
      assertThat(difference.norm()).isLessThan(1e-5 * whole.gradient().norm());
    }
  }

  @Test
  void agreesWithFiniteDifferencesOfAWeightedLossWithMargins() throws IOException {
    List<EncodedComparison> pairs = new ArrayList<>();
    for (EncodedComparison pair : goldenPairs(ArtifactFixtures.golden().get("training"))) {
      pairs.add(
          EncodedComparison.pair(
              "g", pair.replies()[0], pair.replies()[1], 2.5f, 1.5f + pairs.size()));
    }

    try (TrainingReplica replica = TrainingReplica.open(artifact, ALL_IN_ONE_BATCH, REFERENCE)) {
      FlatVector start = replica.parameters();
      GradientSum sum = replica.gradientSum(pairs);

      // along the gradient itself: the directional derivative is its norm
      double step = 1e-3;
      double norm = sum.gradient().norm();
      replica.load(start.copy().add(sum.gradient(), step / norm));
      double above = replica.evaluate(pairs).lossSum();
      replica.load(start.copy().add(sum.gradient(), -step / norm));
      double below = replica.evaluate(pairs).lossSum();
      assertThat((above - below) / (2 * step) / norm).isCloseTo(1, within(2e-3));
    }
  }

  @Test
  void continuesBitForBitFromParametersAndMoments() throws IOException {
    List<EncodedComparison> pairs = goldenPairs(ArtifactFixtures.golden().get("training"));
    FlatVector parameters;
    OptimizerState state;
    FlatVector expected;
    try (TrainingReplica replica =
        TrainingReplica.open(artifact, ALL_IN_ONE_BATCH, OptimizerSettings.usual(1e-3))) {
      train(replica, pairs, 2);
      parameters = replica.parameters();
      state = replica.optimizerState();
      train(replica, pairs, 2);
      expected = replica.parameters();
    }

    try (TrainingReplica replica =
        TrainingReplica.open(artifact, ALL_IN_ONE_BATCH, OptimizerSettings.usual(1e-3))) {
      replica.load(parameters);
      replica.load(state);
      train(replica, pairs, 2);
      assertThat(replica.parameters()).isEqualTo(expected);
      assertThat(replica.optimizerState().steps()).isEqualTo(4);
    }
  }

  @Test
  void readsTheArtifactsParametersInTheOrderOfTheProgram() throws IOException {
    try (TrainingReplica replica = TrainingReplica.open(artifact, ALL_IN_ONE_BATCH, REFERENCE)) {
      assertThat(replica.parameters()).isEqualTo(TrainedArtifact.parameters(artifact));
    }
  }

  @Test
  void givesZerosForNoPairs() throws IOException {
    try (TrainingReplica replica = TrainingReplica.open(artifact, ALL_IN_ONE_BATCH, REFERENCE)) {
      replica.gradientSum(goldenPairs(ArtifactFixtures.golden().get("training")));
      GradientSum none = replica.gradientSum(List.of());
      assertThat(none.gradient().norm()).isZero();
      assertThat(none.comparisons()).isZero();
      assertThatThrownBy(none::meanGradient).hasMessageContaining("0 comparisons");
    }
  }

  @Test
  void refusesAStepAlongNoNumber() throws IOException {
    try (TrainingReplica replica = TrainingReplica.open(artifact, ALL_IN_ONE_BATCH, REFERENCE)) {
      FlatVector before = replica.parameters();
      FlatVector gradient = FlatVector.zeros(before.length());
      gradient.chunk(0)[5] = Float.NaN;
      assertThatThrownBy(() -> replica.step(gradient, 1e-3))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("norm NaN");
      assertThat(replica.parameters()).isEqualTo(before);
    }
  }

  @Test
  void refusesToTrainWhatHasNoParameters() throws IOException {
    Path length =
        ArtifactFixtures.untrained(
            directory.resolve("length"), new LengthArchitecture(), new TokenSpace(9, 0, 64));
    assertThatThrownBy(() -> TrainingReplica.open(length, 1, REFERENCE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has no parameters");
  }

  private static void train(TrainingReplica replica, List<EncodedComparison> pairs, int steps) {
    for (int i = 0; i < steps; i++) {
      replica.step(replica.gradientSum(pairs).meanGradient(), 1e-3);
    }
  }

  private static double twoSteps(double start, double gradient, double decay) {
    double w = start * (1 - 0.01 * decay);
    double m = 0.1 * gradient;
    double v = 0.001 * gradient * gradient;
    w -= 0.01 / (1 - 0.9) * m / (Math.sqrt(v / (1 - 0.999)) + 1e-8);
    w *= 1 - 0.02 * decay;
    m = 0.9 * m + 0.1 * gradient;
    v = 0.999 * v + 0.001 * gradient * gradient;
    return w - 0.02 / (1 - 0.81) * m / (Math.sqrt(v / (1 - 0.999 * 0.999)) + 1e-8);
  }

  private static List<EncodedComparison> goldenPairs(JsonNode training) {
    JsonNode ids = training.get("input_ids");
    JsonNode mask = training.get("attention_mask");
    int count = ids.size() / 2;
    List<EncodedComparison> pairs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      pairs.add(
          EncodedComparison.pair(
              "g",
              row(ids.get(i), mask.get(i)),
              row(ids.get(count + i), mask.get(count + i)),
              0,
              1));
    }

    return pairs;
  }

  private static int[] row(JsonNode ids, JsonNode mask) {
    List<Integer> tokens = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      if (mask.get(i).asInt() == 1) {
        tokens.add(ids.get(i).asInt());
      }
    }

    return tokens.stream().mapToInt(Integer::intValue).toArray();
  }

  private static ParameterLayout layout(TrainingReplica replica) {
    return TrainedArtifact.layout(replica.artifact().description());
  }

  private static long offset(TrainingReplica replica, String name) {
    ParameterLayout layout = layout(replica);
    for (int i = 0; i < layout.tensors().size(); i++) {
      if (layout.tensors().get(i).name().equals(name)) {
        return layout.offsets().get(i);
      }
    }

    throw new AssertionError("no tensor " + name);
  }

  private static double norm(TrainingReplica replica, FlatVector vector, String name) {
    long offset = offset(replica, name);
    long end =
        offset
            + layout(replica).tensors().stream()
                .filter(tensor -> tensor.name().equals(name))
                .mapToLong(TensorSpec::elements)
                .sum();
    double sum = 0;
    for (long i = offset; i < end; i++) {
      sum += (double) vector.value(i) * vector.value(i);
    }

    return Math.sqrt(sum);
  }
}
