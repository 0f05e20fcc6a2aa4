package org.touchstone.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.touchstone.model.program.TensorSpec;
import org.touchstone.model.program.TensorType;

/** Writes the values of tensors in the format they are stored in, a mebibyte at a time. */
final class TensorValues {

  private static final int CHUNK_FLOATS = 1 << 18;

  private TensorValues() {}

  /** Returns the length of a tensor's values in bytes. */
  static long bytes(TensorSpec tensor, TensorType type) {
    return Math.multiplyExact(tensor.elements(), type.bytes());
  }

  /**
   * Writes all values of one tensor, little-endian, in row-major order.
   *
   * @param tensor which
   * @param type what its values are rounded to
   * @param weights where they come from
   * @param sink where they go
   * @throws IOException if they cannot be read or written, or one is finite and would become
   *     infinite
   */
  static void write(TensorSpec tensor, TensorType type, WeightSource weights, StoredZip.Sink sink)
      throws IOException {
    long elements = tensor.elements();
    float[] values = new float[(int) Math.min(CHUNK_FLOATS, elements)];
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (long from = 0; from < elements; from += values.length) {
      int count = (int) Math.min(values.length, elements - from);
      weights.read(tensor, from, values, count);
      checkRange(tensor, type, values, count);
      bytes.clear();
      type.narrow(values, count, bytes);
      sink.write(bytes.limit(count * type.bytes()));
    }
  }

  private static void checkRange(TensorSpec tensor, TensorType type, float[] values, int count)
      throws IOException {
    for (int i = 0; i < count; i++) {
      float magnitude = Math.abs(values[i]);
      if (magnitude >= type.overflow() && magnitude < Float.POSITIVE_INFINITY) {
        throw new IOException(
            "Cannot store tensor %s as %s: found value %s, allowed is less than %s in magnitude"
                .formatted(tensor.name(), type, values[i], type.overflow()));
      }
    }
  }
}
