package org.touchstone.model.jinja;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts the source of a template into tokens, with {@code trim_blocks} and {@code lstrip_blocks} and
 * without the last line break.
 */
final class Lexer {

  private static final Pattern RAW =
      Pattern.compile("\\{%[-+]?\\s*raw\\s*(-%\\}\\s*|%\\})", Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern END_RAW =
      Pattern.compile(
          "\\{%([-+]?)\\s*endraw\\s*(?:\\+%\\}|-%\\}\\s*|%\\}\\n?)",
          Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern REAL =
      Pattern.compile(
          "(?<!\\.)(\\d+_)*\\d+((\\.(\\d+_)*\\d+)?e[+-]?(\\d+_)*\\d+|\\.(\\d+_)*\\d+)",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern INTEGER =
      Pattern.compile(
          "0b(_?[0-1])+|0o(_?[0-7])+|0x(_?[\\da-f])+|[1-9](_?\\d)*|0(_?0)*",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern NAME = Pattern.compile("\\w+", Pattern.UNICODE_CHARACTER_CLASS);
  private static final List<String> OPERATORS =
      List.of(
          "//", "**", "==", "!=", ">=", "<=", "+", "-", "/", "*", "%", "~", "[", "]", "(", ")", "{",
          "}", ">", "<", "=", ".", ":", "|", ",", ";");

  private final String source;
  private final List<Token> tokens = new ArrayList<>();
  private int at;
  private int line = 1;
  private int countedTo;
  private boolean isLineStart = true;

  private Lexer(String source) {
    this.source = source;
  }

  /** Returns the tokens, the last of them an end. */
  static List<Token> tokens(String source) {
    String plain = source.replace("\r\n", "\n").replace('\r', '\n');
    Lexer lexer = new Lexer(plain.endsWith("\n") ? plain.substring(0, plain.length() - 1) : plain);
    lexer.run();
    return lexer.tokens;
  }

  static boolean isIdentifier(String text) {
    return !text.isEmpty()
        && (text.charAt(0) == '_' || Character.isUnicodeIdentifierStart(text.codePointAt(0)))
        && text.codePoints().allMatch(Character::isUnicodeIdentifierPart);
  }

  private void run() {
    while (at < source.length()) {
      int begin = nextTag();
      if (begin < 0) {
        addData(source.substring(at));
        at = source.length();
      } else {
        tag(begin);
      }
    }

    add(Token.Kind.END, "");
  }

  private int nextTag() {
    for (int open = source.indexOf('{', at); open >= 0; open = source.indexOf('{', open + 1)) {
      if (open + 1 < source.length() && "%{#".indexOf(source.charAt(open + 1)) >= 0) {
        return open;
      }
    }

    return -1;
  }

  private void tag(int begin) {
    char kind = source.charAt(begin + 1);
    char sign = begin + 2 < source.length() ? source.charAt(begin + 2) : ' ';
    addData(stripped(source.substring(at, begin), sign, kind != '{'));
    at = begin;
    Matcher raw = RAW.matcher(source).region(begin, source.length());
    if (kind == '%' && raw.lookingAt()) {
      at = raw.end();
      moved();
      raw();
      return;
    }

    int inside = begin + (sign == '-' || sign == '+' ? 3 : 2);
    if (kind == '#') {
      comment(inside);
      return;
    }

    add(kind == '%' ? Token.Kind.BLOCK_BEGIN : Token.Kind.VARIABLE_BEGIN, "");
    at = inside;
    code(kind == '%');
  }

  /** Takes away the white space before a tag as far as its sign says. */
  private String stripped(String data, char sign, boolean isBlock) {
    if (sign == '-') {
      return Text.strip(data, Text.Ends.RIGHT);
    }

    int lineStart = data.lastIndexOf('\n') + 1;
    boolean isIndentation =
        sign != '+'
            && isBlock
            && (lineStart > 0 || isLineStart)
            && Text.strip(data.substring(lineStart), Text.Ends.LEFT).isEmpty();
    return isIndentation ? data.substring(0, lineStart) : data;
  }

  private void comment(int inside) {
    int end = source.indexOf("#}", inside);
    if (end < 0) {
      throw fail("Missing end of comment tag");
    }

    boolean hasSign = end > inside;
    char sign = hasSign ? source.charAt(end - 1) : ' ';
    at = end + 2;
    skipAfter(sign, true);
  }

  private void raw() {
    Matcher end = END_RAW.matcher(source);
    if (!end.find(at)) {
      throw fail("Missing end of raw directive");
    }

    String sign = end.group(1);
    addData(
        stripped(source.substring(at, end.start()), sign.isEmpty() ? ' ' : sign.charAt(0), true));
    at = end.end();
    moved();
  }

  /** Skips what a closing tag swallows: all white space, or one line break. */
  private void skipAfter(char sign, boolean isBlock) {
    if (sign == '-') {
      while (at < source.length() && Text.isSpace(source.charAt(at))) {
        at++;
      }
    } else if (sign != '+' && isBlock && source.startsWith("\n", at)) {
      at++;
    }

    moved();
  }

  private void moved() {
    isLineStart = at > 0 && source.charAt(at - 1) == '\n';
  }

  private void code(boolean isBlock) {
    String close = isBlock ? "%}" : "}}";
    Deque<String> brackets = new ArrayDeque<>();
    while (at < source.length()) {
      char first = source.charAt(at);
      boolean isSigned =
          (first == '-' || first == '+' && isBlock) && source.startsWith(close, at + 1);
      if (brackets.isEmpty() && (isSigned || source.startsWith(close, at))) {
        add(isBlock ? Token.Kind.BLOCK_END : Token.Kind.VARIABLE_END, "");
        at += isSigned ? 3 : 2;
        skipAfter(isSigned ? first : ' ', isBlock);
        return;
      }

      if (Text.isSpace(first)) {
        at++;
      } else {
        token(first, brackets);
      }
    }
  }

  private void token(char first, Deque<String> brackets) {
    if (matches(REAL, Token.Kind.REAL)
        || matches(INTEGER, Token.Kind.INTEGER)
        || matches(NAME, Token.Kind.NAME)) {
      return;
    }

    if (first == '\'' || first == '"') {
      int end = Escapes.end(source, at);
      if (end > 0) {
        String inner = source.substring(at + 1, end);
        add(Token.Kind.TEXT, Escapes.resolved(inner, line));
        at = end + 1;
        return;
      }
    }

    for (String operator : OPERATORS) {
      if (source.startsWith(operator, at)) {
        balance(operator, brackets);
        add(Token.Kind.OPERATOR, operator);
        at += operator.length();
        return;
      }
    }

    throw fail(
        "unexpected char "
            + Representation.quoted(new Budget(), source.substring(at, at + 1))
            + " at "
            + at);
  }

  private boolean matches(Pattern pattern, Token.Kind kind) {
    Matcher matcher = pattern.matcher(source).region(at, source.length());
    matcher.useTransparentBounds(true);
    if (!matcher.lookingAt()) {
      return false;
    }

    String text = matcher.group();
    if (kind == Token.Kind.NAME && !isIdentifier(text)) {
      throw fail("Invalid character in identifier");
    }

    countLines();
    Object value =
        switch (kind) {
          case REAL -> Double.parseDouble(text.replace("_", ""));
          case INTEGER -> integer(text.replace("_", ""));
          default -> text;
        };
    tokens.add(new Token(kind, text, value, line));
    at = matcher.end();
    return true;
  }

  private static Object integer(String text) {
    int base =
        switch (text.length() < 2 ? ' ' : Character.toLowerCase(text.charAt(1))) {
          case 'x' -> 16;
          case 'o' -> 8;
          case 'b' -> 2;
          default -> 10;
        };
    return NumberFilters.parse(text, base)
        .orElseThrow(() -> new TemplateException("integer of too many digits"));
  }

  private void balance(String operator, Deque<String> brackets) {
    switch (operator) {
      case "{" -> brackets.push("}");
      case "(" -> brackets.push(")");
      case "[" -> brackets.push("]");
      case "}", ")", "]" -> {
        if (brackets.isEmpty()) {
          throw fail("unexpected '" + operator + "'");
        }

        String expected = brackets.pop();
        if (!expected.equals(operator)) {
          throw fail("unexpected '" + operator + "', expected '" + expected + "'");
        }
      }
      default -> {}
    }
  }

  private void addData(String data) {
    if (!data.isEmpty()) {
      add(Token.Kind.DATA, data);
    }
  }

  private void add(Token.Kind kind, String text) {
    countLines();
    tokens.add(new Token(kind, text, text, line));
  }

  private void countLines() {
    while (countedTo < at) {
      line += source.charAt(countedTo++) == '\n' ? 1 : 0;
    }
  }

  private TemplateException fail(String reason) {
    countLines();
    return new TemplateException(reason, line);
  }
}
