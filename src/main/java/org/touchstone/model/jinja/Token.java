package org.touchstone.model.jinja;

/**
 * One piece of a template's source.
 *
 * @param kind what it is
 * @param text data, a name, an operator as written, or a text without quotes and escapes
 * @param value the number of a number, else the text
 * @param line where it begins, counted from 1
 */
record Token(Kind kind, String text, Object value, int line) {

  /** Kinds of tokens. */
  enum Kind {
    DATA,
    BLOCK_BEGIN,
    BLOCK_END,
    VARIABLE_BEGIN,
    VARIABLE_END,
    NAME,
    TEXT,
    INTEGER,
    REAL,
    OPERATOR,
    END
  }

  boolean isName(String name) {
    return kind == Kind.NAME && text.equals(name);
  }

  boolean isOperator(String operator) {
    return kind == Kind.OPERATOR && text.equals(operator);
  }

  /** Describes the token in a complaint. */
  String shown() {
    return switch (kind) {
      case DATA -> "template data / text";
      case BLOCK_BEGIN -> "begin of statement block";
      case BLOCK_END -> "end of statement block";
      case VARIABLE_BEGIN -> "begin of print statement";
      case VARIABLE_END -> "end of print statement";
      case END -> "end of template";
      case TEXT -> "string";
      case INTEGER -> "integer";
      case REAL -> "float";
      case NAME, OPERATOR -> text;
    };
  }
}
