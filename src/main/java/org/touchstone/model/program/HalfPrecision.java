package org.touchstone.model.program;

/**
 * Between float32 and the two formats of 16 bits.
 *
 * <p>Source: IEEE 754-2019, sections 3.4 and 4.3.1 (round to nearest, ties to even).
 */
final class HalfPrecision {

  private static final int INFINITY_32 = 0x7F80_0000;
  private static final int INFINITY_16 = 0x7C00;

  /** The smallest float32 that rounds to infinity in binary16: halfway from 65,504 to 65,536. */
  private static final int OVERFLOW_16 = 0x477F_F000;

  /** The smallest normal binary16, as float32: 2^-14. */
  private static final int NORMAL_16 = 0x3880_0000;

  /** Moves the exponent's bias from 15 to 127. */
  private static final float BIAS = 0x1p112f;

  /** All binary16 numbers, by their bits: a look-up is faster than products with subnormals. */
  private static final float[] HALVES = new float[1 << 16];

  static {
    for (int i = 0; i < HALVES.length; i++) {
      HALVES[i] = widen((short) i);
    }
  }

  private HalfPrecision() {}

  /** Widens bfloat16 values; a method of its own, with one simple loop, compiles best. */
  static void widenBrains(short[] brains, int count, float[] target, int at) {
    for (int i = 0; i < count; i++) {
      target[at + i] = Float.intBitsToFloat(brains[i] << 16);
    }
  }

  /** Widens binary16 values. */
  static void widenHalves(short[] halves, int count, float[] target, int at) {
    for (int i = 0; i < count; i++) {
      target[at + i] = HALVES[halves[i] & 0xFFFF];
    }
  }

  /**
   * Widens a binary16. Its exponent and fraction, read as those of a float32, are the number times
   * 2^-112, subnormals too, so one exact product restores it.
   */
  private static float widen(short half) {
    int magnitude = (half & 0x7FFF) << 13;
    int bits = Float.floatToRawIntBits(Float.intBitsToFloat(magnitude) * BIAS);
    if ((half & INFINITY_16) == INFINITY_16) {
      bits = magnitude | INFINITY_32;
    }

    return Float.intBitsToFloat(bits | (half & 0x8000) << 16);
  }

  /** Rounds to binary16. */
  static short half(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = (bits >>> 16) & 0x8000;
    int magnitude = bits & 0x7FFF_FFFF;
    if (magnitude > INFINITY_32) {
      return (short) (sign | 0x7E00 | (magnitude >>> 13) & 0x1FF); // quiet NaN
    }

    if (magnitude >= OVERFLOW_16) {
      return (short) (sign | INFINITY_16);
    }

    if (magnitude < NORMAL_16) {
      // a multiple of 2^-24: rint rounds ties to even, and 1024 of them are the smallest normal
      return (short) (sign | (int) Math.rint(Math.abs(value) * 0x1p24));
    }

    int rounded = magnitude + 0xFFF + (magnitude >>> 13 & 1);
    return (short) (sign | (rounded - (112 << 23)) >>> 13);
  }

  /** Rounds to bfloat16. */
  static short brain(float value) {
    int bits = Float.floatToRawIntBits(value);
    if ((bits & 0x7FFF_FFFF) > INFINITY_32) {
      return (short) (bits >>> 16 | 0x40); // quiet NaN
    }

    return (short) (bits + 0x7FFF + (bits >>> 16 & 1) >>> 16);
  }
}
