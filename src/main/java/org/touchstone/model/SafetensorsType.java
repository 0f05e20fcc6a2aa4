package org.touchstone.model;

import java.nio.ByteBuffer;

/** The element types that a reward model's parameters come in. */
enum SafetensorsType {
  F32(4) {
    @Override
    void widen(ByteBuffer bytes, float[] target, int at, int count) {
      bytes.asFloatBuffer().get(target, at, count);
    }
  },
  F16(2) {
    @Override
    void widen(ByteBuffer bytes, float[] target, int at, int count) {
      for (int i = 0; i < count; i++) {
        target[at + i] = half(bytes.getShort(2 * i));
      }
    }
  },
  BF16(2) {
    @Override
    void widen(ByteBuffer bytes, float[] target, int at, int count) {
      for (int i = 0; i < count; i++) {
        target[at + i] = Float.intBitsToFloat(bytes.getShort(2 * i) << 16);
      }
    }
  };

  private static final float SMALLEST_HALF = 0x1p-24f;

  private final int bytes;

  SafetensorsType(int bytes) {
    this.bytes = bytes;
  }

  int bytes() {
    return bytes;
  }

  /** Converts little-endian values; all three types fit float32 exactly. */
  abstract void widen(ByteBuffer bytes, float[] target, int at, int count);

  /** IEEE 754 binary16: 1 sign, 5 exponent (bias 15), 10 fraction bits. */
  private static float half(short bits) {
    int sign = (bits & 0x8000) << 16;
    int exponent = (bits >>> 10) & 0x1F;
    int fraction = bits & 0x3FF;
    if (exponent == 0) {
      float magnitude = fraction * SMALLEST_HALF;
      return sign == 0 ? magnitude : -magnitude;
    }

    int widened = exponent == 0x1F ? 0xFF : exponent + 127 - 15;
    return Float.intBitsToFloat(sign | (widened << 23) | (fraction << 13));
  }
}
