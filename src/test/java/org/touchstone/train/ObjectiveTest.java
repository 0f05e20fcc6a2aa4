package org.touchstone.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.touchstone.model.TorchRuntime;
import org.touchstone.train.LossSettings.Kind;
import org.touchstone.train.LossSettings.Weighting;

/** Losses themselves are tested in their package; here, which rewards and labels reach them. */
@Tag("native")
class ObjectiveTest {

  private final NDManager manager = TorchRuntime.start().newBaseManager();

  @AfterEach
  void close() {
    manager.close();
  }

  private record Found(float sum, float[] losses, float[] gradient) {}

  @Test
  void bradleyTerryKeepsMarginsAndWeights() {
    List<EncodedComparison> pairs =
        List.of(
            EncodedComparison.pair("g", new int[1], new int[1], 0.5f, 1),
            EncodedComparison.pair("g", new int[1], new int[1], 0, 3));
    Found found = at(LossSettings.BRADLEY_TERRY, pairs, new float[] {1, 2, 0, 4}, 1);

    double first = softplus(-(1 - 0 - 0.5));
    double second = softplus(-(2 - 4));
    assertNumbers(found.losses(), first, second);
    assertThat((double) found.sum()).isCloseTo(first + 3 * second, within(1e-6));
    double up = -sigmoid(-0.5);
    double heavy = -3 * sigmoid(2);
    assertNumbers(found.gradient(), up, heavy, -up, -heavy);
  }

  @Test
  void smoothedLabelsAreWrongWithTheirProbability() {
    LossSettings smooth =
        new LossSettings(Kind.BRADLEY_TERRY, Weighting.COMPARISONS, 1, 0.2, 1, 1, 1, 1, 1, 0);
    List<EncodedComparison> pairs =
        List.of(EncodedComparison.pair("g", new int[1], new int[1], 0.5f, 1));
    Found found = at(smooth, pairs, new float[] {2, 1}, 1);

    assertNumbers(found.losses(), 0.8 * softplus(-0.5) + 0.2 * softplus(0.5));
    assertNumbers(found.gradient(), sigmoid(0.5) - 0.8, 0.8 - sigmoid(0.5));
  }

  @Test
  void softLabelsAreTheShareOfAnnotatorsATieAsHalf() {
    int[][] votes = {{1, 2}, {1, 2}, {1, 1}, {2, 1}};
    Found found =
        at(LossSettings.of(Kind.SOFT_LABELS), List.of(comparison(2, votes)), new float[] {1, 0}, 1);

    assertNumbers(found.gradient(), sigmoid(1) - 0.625, 0.625 - sigmoid(1));
  }

  @Test
  void davidsonTellsTiesFromChoices() {
    Found found =
        at(
            LossSettings.of(Kind.DAVIDSON),
            List.of(comparison(2, new int[][] {{1, 1}}), comparison(2, new int[][] {{1, 2}})),
            new float[] {2, 2, 0, 0},
            1);

    double all = Math.exp(1) + Math.exp(-1) + 1;
    assertNumbers(found.losses(), Math.log(all), Math.log(all) - 1);
  }

  @Test
  void listsOfDifferentLengthsFindTheirRewards() {
    List<EncodedComparison> lists =
        List.of(
            comparison(2, new int[][] {{2, 1}}),
            comparison(4, new int[][] {{1, 2, 3, 4}}),
            comparison(3, new int[][] {{1, 2, 2}}));
    // First replies of all, then second ones, then third ones, then the only fourth one
    float[] rewards = {10, 20, 30, 11, 22, 28, 21, 31, 19};
    Found found = at(LossSettings.of(Kind.PLACKETT_LUCE), lists, rewards, 1);

    double four =
        Math.log(1 + Math.exp(2) + Math.exp(1) + Math.exp(-1))
            + Math.log(1 + Math.exp(-1) + Math.exp(-3))
            + softplus(-2);
    assertNumbers(found.losses(), softplus(-1), four, Math.log(1 + Math.exp(-2) + Math.exp(1)));
    assertThat((double) found.gradient()[0]).isCloseTo(sigmoid(-1), within(1e-6));
    assertThat((double) found.gradient()[3]).isCloseTo(-sigmoid(-1), within(1e-6));
    for (float part : found.gradient()) {
      assertThat(part).isNotZero();
    }
  }

