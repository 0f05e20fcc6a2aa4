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

/** Davidson's model of ties. */
@Tag("native")
class TieLossTest {

  private static final float[] FIRST = {0.3f, -2, 7, 1, 0, 2};
  private static final float[] SECOND = {1.1f, -2, -3, 0.5f, 4, 2};
  private static final float[] TIED = {1, 0, 1, 0, 0, 1};

  private final NDManager manager = TorchRuntime.start().newBaseManager();

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void davidsonAgreesWithItsProbabilitiesAndTheirDifferences() {
    double nu = 0.7;
    GradientCheck.agrees(
        new Shape(6),
        List.of(FIRST, SECOND),
        r -> DavidsonLoss.perPair(r.get(0), r.get(1), manager.create(TIED), nu),
        r -> {
          double sum = 0;
          for (int i = 0; i < TIED.length; i++) {
            double first = Math.exp(r[0][i]);
            double tie = nu * Math.sqrt(first * Math.exp(r[1][i]));
            double seen = TIED[i] == 1 ? tie : first;
            sum -= Math.log(seen / (first + Math.exp(r[1][i]) + tie));
          }

          return sum;
        });
  }

  @Test
  void winTieAndLossAreAllThatCanHappen() {
    for (float gap : new float[] {-9, -1.5f, 0, 0.25f, 6}) {
      for (double nu : new double[] {0.1, 1, 5}) {
        assertThat(
                Math.exp(-davidson(gap, 0, nu))
                    + Math.exp(-davidson(-gap, 0, nu))
                    + Math.exp(-davidson(gap, 1, nu)))
            .isCloseTo(1, within(1e-6));
      }
    }
  }

  @Test
  void equalRewardsTieAsOftenAsTheParameterSays() {
    assertThat(Math.exp(-davidson(0, 1, 0.5))).isCloseTo(0.5 / 2.5, within(1e-6));
  }

  @Test
  void withoutTiesItIsBradleyTerry() {
    NDArray first = manager.create(FIRST);
    NDArray second = manager.create(SECOND);
    NDArray none = first.zerosLike();
    float[] expected = BradleyTerryLoss.perPair(first, second, none).toFloatArray();

    assertThat(DavidsonLoss.perPair(first, second, none, 1e-30).toFloatArray())
        .containsExactly(expected);
  }

  @Test
  void aTieDrawsTheRewardsTogether() {
    GradientCheck.Result result =
        GradientCheck.of(
            new Shape(2),
            List.of(new float[] {2, -1}, new float[] {0, 0}),
            r -> DavidsonLoss.perPair(r.get(0), r.get(1), manager.ones(new Shape(2)), 1));

    assertThat(result.gradients().get(0)[0]).isPositive();
    assertThat(result.gradients().get(0)[1]).isNegative();
  }

  @Test
  void staysFiniteAtGapsOfTenThousand() {
    float[] up = {1e4f, 1e4f, -1e4f, -1e4f};
    float[] down = {-1e4f, -1e4f, 1e4f, 1e4f};
    NDArray tied = manager.create(new float[] {0, 1, 0, 1});
    GradientCheck.Result davidson =
        GradientCheck.isFinite(
            new Shape(4),
            List.of(up, down),
            r -> DavidsonLoss.perPair(r.get(0), r.get(1), tied, 1));
    assertThat(davidson.gradients().get(0)).containsExactly(0, 0.5f, -1, -0.5f);
    assertThat(davidson.value()).isEqualTo(1e4 + 2e4 + 1e4);
  }

  @Test
  void refusesParametersThatAreNone() {
    NDArray pair = manager.zeros(new Shape(2));
    assertThatThrownBy(() -> DavidsonLoss.perPair(pair, pair, pair, 0))
        .hasMessageContaining("nu = 0.0");
    assertThatThrownBy(() -> DavidsonLoss.perPair(pair, pair, manager.zeros(new Shape(1)), 1))
        .hasMessageContaining("(1)");
  }

  private double davidson(float gap, float tied, double nu) {
    return DavidsonLoss.perPair(one(gap), one(0), one(tied), nu).toFloatArray()[0];
  }

  private NDArray one(float value) {
    return manager.create(new float[] {value});
  }
}
