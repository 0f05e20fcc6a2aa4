package org.touchstone.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.touchstone.model.GoldenModel;
import org.touchstone.model.program.TensorSpec;

/** Loss, gradients and five steps of SGD and AdamW, against those of transformers. */
public abstract class BackboneGradients {

  /** The settings of the reference run. */
  static final OptimizerSettings REFERENCE =
      new OptimizerSettings(
          1e-3,
          OptimizerSettings.Schedule.CONSTANT,
          0,
          1,
          0.01,
          OptimizerSettings.DecayScope.ALL,
          0.9,
          0.999,
          1e-8,
          Double.POSITIVE_INFINITY);

  /** Noise of a gradient, as a share of the largest gradient of the model. */
  private static final double NOISE = 64 * 0x1p-24;

  /** What float32 sums and the reference's nine digits leave of a norm, as a share of it. */
  private static final double ROUNDING = 1e-5;

  /** What float32 leaves of a parameter in one step: the results of a few operations, rounded. */
  private static final double STEP_ROUNDING = 8 * 0x1p-24;

  /** What rounding leaves of the margins after the steps; they are of size 1 to 10. */
  private static final double MARGIN = 1e-3;

  /** A norm is known sharply if noise moves it by no more than this share. */
  private static final double SHARP = 1e-4;

  @TempDir private Path directory;

  public static Stream<String> models() throws IOException {
    List<String> names = new ArrayList<>();
    for (Path folder : GoldenModel.directories()) {
      String name = folder.getFileName().toString();
      if (GoldenModel.open(name, "config.json").golden().has("training")) {
        names.add(name);
      }
    }

    return names.stream();
  }

