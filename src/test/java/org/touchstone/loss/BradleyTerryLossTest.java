package org.touchstone.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.touchstone.model.TorchRuntime;

@Tag("native")
class BradleyTerryLossTest {

  private final NDManager manager = TorchRuntime.start().newBaseManager();

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void isLnTwoWhenTheGapIsTheMargin() {
    assertThat(loss(1.5f, 1.5f, 0)).isCloseTo((float) Math.log(2), within(1e-7f));
    assertThat(loss(3f, 1f, 2)).isCloseTo((float) Math.log(2), within(1e-7f));
  }

  @Test
  void isTheNegativeLogarithmOfTheSigmoid() {
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 200; i++) {
      float chosen = (float) random.nextDouble(-8, 8);
      float rejected = (float) random.nextDouble(-8, 8);
      float margin = (float) random.nextDouble(-2, 2);
      double z = (double) chosen - rejected - margin;
      double expected = -Math.log(1 / (1 + Math.exp(-z)));
      assertThat((double) loss(chosen, rejected, margin))
          .isCloseTo(expected, within(1e-6 * Math.max(1, expected)));
    }
  }

  @Test
  void staysFiniteWhereTheSigmoidUnderflows() {
    assertThat(loss(-500f, 500f, 0)).isEqualTo(1000f);
    assertThat(loss(500f, -500f, 0)).isZero();
  }

  @Test
  void hasTheGradientOfTheClosedFormOnBothSides() {
    boolean before = JniUtils.isGradMode();
    JniUtils.setGradMode(true);
    try {
      NDArray chosen = manager.create(new float[] {0.3f, -2f, 7f});
      NDArray rejected = manager.create(new float[] {1.1f, -2f, -3f});
      NDArray margin = manager.create(new float[] {0f, 0.5f, 1f});
      chosen.setRequiresGradient(true);
      rejected.setRequiresGradient(true);
      NDArray sum = BradleyTerryLoss.perPair(chosen, rejected, margin).sum();
      JniUtils.backward((PtNDArray) sum, (PtNDArray) manager.ones(new Shape()), false, false);
      float[] up = chosen.getGradient().toFloatArray();
      float[] down = rejected.getGradient().toFloatArray();
      double[] gaps = {-0.8, -0.5, 9};
      for (int i = 0; i < gaps.length; i++) {
        double expected = -1 / (1 + Math.exp(gaps[i]));
        assertThat((double) up[i]).isCloseTo(expected, within(1e-6));
        assertThat((double) down[i]).isCloseTo(-expected, within(1e-6));
      }
    } finally {
      JniUtils.setGradMode(before);
    }
  }

  @Test
  void passesOnWhatIsNoNumber() {
    assertThat(loss(Float.NaN, 0, 0)).isNaN();
  }

  @Test
  void refusesShapesThatWouldBroadcast() {
    NDArray pair = manager.zeros(new Shape(2));
    NDArray column = manager.zeros(new Shape(2, 1));
    assertThatThrownBy(() -> BradleyTerryLoss.perPair(pair, column, pair))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("rejected (2, 1)");
  }

  private float loss(float chosen, float rejected, float margin) {
    return BradleyTerryLoss.perPair(
            manager.create(new float[] {chosen}),
            manager.create(new float[] {rejected}),
            manager.create(new float[] {margin}))
        .toFloatArray()[0];
  }
}
