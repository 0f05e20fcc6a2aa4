package org.touchstone.model;

import java.io.IOException;
import org.touchstone.model.program.TensorSpec;

/** Somewhere the values of parameters come from: a file, first values, a running trainer. */
public interface WeightSource {

  /**
   * Copies values of one parameter, in row-major order.
   *
   * @param tensor whose values
   * @param from index of the first value wanted
   * @param target where they go, from index 0
   * @param count how many
   * @throws IOException if they cannot be read
   * @throws IllegalArgumentException if there is no such tensor of that shape
   */
  void read(TensorSpec tensor, long from, float[] target, int count) throws IOException;
}