  @Test
  void ratingsCountByTheirDifferences() {
    EncodedComparison rated =
        new EncodedComparison(
            "g", new int[3][1], new int[][] {{1, 2, 3}}, new float[] {4, 3, 1}, 0, 2, 1);
    LossSettings squared =
        new LossSettings(
            Kind.RATING_REGRESSION,
            Weighting.COMPARISONS,
            0,
            0,
            1,
            1,
            Double.POSITIVE_INFINITY,
            1,
            1,
            0);
    Found found = at(squared, List.of(rated), new float[] {14, 13, 12}, 1);

    // errors 10, 10, 11
    assertNumbers(found.losses(), (0 + 0.5 + 0.5) / 3);
    assertNumbers(found.gradient(), -2.0 / 3, -2.0 / 3, 4.0 / 3);
  }

  @Test
  void centringAddsTheSquareOfTheSumToAnyLoss() {
    LossSettings centred =
        new LossSettings(Kind.BRADLEY_TERRY, Weighting.COMPARISONS, 0, 0, 1, 1, 1, 1, 1, 0.1);
    List<EncodedComparison> pairs =
        List.of(EncodedComparison.pair("g", new int[1], new int[1], 0, 1));
    Found found = at(centred, pairs, new float[] {3, 1}, 1);

    assertNumbers(found.losses(), softplus(-2) + 0.1 * 16);
    assertNumbers(found.gradient(), 0.8 - sigmoid(-2), 0.8 + sigmoid(-2));
  }

  @Test
  void theLengthHeadTakesUpLengthAndTheQualityHeadIsTheReward() {
    List<EncodedComparison> pairs =
        List.of(
            EncodedComparison.pair("g", new int[] {7, 7, 1}, new int[] {7, 7, 2, 3}, 0, 1),
            EncodedComparison.pair("g", new int[] {7, 4, 4, 4}, new int[] {7, 5}, 0, 1));
    float[] outputs = {1, 0.5f, 2, -1, 0, 0.25f, 3, 1}; // quality and length, row after row
    Objective objective = new Objective(LossSettings.of(Kind.LENGTH_DEBIASED));
    Found found = at(LossSettings.of(Kind.LENGTH_DEBIASED), pairs, outputs, 2);

    double[] lengths = {1, 3, 2, 1}; // without the prompt of each
    double penalty =
        Math.abs(pearson(new double[] {1, 2, 0, 3}, lengths))
            - pearson(new double[] {0.5, -1, 0.25, 1}, lengths);
    assertNumbers(found.losses(), softplus(-1.25) + penalty, softplus(3) + penalty);
    assertThat(objective.needsLengthHead()).isTrue();
    NDArray rewards = objective.rewards(manager.create(outputs, new Shape(4, 2)));
    assertThat(rewards.toFloatArray()).containsExactly(1, 2, 0, 3);
    for (float part : found.gradient()) {
      assertThat(part).isNotZero();
    }
  }

  private Found at(
      LossSettings settings, List<EncodedComparison> comparisons, float[] outputs, int heads) {
    boolean before = JniUtils.isGradMode();
    JniUtils.setGradMode(true);
    try {
      Shape shape = heads == 1 ? new Shape(outputs.length) : new Shape(outputs.length / 2, 2);
      NDArray leaf = manager.create(outputs, shape);
      leaf.setRequiresGradient(true);
      Objective.Losses losses = new Objective(settings).losses(leaf, comparisons, manager);
      JniUtils.backward(
          (PtNDArray) losses.weightedSum(), (PtNDArray) manager.ones(new Shape()), false, false);
      return new Found(
          losses.weightedSum().toFloatArray()[0],
          losses.perComparison().toFloatArray(),
          leaf.getGradient().toFloatArray());
    } finally {
      JniUtils.setGradMode(before);
    }
  }

  private static EncodedComparison comparison(int replies, int[][] rankings) {
    return new EncodedComparison("g", new int[replies][1], rankings, new float[0], 0, 1, 1);
  }

  private static void assertNumbers(float[] actual, double... expected) {
    List<Double> found = new ArrayList<>();
    for (float value : actual) {
      found.add((double) value);
    }

    assertThat(found).as(Arrays.toString(expected)).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat(found.get(i)).isCloseTo(expected[i], within(2e-6));
    }
  }

  private static double softplus(double x) {
    return Math.log1p(Math.exp(x));
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  private static double pearson(double[] a, double[] b) {
    double meanA = Arrays.stream(a).average().orElseThrow();
    double meanB = Arrays.stream(b).average().orElseThrow();
    double product = 0;
    double squareA = 0;
    double squareB = 0;
    for (int i = 0; i < a.length; i++) {
      product += (a[i] - meanA) * (b[i] - meanB);
      squareA += (a[i] - meanA) * (a[i] - meanA);
      squareB += (b[i] - meanB) * (b[i] - meanB);
    }

    return product / Math.sqrt(squareA * squareB);
  }
}
