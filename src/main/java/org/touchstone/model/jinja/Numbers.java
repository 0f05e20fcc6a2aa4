package org.touchstone.model.jinja;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.OptionalInt;

/** Python's numbers: integers of any size, doubles, and truths that count as 0 and 1. */
final class Numbers {

  /** Bits of the largest integer that a template may make. */
  private static final int LARGEST = 1 << 16;

  private Numbers() {}

  static boolean isNumber(Object value) {
    return isInteger(value) || value instanceof Double;
  }

  /** True for truths too, as in Python. */
  static boolean isInteger(Object value) {
    return value instanceof Long || value instanceof Boolean || value instanceof BigInteger;
  }

  static boolean isIntegral(double value) {
    return value == Math.rint(value) && !Double.isInfinite(value);
  }

  /** Drops the fraction. */
  static Object integer(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      throw new TemplateException(
          "cannot convert float %s to integer".formatted(Double.isNaN(value) ? "NaN" : "infinity"));
    }

    return integer(new BigDecimal(value).toBigInteger());
  }

  /** Returns an integer in its one form. */
  static Object integer(BigInteger value) {
    if (value.bitLength() > LARGEST) {
      throw new TemplateException(
          "the template makes an integer of %d bits: allowed are %d"
              .formatted(value.bitLength(), LARGEST));
    }

    return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
  }

  static BigInteger big(Object integer) {
    if (integer instanceof BigInteger big) {
      return big;
    }

    return integer instanceof Long number
        ? BigInteger.valueOf(number)
        : Boolean.TRUE.equals(integer) ? BigInteger.ONE : BigInteger.ZERO;
  }

  static double real(Object number) {
    if (number instanceof Double real) {
      return real;
    }

    double real = number instanceof Long integer ? integer : big(number).doubleValue();
    if (Double.isInfinite(real)) {
      throw new TemplateException("int too large to convert to float");
    }

    return real;
  }

  /** Returns an integer that fits an int, the nearest one if it does not. */
  static int clamped(Object integer) {
    BigInteger least = BigInteger.valueOf(Integer.MIN_VALUE + 1L);
    BigInteger most = BigInteger.valueOf(Integer.MAX_VALUE);
    return big(integer).max(least).min(most).intValue();
  }

  /** Returns an argument that must be an integer. */
  static int index(Object value) {
    if (value instanceof Undefined undefined) {
      throw undefined.failure();
    }

    if (!isInteger(value)) {
      throw new TemplateException(
          "'%s' object cannot be interpreted as an integer".formatted(Values.typeName(value)));
    }

    return clamped(value);
  }

  /** Compares two numbers; empty if one of them is not a number. */
  static OptionalInt compare(Object left, Object right) {
    if (left instanceof Long one && right instanceof Long other) {
      return OptionalInt.of(Long.compare(one, other));
    }

    if (isInteger(left) && isInteger(right)) {
      return OptionalInt.of(big(left).compareTo(big(right)));
    }

    double one = left instanceof Double real ? real : big(left).doubleValue();
    double other = right instanceof Double real ? real : big(right).doubleValue();
    if (Double.isNaN(one) || Double.isNaN(other)) {
      return OptionalInt.empty();
    }

    boolean both = left instanceof Double && right instanceof Double;
    if (both || Double.isInfinite(one) || Double.isInfinite(other)) {
      return OptionalInt.of(one < other ? -1 : one > other ? 1 : 0);
    }

    return OptionalInt.of(decimal(left).compareTo(decimal(right)));
  }

  private static BigDecimal decimal(Object number) {
    return number instanceof Double real ? new BigDecimal(real) : new BigDecimal(big(number));
  }

  static Object negative(Object value) {
    return value instanceof Double real ? (Object) (-real) : integer(big(value).negate());
  }

  static Object absolute(Object value) {
    return value instanceof Double real ? (Object) Math.abs(real) : integer(big(value).abs());
  }

  static Object sum(Object left, Object right) {
    return isInteger(left) && isInteger(right)
        ? integer(big(left).add(big(right)))
        : (Object) (real(left) + real(right));
  }

  static Object difference(Object left, Object right) {
    return isInteger(left) && isInteger(right)
        ? integer(big(left).subtract(big(right)))
        : (Object) (real(left) - real(right));
  }

  static Object product(Object left, Object right) {
    return isInteger(left) && isInteger(right)
        ? integer(big(left).multiply(big(right)))
        : (Object) (real(left) * real(right));
  }

  /** Python's {@code /}, always a double. */
  static Object quotient(Object left, Object right) {
    boolean integers = isInteger(left) && isInteger(right);
    if (real(right) == 0) {
      throw new TemplateException(integers ? "division by zero" : "float division by zero");
    }

    return real(left) / real(right);
  }

  /** Python's {@code //}, which rounds down. */
  static Object floorQuotient(Object left, Object right) {
    if (isInteger(left) && isInteger(right)) {
      BigInteger divisor = nonZero(big(right));
      BigInteger[] parts = big(left).divideAndRemainder(divisor);
      boolean below = parts[1].signum() != 0 && parts[1].signum() != divisor.signum();
      return integer(below ? parts[0].subtract(BigInteger.ONE) : parts[0]);
    }

    double remainder = (Double) remainder(left, right);
    double quotient = (real(left) - remainder) / real(right);
    double floor = Math.floor(quotient);
    return quotient - floor > 0.5 ? floor + 1 : floor;
  }

  /** Python's {@code %}, which has the sign of the divisor. */
  static Object remainder(Object left, Object right) {
    if (isInteger(left) && isInteger(right)) {
      BigInteger divisor = nonZero(big(right));
      BigInteger rest = big(left).mod(divisor.abs());
      return integer(divisor.signum() < 0 && rest.signum() != 0 ? rest.add(divisor) : rest);
    }

    double divisor = real(right);
    if (divisor == 0) {
      throw new TemplateException("float modulo");
    }

    double rest = real(left) % divisor;
    if (rest == 0) {
      return Math.copySign(0, divisor);
    }

    return rest < 0 != divisor < 0 ? rest + divisor : rest;
  }

  /** Python's {@code **}. */
  static Object power(Object left, Object right) {
    if (isInteger(left) && isInteger(right) && big(right).signum() >= 0) {
      BigInteger base = big(left);
      int exponent = clamped(right);
      long bits = (long) Math.max(0, base.abs().bitLength() - 1) * exponent;
      if (bits > LARGEST) {
        throw new TemplateException(
            "the template makes an integer of %d bits: allowed are %d".formatted(bits, LARGEST));
      }

      return base.bitLength() <= 1 && base.abs().bitLength() <= 1
          ? integer(base.pow(exponent % 2 == 0 ? Math.min(exponent, 2) : 1))
          : integer(base.pow(exponent));
    }

    double base = real(left);
    double exponent = real(right);
    if (base == 0 && exponent < 0) {
      throw new TemplateException("0.0 cannot be raised to a negative power");
    }

    double power = Math.pow(base, exponent);
    if (Double.isInfinite(power) && !Double.isInfinite(base) && !Double.isInfinite(exponent)) {
      throw new TemplateException("(34, 'Numerical result out of range')");
    }

    if (Double.isNaN(power) && !Double.isNaN(base) && !Double.isNaN(exponent)) {
      throw new TemplateException("a root of a negative number is complex, which is not supported");
    }

    return power;
  }

  private static BigInteger nonZero(BigInteger divisor) {
    if (divisor.signum() == 0) {
      throw new TemplateException("integer division or modulo by zero");
    }

    return divisor;
  }
}
