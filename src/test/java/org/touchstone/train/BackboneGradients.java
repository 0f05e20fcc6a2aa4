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

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("models")
  public void followsTheTrajectoryOfAdamW(String name) throws IOException {
    GoldenModel model = GoldenModel.open(name, "config.json");
    JsonNode reference = model.golden().get("training").get("adamw");
    try (TrainingReplica replica = replica(model, Recomputation.LAYERS)) {
      follow(replica, model, "adamw", replica::step);
      Set<String> unstable = names(reference.get("params_l2_unstable_vs_fp64"));
      FlatVector after = replica.parameters();
      for (TensorSpec tensor : layout(replica).tensors()) {
        JsonNode expected = reference.get("param_l2_after").get(tensor.name());
        if (expected != null && !unstable.contains(tensor.name())) {
          assertThat(norm(replica, after, tensor))
              .as("%s, %s", name, tensor.name())
              .isCloseTo(expected.asDouble(), within(1e-4 * expected.asDouble() + 1e-6));
        }
      }
    }
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
    ParameterLayout layout = layout(replica);
    long offset = layout.offsets().get(layout.tensors().indexOf(tensor));
    double sum = 0;
    for (long i = offset; i < offset + tensor.elements(); i++) {
      sum += (double) vector.value(i) * vector.value(i);
    }

    return Math.sqrt(sum);
  }
}
