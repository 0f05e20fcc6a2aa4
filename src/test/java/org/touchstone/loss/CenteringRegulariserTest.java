package org.touchstone.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.touchstone.model.TorchRuntime;

@Tag("native")
class CenteringRegulariserTest {

  private static final float[] FIRST = {0.3f, -2, 7};
  private static final float[] SECOND = {1.1f, -2, -3};
  private static final Shape LISTS = new Shape(2, 3);

  private final NDManager manager = TorchRuntime.start().newBaseManager();

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void agreesWithTheSquareOfTheSumAndItsDifferences() {
    GradientCheck.agrees(
        new Shape(3),
        List.of(FIRST, SECOND),
        r -> CenteringRegulariser.perPair(r.get(0), r.get(1), 0.01),
        r -> {
          double sum = 0;
          for (int i = 0; i < 3; i++) {
            sum += 0.01 * Math.pow(r[0][i] + r[1][i], 2);
          }

          return sum;
        });
  }

  @Test
  void ofListsAgreesWithTheSquareOfTwiceTheMeanAndItsDifferences() {
    NDArray present = manager.create(new float[] {1, 1, 1, 1, 0, 1}, LISTS);
    GradientCheck.agrees(
        LISTS,
        List.of(new float[] {0.5f, 2, -1, 3, 9, 0.25f}),
        r -> CenteringRegulariser.perList(r.get(0), present, 0.3),
        r ->
            0.3 * 4 * Math.pow((r[0][0] + r[0][1] + r[0][2]) / 3, 2)
                + 0.3 * Math.pow(r[0][3] + r[0][5], 2));
  }

  @Test
  void aPairAroundZeroCostsNothing() {
    NDArray up = manager.create(FIRST);
    assertThat(CenteringRegulariser.perPair(up, up.neg(), 1).toFloatArray()).containsOnly(0);
  }

  @Test
  void staysFiniteAtRewardsOfTenThousand() {
    float[] far = {1e4f, -1e4f, 1e4f};
    GradientCheck.Result result =
        GradientCheck.isFinite(
            new Shape(3),
            List.of(far, far),
            r -> CenteringRegulariser.perPair(r.get(0), r.get(1), 0.01));
    assertThat(result.value()).isEqualTo(3 * 4e6);
  }

  @Test
  void refusesToDriveRewardsApart() {
    NDArray pair = manager.zeros(new Shape(2));
    assertThatThrownBy(() -> CenteringRegulariser.perPair(pair, pair, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("coefficient -1.0");
    assertThatThrownBy(() -> CenteringRegulariser.perList(pair, pair, 1))
        .hasMessageContaining("(lists, replies)");
  }
}
