package org.touchstone.model.jinja;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How one value is written into a format: Python's {@code
 * [[fill]align][sign][#][0][width][,][.precision][type]}.
 */
record FormatSpecification(
    String fill,
    char align,
    char sign,
    boolean isAlternate,
    int width,
    String grouping,
    int precision,
    char type) {

  private static final Pattern SYNTAX =
      Pattern.compile(
          "(?:(.)?([<>=^]))?([-+ ])?z?(#)?(0)?(\\d{1,7})?([,_])?(?:\\.(\\d{1,7}))?([bcdeEfFgGnosxX%])?",
          Pattern.DOTALL);

  /** Where there is no type, align or sign. */
  static final char NOTHING = '\0';

  static FormatSpecification of(String source) {
    Matcher matcher = SYNTAX.matcher(source);
    if (!matcher.matches()) {
      throw new TemplateException("Invalid format specifier '" + source + "'");
    }

    boolean isZeroFilled = matcher.group(5) != null;
    String align = matcher.group(2);
    String fill = matcher.group(1);
    return new FormatSpecification(
        fill != null ? fill : isZeroFilled && align == null ? "0" : " ",
        align != null ? align.charAt(0) : isZeroFilled ? '=' : NOTHING,
        first(matcher.group(3)),
        matcher.group(4) != null,
        matcher.group(6) == null ? 0 : Integer.parseInt(matcher.group(6)),
        matcher.group(7) == null ? "" : matcher.group(7),
        matcher.group(8) == null ? -1 : Integer.parseInt(matcher.group(8)),
        first(matcher.group(9)));
  }

  private static char first(@org.jspecify.annotations.Nullable String group) {
    return group == null ? NOTHING : group.charAt(0);
  }

  /** Writes a value. */
  String format(Budget budget, Object value) {
    budget.text(width + Math.max(0, precision));
    if (value instanceof Boolean && type == NOTHING) {
      return align(Representation.printed(budget, value), "", '<');
    }

    if (Numbers.isInteger(value) && "eEfFgG%".indexOf(type) < 0) {
      return integer(Numbers.big(value));
    }

    if (Numbers.isNumber(value)) {
      return real(budget, Numbers.real(value));
    }

    if (type != NOTHING && type != 's') {
      throw new TemplateException(
          "Unknown format code '%s' for object of type '%s'"
              .formatted(type, Values.typeName(value)));
    }

    String text = Representation.printed(budget, value);
    if (precision >= 0 && precision < Text.length(text)) {
      text = text.substring(0, text.offsetByCodePoints(0, precision));
    }

    return align(text, "", '<');
  }

  private String integer(BigInteger value) {
    if (type == 'c') {
      return align(Character.toString(value.intValue()), "", '<');
    }

    int radix =
        switch (type) {
          case 'b' -> 2;
          case 'o' -> 8;
          case 'x', 'X' -> 16;
          default -> 10;
        };
    String digits = value.abs().toString(radix);
    String prefix = isAlternate && radix != 10 ? "0" + type : "";
    digits = grouped(type == 'X' ? Text.upper(digits) : digits, radix == 10 ? 3 : 4);
    return align(digits, sign(value.signum() < 0) + prefix, '>');
  }

  private String real(Budget budget, double value) {
    boolean negative = value < 0 || 1 / value < 0;
    String digits;
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      digits = Double.isNaN(value) ? "nan" : "inf";
    } else {
      digits = digits(budget, Math.abs(value));
    }

    if (type == 'E' || type == 'F' || type == 'G') {
      digits = Text.upper(digits);
    }

    int point = digits.indexOf('.');
    String whole = point < 0 ? digits : digits.substring(0, point);
    if (!whole.contains("e")) {
      digits = grouped(whole, 3) + (point < 0 ? "" : digits.substring(point));
    }

    return align(digits, sign(negative && !Double.isNaN(value)), '>');
  }

  private String digits(Budget budget, double value) {
    int places = precision < 0 ? 6 : precision;
    return switch (type) {
      case 'f', 'F' -> fixed(value, places);
      case '%' -> fixed(value * 100, places) + "%";
      case 'e', 'E' -> scientific(value, places);
      case 'g', 'G', 'n' -> general(value, Math.max(1, places));
      default ->
          precision < 0
              ? Representation.printed(budget, value)
              : withPoint(general(value, Math.max(1, places)));
    };
  }

  private static String withPoint(String digits) {
    return digits.contains(".") || digits.contains("e") ? digits : digits + ".0";
  }

  static String fixed(double value, int places) {
    return new BigDecimal(value).setScale(places, RoundingMode.HALF_EVEN).toPlainString();
  }

  static String scientific(double value, int places) {
    BigDecimal rounded =
        new BigDecimal(value).round(new MathContext(places + 1, RoundingMode.HALF_EVEN));
    String digits = rounded.unscaledValue().toString();
    int exponent = value == 0 ? 0 : digits.length() - 1 - rounded.scale();
    StringBuilder padded = new StringBuilder(digits);
    while (padded.length() < places + 1) {
      padded.append('0');
    }

    String fraction = places == 0 ? "" : "." + padded.substring(1, places + 1);
    return "%s%se%s%02d"
        .formatted(padded.charAt(0), fraction, exponent < 0 ? "-" : "+", Math.abs(exponent));
  }

  /** The shorter of the two, without zeros at the end. */
  String general(double value, int digits) {
    String scientific = scientific(value, digits - 1);
    int at = scientific.indexOf('e');
    int exponent = Integer.parseInt(scientific.substring(at + 1));
    if (exponent < -4 || exponent >= digits) {
      return stripped(scientific.substring(0, at)) + scientific.substring(at);
    }

    return stripped(fixed(value, Math.max(0, digits - 1 - exponent)));
  }

  private String stripped(String digits) {
    if (isAlternate || !digits.contains(".")) {
      return digits;
    }

    String stripped = Text.strip(digits, "0", Text.Ends.RIGHT);
    return Text.strip(stripped, ".", Text.Ends.RIGHT);
  }

  private String sign(boolean isNegative) {
    if (isNegative) {
      return "-";
    }

    return sign == '+' || sign == ' ' ? Character.toString(sign) : "";
  }

  private String grouped(String digits, int size) {
    if (grouping.isEmpty()) {
      return digits;
    }

    StringBuilder out = new StringBuilder(digits);
    for (int at = digits.length() - size; at > 0; at -= size) {
      out.insert(at, grouping);
    }

    return out.toString();
  }

  private String align(String digits, String prefix, char usual) {
    int room = Math.max(0, width - Text.length(digits) - prefix.length());
    return switch (align == NOTHING ? usual : align) {
      case '<' -> prefix + digits + fill.repeat(room);
      case '=' -> prefix + fill.repeat(room) + digits;
      case '^' -> fill.repeat(room / 2) + prefix + digits + fill.repeat(room - room / 2);
      default -> fill.repeat(room) + prefix + digits;
    };
  }
}
