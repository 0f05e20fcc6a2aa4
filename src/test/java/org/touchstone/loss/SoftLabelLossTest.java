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
class SoftLabelLossTest {

  private static final float[] FIRST = {0.3f, -2, 7, 1, 0};
  private static final float[] SECOND = {1.1f, -2, -3, 0.5f, 4};
  private static final float[] SHARES = {0.8f, 0.5f, 0.25f, 1, 0};

  private final NDManager manager = TorchRuntime.start().newBaseManager();

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void agreesWithTheCrossEntropyAndItsDifferences() {
    GradientCheck.agrees(
        new Shape(5),
        List.of(FIRST, SECOND),
        rewards -> SoftLabelLoss.perPair(rewards.get(0), rewards.get(1), manager.create(SHARES)),
        rewards -> {
          double sum = 0;
          for (int i = 0; i < SHARES.length; i++) {
            double p = 1 / (1 + Math.exp(rewards[1][i] - rewards[0][i]));
            sum -= SHARES[i] * Math.log(p) + (1 - SHARES[i]) * Math.log(1 - p);
          }

          return sum;
        });
  }

  @Test
  void isLeastAtTheLogOddsOfTheShareWhereItIsTheEntropy() {
    double share = 0.8;
    float odds = (float) Math.log(share / (1 - share));
    GradientCheck.Result result =
        GradientCheck.of(
            new Shape(1),
            List.of(new float[] {odds}),
            rewards ->
                SoftLabelLoss.perPair(
                    rewards.get(0),
                    manager.zeros(new Shape(1)),
                    manager.create(new float[] {(float) share})));

    double entropy = -share * Math.log(share) - (1 - share) * Math.log(1 - share);
    assertThat(result.value()).isCloseTo(entropy, within(1e-6));
    assertThat(result.gradients().get(0)[0]).isCloseTo(0, within(1e-6f));
  }

  @Test
  void isBradleyTerryForCertainLabelsAndTheMixtureForSmoothedOnes() {
    NDArray first = manager.create(FIRST);
    NDArray second = manager.create(SECOND);
    NDArray zeros = first.zerosLike();
    float[] hard = BradleyTerryLoss.perPair(first, second, zeros).toFloatArray();
    float[] swapped = BradleyTerryLoss.perPair(second, first, zeros).toFloatArray();
    float[] smoothed = SoftLabelLoss.smoothed(first, second, 0.1).toFloatArray();

    assertThat(SoftLabelLoss.smoothed(first, second, 0).toFloatArray()).containsExactly(hard);
    for (int i = 0; i < hard.length; i++) {
      assertThat(smoothed[i]).isCloseTo(0.9f * hard[i] + 0.1f * swapped[i], within(1e-6f));
    }
  }

  @Test
  void staysFiniteAtGapsOfTenThousand() {
    GradientCheck.Result result =
        GradientCheck.isFinite(
            new Shape(2),
            List.of(new float[] {1e4f, -1e4f}, new float[] {-1e4f, 1e4f}),
            rewards ->
                SoftLabelLoss.perPair(
                    rewards.get(0), rewards.get(1), manager.create(new float[] {0.25f, 0.25f})));

    assertThat(result.value()).isEqualTo(0.75 * 2e4 + 0.25 * 2e4);
    assertThat(result.gradients().get(0)).containsExactly(0.75f, -0.25f);
  }

  @Test
  void refusesToDoubtALabelMoreThanItBelieves() {
    NDArray pair = manager.zeros(new Shape(2));
    assertThatThrownBy(() -> SoftLabelLoss.smoothed(pair, pair, 0.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("smooth labels by 0.5");
    assertThatThrownBy(() -> SoftLabelLoss.perPair(pair, pair, manager.zeros(new Shape(2, 1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("(2, 1)");
  }
}
