package org.touchstone.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.touchstone.model.TorchRuntime;

/** The yardstick: a 2048 x 2048 float32 matrix product by the same libtorch and threads. */
final class Gemm implements AutoCloseable {

  private static final int SIZE = 2048;

  /** Floating-point operations of one product. */
  static final double OPERATIONS = 2.0 * SIZE * SIZE * SIZE;

  private final NDManager manager = TorchRuntime.start().newBaseManager();
  private final NDArray left;
  private final NDArray right;

  Gemm() {
    left = manager.randomUniform(-1, 1, new Shape(SIZE, SIZE), DataType.FLOAT32);
    right = manager.randomUniform(-1, 1, new Shape(SIZE, SIZE), DataType.FLOAT32);
  }

  /** Returns floating-point operations per second over some products. */
  double rate(int products) {
    long start = Stopwatch.nanoseconds();
    for (int i = 0; i < products; i++) {
      left.matMul(right).close();
    }

    return products * OPERATIONS / (Stopwatch.nanoseconds() - start) * 1e9;
  }

  @Override
  public void close() {
    manager.close();
  }
}
