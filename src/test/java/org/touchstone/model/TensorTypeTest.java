package org.touchstone.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.touchstone.model.program.TensorType;

class TensorTypeTest {

  private static final int PATTERNS = 1 << 16;

  @ParameterizedTest
  @EnumSource(names = {"FLOAT16", "BFLOAT16"})
  void bringsBackEveryHalfThatItWidened(TensorType type) {
    short[] all = new short[PATTERNS];
    float[] widened = new float[PATTERNS];
    ByteBuffer bytes = ByteBuffer.allocate(2 * PATTERNS).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < PATTERNS; i++) {
      all[i] = (short) i;
      bytes.putShort(2 * i, (short) i);
    }

    type.widen(bytes, widened, 0, PATTERNS);
    ByteBuffer narrowed = ByteBuffer.allocate(2 * PATTERNS).order(ByteOrder.LITTLE_ENDIAN);
    type.narrow(widened, PATTERNS, narrowed);
    for (int i = 0; i < PATTERNS; i++) {
      assertThat(Float.valueOf(widened[i])).isEqualTo(Float.valueOf(value(all[i], type)));
      if (!Float.isNaN(widened[i])) {
        assertThat(narrowed.getShort(2 * i)).isEqualTo(all[i]);
      } else {
        assertThat(value(narrowed.getShort(2 * i), type)).isNaN();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT16", "BFLOAT16"})
  void roundsToTheNearestAndTiesToEven(TensorType type) {
    SplittableRandom random = new SplittableRandom(11);
    for (int i = 0; i < 20_000; i++) {
      short low = (short) random.nextInt(type == TensorType.FLOAT16 ? 0x7BFF : 0x7F7F);
      double below = value(low, type);
      double above = value((short) (low + 1), type);
      float middle = (float) ((below + above) / 2);
      assertThat((double) middle).isEqualTo((below + above) / 2);
      short even = (short) ((low & 1) == 0 ? low : low + 1);
      assertThat(narrow(middle, type)).isEqualTo(even);
      assertThat(narrow(-middle, type)).isEqualTo((short) (even | 0x8000));
      assertThat(narrow(Math.nextDown(middle), type)).isEqualTo(low);
      assertThat(narrow(Math.nextUp(middle), type)).isEqualTo((short) (low + 1));
    }
  }

  @Test
  void turnsInfiniteFromTheOverflowOn() {
    for (TensorType type : new TensorType[] {TensorType.FLOAT16, TensorType.BFLOAT16}) {
      assertThat(value(narrow(type.overflow(), type), type)).isEqualTo(Float.POSITIVE_INFINITY);
      assertThat(value(narrow(Math.nextDown(type.overflow()), type), type)).isFinite();
    }
  }

  private static short narrow(float value, TensorType type) {
    ByteBuffer bytes = ByteBuffer.allocate(2).order(ByteOrder.LITTLE_ENDIAN);
    type.narrow(new float[] {value}, 1, bytes);
    return bytes.getShort(0);
  }

  /** The value by the definition of the format. */
  private static float value(short bits, TensorType type) {
    int fractionBits = type == TensorType.FLOAT16 ? 10 : 7;
    int maxExponent = (1 << (15 - fractionBits)) - 1;
    int exponent = (bits & 0x7FFF) >>> fractionBits;
    int fraction = bits & ((1 << fractionBits) - 1);
    double magnitude;
    if (exponent == maxExponent) {
      magnitude = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
    } else {
      int significand = exponent == 0 ? fraction : fraction + (1 << fractionBits);
      magnitude =
          Math.scalb((double) significand, Math.max(1, exponent) - maxExponent / 2 - fractionBits);
    }

    return (float) (bits < 0 ? -magnitude : magnitude);
  }
}
