package org.touchstone.train;

import java.io.Externalizable;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * A long vector of float32 values: all parameters of a model behind one another, or their gradient.
 * It lies in chunks of at most 16 MiB, because one Java array, one serialised record and one block
 * of a broadcast have limits that a model passes.
 *
 * <p>Serialised as its length and its raw little-endian values. Not safe for threads that write.
 */
public final class FlatVector implements Externalizable {

  /** Values of a full chunk: 16 MiB. */
  public static final int CHUNK_VALUES = 4 << 20;

  private static final long serialVersionUID = 1L;
  private static final int COPY_BYTES = 1 << 16;

  private float[][] chunks = new float[0][];
  private long length;

  /** For deserialisation only: an empty vector. */
  public FlatVector() {}

  private FlatVector(float[][] chunks, long length) {
    this.chunks = chunks;
    this.length = length;
  }

  /**
   * Returns a vector of zeros.
   *
   * @param length number of values, at least 0
   * @return a new vector
   */
  public static FlatVector zeros(long length) {
    if (length < 0) {
      throw new IllegalArgumentException(
          "Cannot make a vector of length %d: must be at least 0".formatted(length));
    }

    int count = Math.toIntExact((length + CHUNK_VALUES - 1) / CHUNK_VALUES);
    float[][] chunks = new float[count][];
    for (int i = 0; i < count; i++) {
      chunks[i] = new float[(int) Math.min(CHUNK_VALUES, length - (long) i * CHUNK_VALUES)];
    }

    return new FlatVector(chunks, length);
  }

  /**
   * Returns a vector of given values.
   *
   * @param values copied
   * @return a new vector
   */
  public static FlatVector of(float... values) {
    FlatVector vector = zeros(values.length);
    vector.put(0, FloatBuffer.wrap(values));
    return vector;
  }

  /**
   * Returns the number of values.
   *
   * @return at least 0
   */
  public long length() {
    return length;
  }

  /**
   * Returns one value.
   *
   * @param index from 0 to {@code length() - 1}
   * @return the value
   */
  public float value(long index) {
    return chunks[(int) (index / CHUNK_VALUES)][(int) (index % CHUNK_VALUES)];
  }

  /**
   * Returns the number of chunks.
   *
   * @return 0 for an empty vector
   */
  public int chunks() {
    return chunks.length;
  }

  /**
   * Returns one chunk itself, not a copy, for shuffles that move chunks.
   *
   * @param index from 0 to {@code chunks() - 1}
   * @return at most {@link #CHUNK_VALUES} values
   */
  public float[] chunk(int index) {
    return chunks[index];
  }

  /**
   * Returns a copy that shares nothing.
   *
   * @return a new vector
   */
  public FlatVector copy() {
    float[][] copies = new float[chunks.length][];
    Arrays.setAll(copies, i -> chunks[i].clone());
    return new FlatVector(copies, length);
  }

  /**
   * Adds a multiple of another vector to this one: {@code this += scale * other}.
   *
   * @param other of the same length
   * @param scale the factor; 1 adds without rounding twice
   * @return this
   */
  public FlatVector add(FlatVector other, double scale) {
    if (other.length != length) {
      throw new IllegalArgumentException(
          "Cannot add a vector of length %d to one of length %d".formatted(other.length, length));
    }

    float factor = (float) scale;
    for (int i = 0; i < chunks.length; i++) {
      float[] target = chunks[i];
      float[] source = other.chunks[i];
      for (int j = 0; j < target.length; j++) {
        target[j] += factor * source[j];
      }
    }

    return this;
  }

  /**
   * Multiplies every value: {@code this *= factor}.
   *
   * @param factor any number
   * @return this
   */
  public FlatVector scale(double factor) {
    float single = (float) factor;
    for (float[] chunk : chunks) {
      for (int j = 0; j < chunk.length; j++) {
        chunk[j] *= single;
      }
    }

    return this;
  }

  /**
   * Returns the Euclidean length, summed in double precision.
   *
   * @return at least 0; NaN if a value is NaN
   */
  public double norm() {
    double sum = 0;
    for (float[] chunk : chunks) {
      for (float value : chunk) {
        sum += (double) value * value;
      }
    }

    return Math.sqrt(sum);
  }

  /**
   * Overwrites values.
   *
   * @param from index of the first
   * @param source as many values as it has left
   */
  public void put(long from, FloatBuffer source) {
    long at = from;
    while (source.hasRemaining()) {
      float[] chunk = chunks[(int) (at / CHUNK_VALUES)];
      int inside = (int) (at % CHUNK_VALUES);
      int count = Math.min(source.remaining(), chunk.length - inside);
      source.get(chunk, inside, count);
      at += count;
    }
  }

  /**
   * Copies values out.
   *
   * @param from index of the first
   * @param target gets as many values as it has room for
   */
  public void copyTo(long from, FloatBuffer target) {
    long at = from;
    while (target.hasRemaining()) {
      float[] chunk = chunks[(int) (at / CHUNK_VALUES)];
      int inside = (int) (at % CHUNK_VALUES);
      int count = Math.min(target.remaining(), chunk.length - inside);
      target.put(chunk, inside, count);
      at += count;
    }
  }

  @Override
  public void writeExternal(ObjectOutput out) throws IOException {
    out.writeLong(length);
    byte[] bytes = new byte[COPY_BYTES];
    FloatBuffer view = littleEndian(bytes);
    for (long from = 0; from < length; from += view.capacity()) {
      int count = (int) Math.min(view.capacity(), length - from);
      copyTo(from, view.clear().limit(count));
      out.write(bytes, 0, count * Float.BYTES);
    }
  }

  @Override
  public void readExternal(ObjectInput in) throws IOException {
    long size = in.readLong();
    if (size < 0) {
      throw new InvalidObjectException(
          "Cannot read a vector of length %d: must be at least 0".formatted(size));
    }

    FlatVector read = zeros(size);
    byte[] bytes = new byte[COPY_BYTES];
    FloatBuffer view = littleEndian(bytes);
    for (long from = 0; from < size; from += view.capacity()) {
      int count = (int) Math.min(view.capacity(), size - from);
      in.readFully(bytes, 0, count * Float.BYTES);
      read.put(from, view.clear().limit(count));
    }

    chunks = read.chunks;
    length = size;
  }

  private static FloatBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FlatVector vector && Arrays.deepEquals(chunks, vector.chunks);
  }

  @Override
  public int hashCode() {
    return Arrays.deepHashCode(chunks);
  }

  @Override
  public String toString() {
    return "FlatVector[length=" + length + "]";
  }
}
