package org.touchstone.loss;

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
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.touchstone.model.TorchRuntime;

/**
 * Compares a loss and its gradient with a formula in double precision, written without arrays and
 * differentiated by central differences.
 */
final class GradientCheck {

  private static final double STEP = 1e-5;

  private GradientCheck() {}

  /** The sum of the losses and its gradient with respect to every input. */
  record Result(double value, List<float[]> gradients) {}

  /** Differentiates the sum of a loss at inputs of one shape. */
  static Result of(Shape shape, List<float[]> inputs, Function<List<NDArray>, NDArray> loss) {
    boolean before = JniUtils.isGradMode();
    try (NDManager manager = TorchRuntime.start().newBaseManager()) {
      JniUtils.setGradMode(true);
      List<NDArray> arrays = new ArrayList<>();
      for (float[] input : inputs) {
        NDArray array = manager.create(input, shape);
        array.setRequiresGradient(true);
        arrays.add(array);
      }

      NDArray sum = loss.apply(arrays).sum();
      JniUtils.backward((PtNDArray) sum, (PtNDArray) manager.ones(new Shape()), false, false);
      return new Result(
          sum.toFloatArray()[0],
          arrays.stream().map(array -> array.getGradient().toFloatArray()).toList());
    } finally {
      JniUtils.setGradMode(before);
    }
  }

  /** Expects value and gradient of a formula that gets the inputs as rows. */
  static void agrees(
      Shape shape,
      List<float[]> inputs,
      Function<List<NDArray>, NDArray> loss,
      ToDoubleFunction<double[][]> formula) {
    Result result = of(shape, inputs, loss);
    double[][] at = inputs.stream().map(GradientCheck::widened).toArray(double[][]::new);
    double value = formula.applyAsDouble(at);
    assertThat(result.value()).isCloseTo(value, within(2e-6 * (1 + Math.abs(value))));
    for (int i = 0; i < at.length; i++) {
      for (int j = 0; j < at[i].length; j++) {
        double here = at[i][j];
        at[i][j] = here + STEP;
        double above = formula.applyAsDouble(at);
        at[i][j] = here - STEP;
        double below = formula.applyAsDouble(at);
        at[i][j] = here;
        double expected = (above - below) / (2 * STEP);
        assertThat((double) result.gradients().get(i)[j])
            .as("input %d, place %d of %s", i, j, Arrays.toString(at[i]))
            .isCloseTo(expected, within(5e-6 * (1 + Math.abs(expected))));
      }
    }
  }

  /** Expects numbers, whatever they are. */
  static Result isFinite(Shape shape, List<float[]> inputs, Function<List<NDArray>, NDArray> loss) {
    Result result = of(shape, inputs, loss);
    assertThat(result.value()).isFinite();
    for (float[] gradient : result.gradients()) {
      for (float part : gradient) {
        assertThat(part).isFinite();
      }
    }

    return result;
  }

  private static double[] widened(float[] values) {
    double[] widened = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      widened[i] = values[i];
    }

    return widened;
  }
}
