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
class LengthDebiasedLossTest {

  private static final float[] QUALITY = {0.3f, -2, 7, 1, 0};
  private static final float[] LENGTH = {1.1f, -2, -3, 0.5f, 4};
  private static final float[] TOKENS = {12, 80, 31, 7, 55};

  private final NDManager manager = TorchRuntime.start().newBaseManager();

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void ranksBySumOfTheHeads() {
    float[] other = {0.5f, 0.25f, -1, 2, 3};
    float[] last = {-0.5f, 1, 2, 0, -3};
    GradientCheck.agrees(
        new Shape(5),
        List.of(QUALITY, LENGTH, other, last),
        r -> LengthDebiasedLoss.perPair(r.get(0), r.get(1), r.get(2), r.get(3)),
        r -> {
          double sum = 0;
          for (int i = 0; i < 5; i++) {
            sum += Math.log1p(Math.exp(r[2][i] + r[3][i] - r[0][i] - r[1][i]));
          }

          return sum;
        });
  }

  @Test
  void correlationAgreesWithPearsonsAndItsDifferences() {
    NDArray tokens = manager.create(TOKENS);
    GradientCheck.agrees(
        new Shape(5),
        List.of(QUALITY, LENGTH),
        r -> LengthDebiasedLoss.correlation(r.get(0), r.get(1), tokens),
        r -> Math.abs(pearson(r[0])) - pearson(r[1]));
  }

  @Test
  void correlationIsOfShapeNotOfScale() {
    NDArray tokens = manager.create(TOKENS);
    NDArray quality = manager.create(QUALITY);
    float both = LengthDebiasedLoss.correlation(quality, tokens, tokens).toFloatArray()[0];
    float scaled =
        LengthDebiasedLoss.correlation(quality.mul(3).add(9), tokens.mul(1e-2), tokens)
            .toFloatArray()[0];

    assertThat((double) both).isCloseTo(Math.abs(pearson(widened(QUALITY))) - 1, within(1e-5));
    assertThat(scaled).isCloseTo(both, within(1e-4f));
  }

  @Test
  void orthogonalityAgreesWithTheProductAndItsDifferences() {
    GradientCheck.agrees(
        new Shape(5),
        List.of(QUALITY, LENGTH),
        r -> LengthDebiasedLoss.orthogonality(r.get(0), r.get(1)),
        r -> {
          double sum = 0;
          for (int i = 0; i < 5; i++) {
            sum += r[0][i] * r[1][i];
          }

          return Math.abs(sum);
        });
    NDArray axis = manager.create(new float[] {1, 0});
    NDArray other = manager.create(new float[] {0, 5});
    assertThat(LengthDebiasedLoss.orthogonality(axis, other).toFloatArray()[0]).isZero();
  }

  @Test
  void headsThatAreStillConstantHaveAFiniteGradient() {
    GradientCheck.Result result =
        GradientCheck.isFinite(
            new Shape(5),
            List.of(new float[5], new float[5]),
            r -> LengthDebiasedLoss.correlation(r.get(0), r.get(1), manager.create(TOKENS)));
    assertThat(result.value()).isZero();
    GradientCheck.isFinite(
        new Shape(5),
        List.of(QUALITY, LENGTH),
        r -> LengthDebiasedLoss.correlation(r.get(0), r.get(1), manager.ones(new Shape(5))));
  }

  @Test
  void staysFiniteAtGapsOfTenThousand() {
    float[] far = {1e4f, -1e4f, 1e4f, -1e4f, 0};
    float[] zeros = new float[5];
    GradientCheck.isFinite(
        new Shape(5),
        List.of(far, far, zeros, zeros),
        r -> LengthDebiasedLoss.perPair(r.get(0), r.get(1), r.get(2), r.get(3)));
    GradientCheck.isFinite(
        new Shape(5),
        List.of(far, far),
        r -> LengthDebiasedLoss.correlation(r.get(0), r.get(1), manager.create(TOKENS)));
  }

  @Test
  void refusesHeadsOfDifferentShapes() {
    NDArray five = manager.zeros(new Shape(5));
    NDArray column = manager.zeros(new Shape(5, 1));
    assertThatThrownBy(() -> LengthDebiasedLoss.perPair(five, column, five, five))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("chosen length");
    assertThatThrownBy(() -> LengthDebiasedLoss.correlation(five, five, column))
        .hasMessageContaining("(5, 1)");
  }

  private static double pearson(double[] a) {
    double meanA = 0;
    double meanB = 0;
    for (int i = 0; i < a.length; i++) {
      meanA += a[i] / a.length;
      meanB += (double) TOKENS[i] / a.length;
    }

    double product = 0;
    double squareA = 0;
    double squareB = 0;
    for (int i = 0; i < a.length; i++) {
      product += (a[i] - meanA) * (TOKENS[i] - meanB);
      squareA += (a[i] - meanA) * (a[i] - meanA);
      squareB += (TOKENS[i] - meanB) * (TOKENS[i] - meanB);
    }

    return product / Math.sqrt(squareA * squareB);
  }

  private static double[] widened(float[] values) {
    double[] widened = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      widened[i] = values[i];
    }

    return widened;
  }
}
