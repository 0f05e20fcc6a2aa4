package org.touchstone.model.jinja;

import java.util.Locale;

/** Literal texts: where they end, and what their escapes stand for, as in Python. */
final class Escapes {

  private Escapes() {}

  /** Returns where the closing quote of a text stands, or -1 if there is none. */
  static int end(String source, int open) {
    char quote = source.charAt(open);
    for (int at = open + 1; at < source.length(); at++) {
      if (source.charAt(at) == '\\') {
        at++;
      } else if (source.charAt(at) == quote) {
        return at;
      }
    }

    return -1;
  }

  static String resolved(String source, int line) {
    if (source.indexOf('\\') < 0) {
      return source;
    }

    StringBuilder out = new StringBuilder(source.length());
    for (int at = 0; at < source.length(); ) {
      char character = source.charAt(at);
      if (character == '\\') {
        at = escape(source, at + 1, line, out);
      } else {
        out.append(character);
        at++;
      }
    }

    return out.toString();
  }

  private static int escape(String source, int at, int line, StringBuilder out) {
    char character = source.charAt(at);
    switch (character) {
      case 'n' -> out.append('\n');
      case 't' -> out.append('\t');
      case 'r' -> out.append('\r');
      case 'b' -> out.append('\b');
      case 'f' -> out.append('\f');
      case 'a' -> out.append('\u0007');
      case 'v' -> out.append('\u000b');
      case '\\', '\'', '"' -> out.append(character);
      case '\n' -> {}
      case 'x' -> {
        return coded(source, at + 1, 2, line, out);
      }
      case 'u' -> {
        return coded(source, at + 1, 4, line, out);
      }
      case 'U' -> {
        return coded(source, at + 1, 8, line, out);
      }
      case 'N' -> {
        return named(source, at + 1, line, out);
      }
      default -> {
        if (character >= '0' && character <= '7') {
          return octal(source, at, out);
        }

        out.append('\\').append(character);
      }
    }

    return at + 1;
  }

  private static int coded(String source, int at, int digits, int line, StringBuilder out) {
    int end = at + digits;
    boolean isWhole =
        end <= source.length()
            && source.substring(at, end).chars().allMatch(c -> Character.digit(c, 16) >= 0);
    long code = isWhole ? Long.parseLong(source.substring(at, end), 16) : Long.MAX_VALUE;
    if (code > Character.MAX_CODE_POINT) {
      throw new TemplateException("truncated or illegal escape in a string", line);
    }

    out.appendCodePoint((int) code);
    return end;
  }

  private static int octal(String source, int at, StringBuilder out) {
    int end = at;
    while (end < source.length()
        && end < at + 3
        && source.charAt(end) >= '0'
        && source.charAt(end) <= '7') {
      end++;
    }

    out.appendCodePoint(Integer.parseInt(source.substring(at, end), 8));
    return end;
  }

  private static int named(String source, int at, int line, StringBuilder out) {
    int end = source.indexOf('}', at);
    if (end < 0 || source.charAt(at) != '{') {
      throw new TemplateException("malformed \\N character escape", line);
    }

    try {
      out.appendCodePoint(
          Character.codePointOf(source.substring(at + 1, end).toUpperCase(Locale.ROOT)));
    } catch (IllegalArgumentException e) {
      throw new TemplateException("unknown Unicode character name", line);
    }

    return end + 1;
  }
}
