package org.touchstone.conversation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads what Python prints for lists, tuples, dictionaries, strings, numbers, {@code None}, {@code
 * True} and {@code False}, as data frames write them to CSV. NumPy's arrays are read too: {@code [4
 * 2]}, elements without commas, and {@code array([4, 2])}.
 *
 * <p>It is strict: whatever Python would not print is no literal, nor are keys that are no strings,
 * repeated keys, and arrays that NumPy shortened by {@code ...}.
 */
final class PythonLiteral {

  /** Deeper nesting is no conversation and would exhaust the stack. */
  private static final int MOST_DEPTH = 64;

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?");
  private static final Pattern WORD = Pattern.compile("-?[A-Za-z_][A-Za-z0-9_.]*");
  private static final Map<Character, String> ESCAPES =
      Map.ofEntries(
          Map.entry('\n', ""),
          Map.entry('\\', "\\"),
          Map.entry('\'', "'"),
          Map.entry('"', "\""),
          Map.entry('a', "\u0007"),
          Map.entry('b', "\b"),
          Map.entry('f', "\f"),
          Map.entry('n', "\n"),
          Map.entry('r', "\r"),
          Map.entry('t', "\t"),
          Map.entry('v', "\u000B"));
  private static final Map<Character, Integer> HEX_DIGITS = Map.of('x', 2, 'u', 4, 'U', 8);

  /** Calls that NumPy and data frames print around a value. */
  private static final Set<String> WRAPPERS =
      Set.of(
          "array",
          "np.array",
          "np.str_",
          "np.bool_",
          "np.int32",
          "np.int64",
          "np.float16",
          "np.float32",
          "np.float64",
          "Decimal");

  private final String text;
  private int at;
  private int depth;

  private PythonLiteral(String text) {
    this.text = text;
  }

  /** Returns the list or dictionary that a text prints, or null if it prints none. */
  static @Nullable JsonNode structure(String text) {
    PythonLiteral literal = new PythonLiteral(text);
    try {
      JsonNode value = literal.value();
      literal.skipBlanks();
      return literal.at == text.length() && value.isContainerNode() ? value : null;
    } catch (NotALiteral | NumberFormatException e) {
      return null;
    }
  }

  private JsonNode value() throws NotALiteral {
    skipBlanks();
    char first = peek();
    if (first == '\'' || first == '"') {
      return NODES.textNode(string());
    }

    if (first == '[' || first == '(' || first == '{') {
      depth++;
      if (depth > MOST_DEPTH) {
        throw new NotALiteral();
      }

      JsonNode nested = first == '{' ? dictionary() : list(first == '[' ? ']' : ')');
      depth--;
      return nested;
    }

    return scalar();
  }

  private JsonNode scalar() throws NotALiteral {
    Matcher number = NUMBER.matcher(text).region(at, text.length());
    if (number.lookingAt()) {
      at = number.end();
      return number(number.group());
    }

    Matcher word = WORD.matcher(text).region(at, text.length());
    if (!word.lookingAt()) {
      throw new NotALiteral();
    }

    at = word.end();
    return named(word.group());
  }

  private static JsonNode number(String digits) {
    boolean whole = digits.chars().allMatch(c -> c >= '0' && c <= '9' || c == '-' || c == '+');
    return whole
        ? NODES.numberNode(new BigInteger(digits))
        : NODES.numberNode(new BigDecimal(digits));
  }

  private JsonNode named(String word) throws NotALiteral {
    switch (word) {
      case "None":
        return NODES.nullNode();
      case "True":
        return NODES.booleanNode(true);
      case "False":
        return NODES.booleanNode(false);
      case "nan":
        return NODES.numberNode(Double.NaN);
      case "inf", "-inf":
        return NODES.numberNode(
            word.length() == 3 ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY);
      default:
        return wrapped(word);
    }
  }

