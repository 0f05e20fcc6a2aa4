package org.touchstone.model.jinja;

import java.util.List;

/** A template's tokens on their way through the parser. */
final class Tokens {

  /** Constructs within one another that a source may have. */
  private static final int DEEPEST = 150;

  private final List<Token> tokens;
  private int at;
  private int depth;

  Tokens(List<Token> tokens) {
    this.tokens = tokens;
  }

  Token current() {
    return tokens.get(at);
  }

  Token following() {
    return tokens.get(Math.min(at + 1, tokens.size() - 1));
  }

  Token next() {
    Token token = current();
    at = Math.min(at + 1, tokens.size() - 1);
    return token;
  }

  boolean isAt(Token.Kind kind) {
    return current().kind() == kind;
  }

  boolean isAtName(String name) {
    return current().isName(name);
  }

  boolean isAtOperator(String operator) {
    return current().isOperator(operator);
  }

  boolean skipName(String name) {
    boolean isThere = isAtName(name);
    if (isThere) {
      next();
    }

    return isThere;
  }

  boolean skipOperator(String operator) {
    boolean isThere = isAtOperator(operator);
    if (isThere) {
      next();
    }

    return isThere;
  }

  Token expect(Token.Kind kind, String description) {
    if (!isAt(kind)) {
      throw unexpected(description);
    }

    return next();
  }

  void expectOperator(String operator) {
    if (!skipOperator(operator)) {
      throw unexpected(operator);
    }
  }

  void expectName(String name) {
    if (!skipName(name)) {
      throw unexpected(name);
    }
  }

  String name() {
    return expect(Token.Kind.NAME, "name").text();
  }

  private TemplateException unexpected(String description) {
    return fail(
        isAt(Token.Kind.END)
            ? "unexpected end of template, expected '" + description + "'."
            : "expected token '" + description + "', got '" + current().shown() + "'");
  }

  TemplateException fail(String reason) {
    return new TemplateException(reason, current().line());
  }

  void enter() {
    if (++depth > DEEPEST) {
      throw fail("the template is nested too deeply: allowed are " + DEEPEST + " levels");
    }
  }

  void leave() {
    depth--;
  }
}
