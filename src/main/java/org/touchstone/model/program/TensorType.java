package org.touchstone.model.program;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;

/**
 * The number formats that parameters are stored in. Values are float32 everywhere in memory; all
 * three formats widen to it exactly.
 *
 * <p>Source: IEEE 754-2019 for binary32 and binary16; bfloat16 is the upper half of binary32.
 */
public enum TensorType {
  /** IEEE binary32. */
  FLOAT32(Float.BYTES, "F32", "FloatStorage", Float.POSITIVE_INFINITY) {
    @Override
    public void widen(ByteBuffer bytes, float[] target, int at, int count) {
      bytes.asFloatBuffer().get(target, at, count);
    }

    @Override
    public void narrow(float[] values, int count, ByteBuffer bytes) {
      FloatBuffer floats = bytes.asFloatBuffer();
      floats.put(values, 0, count);
    }
  },

  /** The upper half of binary32: its range, 8 bits of precision. */
  BFLOAT16(Short.BYTES, "BF16", "BFloat16Storage", 0x1.ffp127f) {
    @Override
    public void widen(ByteBuffer bytes, float[] target, int at, int count) {
      ShortBuffer halves = bytes.asShortBuffer();
      short[] block = new short[Math.min(count, BLOCK)];
      for (int done = 0; done < count; done += block.length) {
        int part = Math.min(block.length, count - done);
        halves.get(block, 0, part);
        HalfPrecision.widenBrains(block, part, target, at + done);
      }
    }

    @Override
    public void narrow(float[] values, int count, ByteBuffer bytes) {
      for (int i = 0; i < count; i++) {
        bytes.putShort(Short.BYTES * i, HalfPrecision.brain(values[i]));
      }
    }
  },

  /** IEEE binary16: up to 65,504, 11 bits of precision. */
  FLOAT16(Short.BYTES, "F16", "HalfStorage", 65_520f) {
    @Override
    public void widen(ByteBuffer bytes, float[] target, int at, int count) {
      ShortBuffer halves = bytes.asShortBuffer();
      short[] block = new short[Math.min(count, BLOCK)];
      for (int done = 0; done < count; done += block.length) {
        int part = Math.min(block.length, count - done);
        halves.get(block, 0, part);
        HalfPrecision.widenHalves(block, part, target, at + done);
      }
    }

    @Override
    public void narrow(float[] values, int count, ByteBuffer bytes) {
      for (int i = 0; i < count; i++) {
        bytes.putShort(Short.BYTES * i, HalfPrecision.half(values[i]));
      }
    }
  };

  /** Values that are widened at a time: 8 KiB of halves, 16 KiB of floats, both in the L1 cache. */
  private static final int BLOCK = 1 << 12;

  private final int bytes;
  private final String safetensorsName;
  private final String storageClass;
  private final float overflow;

  TensorType(int bytes, String safetensorsName, String storageClass, float overflow) {
    this.bytes = bytes;
    this.safetensorsName = safetensorsName;
    this.storageClass = storageClass;
    this.overflow = overflow;
  }

  /**
   * Returns the size of a value.
   *
   * @return bytes
   */
  public int bytes() {
    return bytes;
  }

  /**
   * Returns the name in a safetensors header.
   *
   * @return for example {@code BF16}
   */
  public String safetensorsName() {
    return safetensorsName;
  }

  /** Returns the class in module {@code torch} that a pickle names, for example HalfStorage. */
  public String storageClass() {
    return storageClass;
  }

  /** Returns the smallest magnitude that rounds to infinity: halfway beyond the largest number. */
  public float overflow() {
    return overflow;
  }

  /**
   * Widens little-endian values to float32, without loss.
   *
   * @param bytes from its position on; the position stays
   * @param target where the values go
   * @param at index of the first in the target
   * @param count how many
   */
  public abstract void widen(ByteBuffer bytes, float[] target, int at, int count);

  /**
   * Rounds float32 values to the nearest, ties to even, and stores them little-endian. What exceeds
   * the largest number becomes infinite; NaN stays NaN.
   *
   * @param values from index 0
   * @param count how many
   * @param bytes where to, from index 0; position and limit stay
   */
  public abstract void narrow(float[] values, int count, ByteBuffer bytes);
}