  private TrainingReplica replica(GoldenModel model, Recomputation recomputation)
      throws IOException {
    return TrainingReplica.open(
        model.artifact(directory),
        new TrainingSettings(
            1, 1, 1 << 20, 1, REFERENCE, LossSettings.BRADLEY_TERRY, recomputation));
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("models")
  public void givesTheLossAndTheGradientOfEveryParameter(String name) throws IOException {
    GoldenModel model = GoldenModel.open(name, "config.json");
    JsonNode training = model.golden().get("training");
    for (Recomputation recomputation : Recomputation.values()) {
      try (TrainingReplica replica = replica(model, recomputation)) {
        compareGradients(replica, model, pairs(training), training, name + " " + recomputation);
      }
    }
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("models")
  public void givesTheGradientsWherePadIdsAreRealTokens(String name) throws IOException {
    GoldenModel model = GoldenModel.open(name, "config.json");
    JsonNode expected = model.golden().get("training").get("pad_id_as_real_token");
    JsonNode rows = model.named(expected.get("case").asText());
    try (TrainingReplica replica = replica(model, Recomputation.NONE)) {
      compareGradients(replica, model, pairs(rows), expected, name + " with pad ids");
    }
  }

  private static void compareGradients(
      TrainingReplica replica,
      GoldenModel model,
      List<EncodedComparison> pairs,
      JsonNode expected,
      String title) {
    JsonNode tolerance = model.golden().get("suggested_tolerance");
    GradientSum sum = replica.gradientSum(pairs);
    assertThat(sum.seen().meanLoss())
        .as(title)
        .isCloseTo(expected.get("loss").asDouble(), within(tolerance.get("loss_abs").asDouble()));
    FlatVector mean = sum.meanGradient();
    Set<String> nearZero = names(model.golden().get("training").get("near_zero_grads"));
    for (TensorSpec tensor : layout(replica).tensors()) {
      JsonNode norm = expected.get("grad_l2").get(tensor.name());
      double reference = norm == null || norm.isNull() ? 0 : norm.asDouble();
      double found = norm(replica, mean, tensor);
      double allowed = tolerance.get("grad_l2_rel").asDouble() * reference;
      assertThat(found)
          .as("%s, gradient of %s", title, tensor.name())
          .isCloseTo(reference, within(nearZero.contains(tensor.name()) ? 1e-6 : allowed + 1e-6));
    }
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("models")
  public void followsTheTrajectoryOfSgd(String name) throws IOException {
    GoldenModel model = GoldenModel.open(name, "config.json");
    try (TrainingReplica replica = replica(model, Recomputation.NONE)) {
      follow(
          replica,
          model,
          "sgd",
          (gradient, rate) -> replica.load(replica.parameters().add(gradient, -rate)));
    }
  }

  /**
   * AdamW turns a gradient into a step of about the learning rate, however small the gradient is:
   * where it is rounding noise, so is the sign of the step. Each norm is therefore compared up to
   * what such noise does to it, and a third of the norms must hardly depend on it. Losses and
   * margins do not either.
   */
  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("models")
  public void followsTheTrajectoryOfAdamW(String name) throws IOException {
    GoldenModel model = GoldenModel.open(name, "config.json");
    JsonNode reference = model.golden().get("training").get("adamw");
    try (TrainingReplica replica = replica(model, Recomputation.LAYERS)) {
      AdamWReference noisy = new AdamWReference(REFERENCE, replica.parameters());
      double[] largest = new double[1];
      follow(
          replica,
          model,
          "adamw",
          (gradient, rate) -> {
            largest[0] = Math.max(largest[0], largest(gradient));
            noisy.step(gradient, rate, NOISE * largest[0]);
            replica.step(gradient, rate);
          });
      compareSteps(replica.parameters(), noisy, reference, name);
      compareNorms(replica, reference.get("param_l2_after"), noisy, name);
      compareMargins(replica, pairs(model.golden().get("training")), reference, name);
    }
  }

  /** Given the same gradients, each parameter is that of double precision but for rounding. */
  private static void compareSteps(
      FlatVector after, AdamWReference exact, JsonNode reference, String name) {
    double rate = reference.get("lr").asDouble();
    int steps = reference.get("steps").asInt();
    double worst = 0;
    for (long i = 0; i < after.length(); i++) {
      double value = exact.value(i);
      double allowed = steps * STEP_ROUNDING * (Math.abs(value) + rate);
      worst = Math.max(worst, Math.abs(after.value(i) - value) / allowed);
    }

    assertThat(worst).as("%s, error of a parameter over its rounding", name).isLessThan(1);
  }

  private static void compareNorms(
      TrainingReplica replica, JsonNode norms, AdamWReference noisy, String name) {
    FlatVector after = replica.parameters();
    int sharp = 0;
    int compared = 0;
    for (TensorSpec tensor : layout(replica).tensors()) {
      JsonNode expected = norms.get(tensor.name());
      if (expected != null) {
        double found = norm(replica, after, tensor);
        double unsure = uncertainty(replica, noisy, tensor) / found;
        assertThat(found)
            .as("%s, %s", name, tensor.name())
            .isCloseTo(expected.asDouble(), within(unsure + ROUNDING * found));
        sharp += unsure <= SHARP * found ? 1 : 0;
        compared++;
      }
    }

    assertThat(sharp).as("%s, tensors compared sharply", name).isGreaterThan(compared / 3);
  }

  /** The reward's constant has no gradient; the margins do not depend on it. */
  private static void compareMargins(
      TrainingReplica replica, List<EncodedComparison> pairs, JsonNode reference, String name) {
    JsonNode rewards = reference.get("rewards_after");
    for (int i = 0; i < pairs.size(); i++) {
      EvaluationSum seen = replica.evaluate(pairs.subList(i, i + 1));
      double expected = rewards.get(i).asDouble() - rewards.get(pairs.size() + i).asDouble();
      assertThat(seen.chosenSum() - seen.rejectedSum())
          .as("%s, margin of pair %d", name, i)
          .isCloseTo(expected, within(MARGIN));
    }
  }

  /** Returns a bound on how far noise moves the square of the tensor's norm, halved. */
  private static double uncertainty(
      TrainingReplica replica, AdamWReference noisy, TensorSpec tensor) {
    long offset = offset(replica, tensor);
    double sum = 0;
    for (long i = offset; i < offset + tensor.elements(); i++) {
      sum += noisy.uncertainty(i) * (Math.abs(noisy.value(i)) + noisy.uncertainty(i) / 2);
    }

    return sum;
  }

  private static double largest(FlatVector vector) {
    double largest = 0;
    for (long i = 0; i < vector.length(); i++) {
      largest = Math.max(largest, Math.abs(vector.value(i)));
    }

    return largest;
  }

  /** Takes the reference's steps and compares the loss before each and after the last. */
  private static void follow(
      TrainingReplica replica,
      GoldenModel model,
      String optimiser,
      BiConsumer<FlatVector, Double> step) {
    JsonNode training = model.golden().get("training");
    JsonNode reference = training.get(optimiser);
    List<EncodedComparison> pairs = pairs(training);
    double tolerance = model.golden().get("suggested_tolerance").get("loss_abs").asDouble();
    for (int i = 0; i < reference.get("steps").asInt(); i++) {
      GradientSum sum = replica.gradientSum(pairs);
      assertThat(sum.seen().meanLoss())
          .as("%s %s, step %d", model.folder(), optimiser, i)
          .isCloseTo(reference.get("losses").get(i).asDouble(), within(tolerance));
      step.accept(sum.meanGradient(), reference.get("lr").asDouble());
    }

    assertThat(replica.evaluate(pairs).meanLoss())
        .isCloseTo(reference.get("loss_after").asDouble(), within(tolerance));
  }

  private static Set<String> names(JsonNode list) {
    Set<String> names = new HashSet<>();
    list.forEach(name -> names.add(name.asText()));
    return names;
  }

  private static List<EncodedComparison> pairs(JsonNode rows) {
    JsonNode ids = rows.get("input_ids");
    int count = ids.size() / 2;
    List<EncodedComparison> pairs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      pairs.add(EncodedComparison.pair("g", row(rows, i), row(rows, count + i), 0, 1));
    }

    return pairs;
  }

  private static int[] row(JsonNode rows, int index) {
    JsonNode ids = rows.get("input_ids").get(index);
    JsonNode mask = rows.path("attention_mask").path(index);
    List<Integer> tokens = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      if (mask.isMissingNode() || mask.get(i).asInt() == 1) {
        tokens.add(ids.get(i).asInt());
      }
    }

    return tokens.stream().mapToInt(Integer::intValue).toArray();
  }

  private static ParameterLayout layout(TrainingReplica replica) {
    return TrainedArtifact.layout(replica.artifact().description());
  }

  private static double norm(TrainingReplica replica, FlatVector vector, TensorSpec tensor) {
    long offset = offset(replica, tensor);
    double sum = 0;
    for (long i = offset; i < offset + tensor.elements(); i++) {
      sum += (double) vector.value(i) * vector.value(i);
    }

    return Math.sqrt(sum);
  }

  private static long offset(TrainingReplica replica, TensorSpec tensor) {
    ParameterLayout layout = layout(replica);
    return layout.offsets().get(layout.tensors().indexOf(tensor));
  }
}
