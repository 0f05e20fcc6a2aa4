package org.touchstone.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.touchstone.model.TorchRuntime;

@Tag("native")
class PlackettLuceLossTest {

  /** Strict, in another order, of three, with ties, all tied. */
  private static final float[] RANKS = {
    1, 2, 3, 4, //
    3, 1, 4, 2, //
    2, 1, 0, 3, //
    1, 2, 2, 4, //
    1, 1, 1, 1,
  };

  private final NDManager manager = TorchRuntime.start().newBaseManager();

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void agreesWithTheProductOfChoicesAndItsDifferences() {
    SplittableRandom random = new SplittableRandom(3);
    float[] rewards = new float[RANKS.length];
    for (int i = 0; i < rewards.length; i++) {
      rewards[i] = (float) random.nextDouble(-6, 6);
    }

    GradientCheck.agrees(
        new Shape(5, 4),
        List.of(rewards),
        r -> PlackettLuceLoss.perList(r.get(0), ranks(5)),
        r -> {
          double sum = 0;
          for (int list = 0; list < 5; list++) {
            sum += logLoss(r[0], list);
          }

          return sum;
        });
  }

  /** Chooses each reply from itself and those below it. */
  private static double logLoss(double[] rewards, int list) {
    double sum = 0;
    for (int i = 4 * list; i < 4 * list + 4; i++) {
      double from = Math.exp(rewards[i]);
      for (int j = 4 * list; j < 4 * list + 4; j++) {
        from += RANKS[i] > 0 && RANKS[j] > RANKS[i] ? Math.exp(rewards[j]) : 0;
      }

      sum -= Math.log(Math.exp(rewards[i]) / from);
    }

    return sum;
  }

  @Test
  void equalRewardsCostTheLogarithmOfTheNumberOfOrders() {
    float[] losses =
        PlackettLuceLoss.perList(manager.zeros(new Shape(5, 4)), ranks(5)).toFloatArray();

    assertThat((double) losses[0]).isCloseTo(Math.log(24), within(1e-6));
    assertThat((double) losses[2]).as("of three").isCloseTo(Math.log(6), within(1e-6));
    assertThat((double) losses[3])
        .as("first of four, then each of two against the last")
        .isCloseTo(Math.log(4 * 2 * 2), within(1e-6));
    assertThat(losses[4]).as("all tied").isZero();
  }

  @Test
  void theProbabilitiesOfAllOrdersSumToOne() {
    float[] rewards = {0.5f, -1, 2};
    List<float[]> orders = new ArrayList<>();
    for (int first = 1; first <= 3; first++) {
      for (int second = 1; second <= 3; second++) {
        if (first != second) {
          orders.add(new float[] {first, second, 6 - first - second});
        }
      }
    }

    double sum = 0;
    for (float[] order : orders) {
      NDArray loss =
          PlackettLuceLoss.perList(
              manager.create(rewards, new Shape(1, 3)), manager.create(order, new Shape(1, 3)));
      sum += Math.exp(-loss.toFloatArray()[0]);
    }

    assertThat(orders).hasSize(6);
    assertThat(sum).isCloseTo(1, within(1e-6));
  }

  @Test
  void twoRepliesAreBradleyTerryToTheBit() {
    NDArray rewards =
        manager.create(new float[] {0.3f, 1.1f, -2, -2, 7, -60, -60, 7}, new Shape(4, 2));
    NDArray ranks = manager.create(new float[] {1, 2, 1, 2, 1, 2, 1, 2}, new Shape(4, 2));
    NDArray first = rewards.get(":, 0");
    NDArray second = rewards.get(":, 1");

    assertThat(PlackettLuceLoss.perList(rewards, ranks).toFloatArray())
        .containsExactly(BradleyTerryLoss.perPair(first, second, first.zerosLike()).toFloatArray());
  }

  @Test
  void aConstantAddedToAListChangesNothing() {
    float[] rewards = {1, 4, -2, 0.5f};
    float[] shifted = {101, 104, 98, 100.5f};
    NDArray ranks = manager.create(new float[] {2, 1, 3, 3}, new Shape(1, 4));

    assertThat(
            PlackettLuceLoss.perList(manager.create(shifted, new Shape(1, 4)), ranks)
                .toFloatArray())
        .containsExactly(
            PlackettLuceLoss.perList(manager.create(rewards, new Shape(1, 4)), ranks)
                .toFloatArray());
  }

  @Test
  void whatStandsInAnAbsentPlaceHasNoInfluence() {
    float[] rewards = {1, 4, 1e6f, 0.5f};
    NDArray ranks = manager.create(new float[] {2, 1, 0, 3}, new Shape(1, 4));
    GradientCheck.Result result =
        GradientCheck.of(
            new Shape(1, 4), List.of(rewards), r -> PlackettLuceLoss.perList(r.get(0), ranks));
    NDArray three =
        PlackettLuceLoss.perList(
            manager.create(new float[] {1, 4, 0.5f}, new Shape(1, 3)),
            manager.create(new float[] {2, 1, 3}, new Shape(1, 3)));

    assertThat((float) result.value()).isEqualTo(three.toFloatArray()[0]);
    assertThat(result.gradients().get(0)[2]).isZero();
  }

  @Test
  void staysFiniteAtGapsOfTenThousand() {
    float[] rewards = {-1e4f, 1e4f, -1e4f, 1e4f, 1e4f, -1e4f, 1e4f, -1e4f};
    NDArray ranks = manager.create(new float[] {1, 2, 3, 4, 1, 2, 3, 4}, new Shape(2, 4));
    GradientCheck.Result result =
        GradientCheck.isFinite(
            new Shape(2, 4), List.of(rewards), r -> PlackettLuceLoss.perList(r.get(0), ranks));

    assertThat(result.value()).isCloseTo(6e4 + 3 * Math.log(2), within(0.01));
    assertThat(result.gradients().get(0)[0]).isEqualTo(-1);
  }

  @Test
  void refusesWhatIsNoList() {
    NDArray pair = manager.zeros(new Shape(2));
    assertThatThrownBy(() -> PlackettLuceLoss.perList(pair, pair))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("(2)");
    assertThatThrownBy(() -> PlackettLuceLoss.perList(pair, manager.zeros(new Shape(1, 2))))
        .hasMessageContaining("must be equal");
  }

  private NDArray ranks(int lists) {
    return manager.create(RANKS, new Shape(lists, 4));
  }
}
