package org.touchstone.bench;

import org.touchstone.model.InitialWeights;
import org.touchstone.model.WeightSource;
import org.touchstone.model.program.TensorSpec;

/**
 * Normal first values out of a table, for models whose rewards mean nothing: a billion of them are
 * there in seconds. The table's length is a prime, so that no two rows of a matrix are equal.
 */
final class RepeatedWeights implements WeightSource {

  private static final int LENGTH = 1_048_573;

  private final float[] normal = new float[LENGTH];

  RepeatedWeights() {
    TensorSpec spec = TensorSpec.of("table", TensorSpec.Start.normal(1), LENGTH);
    new InitialWeights(1).read(spec, 0, normal, LENGTH);
  }

  @Override
  public void read(TensorSpec tensor, long from, float[] target, int count) {
    TensorSpec.Start start = tensor.start();
    long first = from + Math.floorMod(tensor.name().hashCode(), LENGTH);
    for (int i = 0; i < count; i++) {
      target[i] = start.mean() + start.deviation() * normal[(int) ((first + i) % LENGTH)];
    }
  }
}