  /** A value in parentheses behind a name, and NumPy's {@code dtype} behind it. */
  private JsonNode wrapped(String name) throws NotALiteral {
    if (!WRAPPERS.contains(name)) {
      throw new NotALiteral();
    }

    take('(');
    JsonNode value = value();
    skipBlanks();
    if (peek() == ',') {
      int close = text.indexOf(')', at);
      if (close < 0 || !text.substring(at, close).matches(",\\s*dtype=[\\w<>'.]+")) {
        throw new NotALiteral();
      }

      at = close;
    }

    take(')');
    return value;
  }

  /** Elements between commas, or all between blanks alone, as NumPy prints them. */
  private ArrayNode list(char close) throws NotALiteral {
    at++;
    ArrayNode list = NODES.arrayNode();
    boolean commas = close == ')';
    boolean blanks = false;
    skipBlanks();
    while (peek() != close) {
      list.add(value());
      int end = at;
      skipBlanks();
      if (peek() == ',') {
        at++;
        skipBlanks();
        commas = true;
      } else if (peek() != close) {
        blanks = true;
        if (at == end) {
          throw new NotALiteral();
        }
      }

      if (commas && blanks) {
        throw new NotALiteral();
      }
    }

    at++;
    return list;
  }

  private ObjectNode dictionary() throws NotALiteral {
    at++;
    ObjectNode dictionary = NODES.objectNode();
    skipBlanks();
    while (peek() != '}') {
      JsonNode key = value();
      take(':');
      if (!key.isTextual() || dictionary.has(key.textValue())) {
        throw new NotALiteral();
      }

      dictionary.set(key.textValue(), value());
      skipBlanks();
      if (peek() != '}') {
        take(',');
        skipBlanks();
      }
    }

    at++;
    return dictionary;
  }

  private String string() throws NotALiteral {
    char quote = text.charAt(at++);
    StringBuilder string = new StringBuilder();
    while (peek() != quote) {
      char character = text.charAt(at++);
      if (character == '\n') {
        throw new NotALiteral();
      }

      if (character == '\\') {
        escape(string);
      } else {
        string.append(character);
      }
    }

    at++;
    return string.toString();
  }

  private void escape(StringBuilder string) throws NotALiteral {
    char kind = peek();
    @Nullable String plain = ESCAPES.get(kind);
    @Nullable Integer hex = HEX_DIGITS.get(kind);
    if (plain != null) {
      string.append(plain);
      at++;
    } else if (hex != null) {
      at++;
      codePoint(string, hex, 16);
    } else if (kind >= '0' && kind <= '7') {
      int octal = 1;
      while (octal < 3 && at + octal < text.length() && isOctal(text.charAt(at + octal))) {
        octal++;
      }

      codePoint(string, octal, 8);
    } else {
      throw new NotALiteral();
    }
  }

  private static boolean isOctal(char character) {
    return character >= '0' && character <= '7';
  }

  private void codePoint(StringBuilder string, int digits, int radix) throws NotALiteral {
    if (at + digits > text.length() || text.charAt(at) == '+' || text.charAt(at) == '-') {
      throw new NotALiteral();
    }

    int codePoint = Integer.parseInt(text.substring(at, at + digits), radix);
    if (!Character.isValidCodePoint(codePoint)) {
      throw new NotALiteral();
    }

    string.appendCodePoint(codePoint);
    at += digits;
  }

  private void take(char expected) throws NotALiteral {
    skipBlanks();
    if (peek() != expected) {
      throw new NotALiteral();
    }

    at++;
  }

  private char peek() throws NotALiteral {
    if (at >= text.length()) {
      throw new NotALiteral();
    }

    return text.charAt(at);
  }

  private void skipBlanks() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  /** The text is no literal; it is caught here. */
  private static final class NotALiteral extends Exception {

    private static final long serialVersionUID = 1L;

    NotALiteral() {
      super(null, null, false, false);
    }
  }
}
