package org.touchstone.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.touchstone.model.TorchRuntime;

@Tag("native")
class RatingRegressionLossTest {

  private static final Shape LISTS = new Shape(3, 3);
  private static final float[] REWARDS = {0.3f, -2, 7, 1, 0, 2, -1, 3, 0.5f};
  private static final float[] RATINGS = {1, 0, 0.5f, 2, 0, 0, -1, 1, 0};

  /** Of three, of two, of one. */
  private static final float[] PRESENT = {1, 1, 1, 1, 0, 1, 0, 1, 0};

  private final NDManager manager = TorchRuntime.start().newBaseManager();

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void agreesWithBothErrorsAndTheirDifferences() {
    NDArray ratings = manager.create(RATINGS);
    GradientCheck.agrees(
        new Shape(9),
        List.of(REWARDS),
        r -> RatingRegressionLoss.squared(r.get(0), ratings),
        r -> sum(r[0], Double.POSITIVE_INFINITY));
    GradientCheck.agrees(
        new Shape(9),
        List.of(REWARDS),
        r -> RatingRegressionLoss.huber(r.get(0), ratings, 1.25),
        r -> sum(r[0], 1.25));
  }

  @Test
  void ofListsAgreesWithTheMeanOverPairsAndItsDifferences() {
    for (double delta : new double[] {1.25, Double.POSITIVE_INFINITY}) {
      GradientCheck.agrees(
          LISTS,
          List.of(REWARDS),
          r -> perList(r.get(0), manager.create(RATINGS, LISTS), delta),
          r -> {
            double[] e = new double[9];
            for (int i = 0; i < 9; i++) {
              e[i] = r[0][i] - RATINGS[i];
            }

            double three = error(e[0] - e[1], delta) + error(e[0] - e[2], delta);
            return (three + error(e[1] - e[2], delta)) / 3 + error(e[3] - e[5], delta);
          });
    }
  }

  @Test
  void onlyDifferencesWithinAListCount() {
    NDArray rewards = manager.create(REWARDS, LISTS);
    NDArray ratings = manager.create(RATINGS, LISTS);
    float[] plain = perList(rewards, ratings, 1).toFloatArray();

    assertThat(perList(rewards.add(64), ratings, 1).toFloatArray()).containsExactly(plain);
    assertThat(perList(rewards, ratings.sub(32), 1).toFloatArray()).containsExactly(plain);
    assertThat(plain[2]).as("a single reply").isZero();
  }

  @Test
  void isZeroOnlyAtTheRatings() {
    NDArray ratings = manager.create(RATINGS);
    assertThat(RatingRegressionLoss.huber(ratings, ratings, 1).toFloatArray()).containsOnly(0);
    assertThat(RatingRegressionLoss.squared(ratings.add(2), ratings).toFloatArray())
        .containsOnly(2);
  }

  @Test
  void staysFiniteAtGapsOfTenThousand() {
    float[] rewards = {1e4f, -1e4f, 0, 1e4f, 0, -1e4f, 0, 0, 0};
    NDArray ratings = manager.zeros(LISTS);
    GradientCheck.Result squared =
        GradientCheck.isFinite(
            LISTS, List.of(rewards), r -> perList(r.get(0), ratings, Double.POSITIVE_INFINITY));
    assertThat(squared.value()).isCloseTo(1e8 + 2e8, within(100.0));
    GradientCheck.Result huber =
        GradientCheck.isFinite(LISTS, List.of(rewards), r -> perList(r.get(0), ratings, 1));
    assertThat(huber.gradients().get(0)[3]).isEqualTo(1);
  }

  @Test
  void refusesADeltaThatIsNone() {
    NDArray lists = manager.zeros(LISTS);
    assertThatThrownBy(() -> RatingRegressionLoss.huber(lists, lists, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("delta = 0.0");
    assertThatThrownBy(() -> RatingRegressionLoss.squared(lists, manager.zeros(new Shape(3))))
        .hasMessageContaining("must be equal");
  }

  private NDArray perList(NDArray rewards, NDArray ratings, double delta) {
    return RatingRegressionLoss.perList(rewards, ratings, manager.create(PRESENT, LISTS), delta);
  }

  private static double sum(double[] rewards, double delta) {
    double sum = 0;
    for (int i = 0; i < rewards.length; i++) {
      sum += error(rewards[i] - RATINGS[i], delta);
    }

    return sum;
  }

  private static double error(double e, double delta) {
    return Math.abs(e) <= delta ? e * e / 2 : delta * (Math.abs(e) - delta / 2);
  }
}
