package org.touchstone.model.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads what operators stand between: names, literals, lists, tuples and dictionaries, and what
 * follows a value: attributes, subscripts, calls, filters and tests.
 */
abstract class OperandParser {

  private static final Expression NO_VALUE = new Expressions.Literal(None.NONE);

  /** The tokens, shared with the parser of statements. */
  final Tokens tokens;

  /** The special names that each macro being read has used, innermost last. */
  final List<Set<String>> specialUses = new ArrayList<>();

  /** Whether a filter that does not exist is an error only where it is used. */
  boolean isLenient;

  OperandParser(Tokens tokens) {
    this.tokens = tokens;
  }

  /** Reads a whole expression. */
  abstract Expression expression();

  /** Reads an expression without a condition. */
  abstract Expression or();

  Expression primary() {
    Token token = tokens.current();
    switch (token.kind()) {
      case NAME:
        tokens.next();
        return name(token.text());
      case TEXT:
        return new Expressions.Literal(texts());
      case INTEGER, REAL:
        tokens.next();
        return new Expressions.Literal(token.value());
      default:
        if (tokens.skipOperator("(")) {
          Expression value = tupleInParentheses();
          tokens.expectOperator(")");
          return value;
        }

        if (tokens.skipOperator("[")) {
          return new Expressions.ListOf(items("]"));
        }

        if (tokens.skipOperator("{")) {
          return dictionary();
        }

        throw tokens.fail("unexpected '" + token.shown() + "'");
    }
  }

  private Expression name(String name) {
    return switch (name) {
      case "true", "True" -> new Expressions.Literal(true);
      case "false", "False" -> new Expressions.Literal(false);
      case "none", "None" -> NO_VALUE;
      default -> {
        if (Macro.Signature.SPECIAL.contains(name)) {
          specialUses.forEach(uses -> uses.add(name));
        }

        yield new Expressions.Name(name);
      }
    };
  }

  private String texts() {
    StringBuilder text = new StringBuilder();
    while (tokens.isAt(Token.Kind.TEXT)) {
      text.append(tokens.next().text());
    }

    return text.toString();
  }

  private Expression tupleInParentheses() {
    return tokens.isAtOperator(")") ? new Expressions.TupleOf(List.of()) : tuple(Part.EXPRESSION);
  }

  /** What the elements of a tuple without parentheses may be. */
  enum Part {
    EXPRESSION,
    NO_CONDITION
  }

  /** Reads an expression, or several with commas between them, which make a tuple. */
  Expression tuple(Part part) {
    List<Expression> items = new ArrayList<>();
    boolean isTuple = false;
    while (!isTupleEnd(part)) {
      items.add(part == Part.EXPRESSION ? expression() : or());
      if (!tokens.skipOperator(",")) {
        break;
      }

      isTuple = true;
    }

    if (items.isEmpty()) {
      throw tokens.fail("Expected an expression, got '" + tokens.current().shown() + "'");
    }

    return isTuple ? new Expressions.TupleOf(items) : items.get(0);
  }

  private boolean isTupleEnd(Part part) {
    return tokens.isAt(Token.Kind.VARIABLE_END)
        || tokens.isAt(Token.Kind.BLOCK_END)
        || tokens.isAtOperator(")")
        || part == Part.NO_CONDITION && tokens.isAtName("recursive");
  }

  private List<Expression> items(String close) {
    List<Expression> items = new ArrayList<>();
    while (!tokens.skipOperator(close)) {
      if (!items.isEmpty()) {
        tokens.expectOperator(",");
        if (tokens.skipOperator(close)) {
          break;
        }
      }

      items.add(expression());
    }

    return items;
  }

  private Expression dictionary() {
    List<Expression> keys = new ArrayList<>();
    List<Expression> values = new ArrayList<>();
    while (!tokens.skipOperator("}")) {
      if (!keys.isEmpty()) {
        tokens.expectOperator(",");
        if (tokens.skipOperator("}")) {
          break;
        }
      }

      keys.add(expression());
      tokens.expectOperator(":");
      values.add(expression());
    }

    return new Expressions.DictionaryOf(keys, values);
  }

  Expression postfix(Expression value) {
    Expression result = value;
    while (true) {
      if (tokens.skipOperator(".")) {
        result = member(result);
      } else if (tokens.skipOperator("[")) {
        result = subscript(result);
      } else if (tokens.isAtOperator("(")) {
        result = new Expressions.Call(result, arguments());
      } else {
        return result;
      }
    }
  }

  private Expression member(Expression owner) {
    Token token = tokens.next();
    return switch (token.kind()) {
      case NAME -> new Expressions.Attribute(owner, token.text());
      case INTEGER -> new Expressions.Item(owner, new Expressions.Literal(token.value()));
      default -> throw new TemplateException("expected name or number", token.line());
    };
  }

  private Expression subscript(Expression owner) {
    Expression start = tokens.isAtOperator(":") ? NO_VALUE : expression();
    if (tokens.skipOperator(":")) {
      Expression stop = bound();
      Expression step = tokens.skipOperator(":") ? bound() : NO_VALUE;
      tokens.expectOperator("]");
      return new Expressions.Slice(owner, start, stop, step);
    }

    Expression key = start;
    if (tokens.skipOperator(",")) {
      List<Expression> keys = items("]");
      keys.add(0, start);
      return new Expressions.Item(owner, new Expressions.TupleOf(keys));
    }

    tokens.expectOperator("]");
    return new Expressions.Item(owner, key);
  }

  private Expression bound() {
    boolean isOpen =
        tokens.isAtOperator(":") || tokens.isAtOperator("]") || tokens.isAtOperator(",");
    return isOpen ? NO_VALUE : expression();
  }

  CallArguments arguments() {
    int line = tokens.current().line();
    tokens.expectOperator("(");
    List<Expression> positional = new ArrayList<>();
    Map<String, Expression> named = new LinkedHashMap<>();
    Expression more = null;
    Expression moreNamed = null;
    boolean isFirst = true;
    while (!tokens.isAtOperator(")")) {
      if (!isFirst) {
        tokens.expectOperator(",");
        if (tokens.isAtOperator(")")) {
          break;
        }
      }

      isFirst = false;
      boolean isNamed = tokens.isAt(Token.Kind.NAME) && tokens.following().isOperator("=");
      if (tokens.skipOperator("*")) {
        requireOrder(more == null && moreNamed == null, line);
        more = expression();
      } else if (tokens.skipOperator("**")) {
        requireOrder(moreNamed == null, line);
        moreNamed = expression();
      } else if (isNamed) {
        requireOrder(moreNamed == null, line);
        String name = tokens.next().text();
        tokens.next();
        named.put(name, expression());
      } else {
        requireOrder(more == null && moreNamed == null && named.isEmpty(), line);
        positional.add(expression());
      }
    }

    tokens.expectOperator(")");
    return new CallArguments(positional, named, more, moreNamed);
  }

  private static void requireOrder(boolean isOrdered, int line) {
    if (!isOrdered) {
      throw new TemplateException("invalid syntax for function call expression", line);
    }
  }

  Expression filtersAndTests(Expression value) {
    Expression result = value;
    while (true) {
      if (tokens.isAtOperator("|")) {
        result = filters(result);
      } else if (tokens.skipName("is")) {
        result = test(result);
      } else if (tokens.isAtOperator("(")) {
        result = new Expressions.Call(result, arguments());
      } else {
        return result;
      }
    }
  }

  /** Reads any number of {@code | filter}. */
  Expression filters(Expression value) {
    Expression result = value;
    while (tokens.skipOperator("|")) {
      result = filter(result);
    }

    return result;
  }

  /** Reads the name of a filter and what it is given. */
  Expression filter(Expression value) {
    int line = tokens.current().line();
    String name = dottedName();
    CallArguments arguments = tokens.isAtOperator("(") ? arguments() : CallArguments.NO_ARGUMENTS;
    if (!isLenient && !Filters.isKnown(name)) {
      throw new TemplateException("No filter named '" + name + "'.", line);
    }

    return new Expressions.Filtered(value, name, arguments);
  }

  private String dottedName() {
    StringBuilder name = new StringBuilder(tokens.name());
    while (tokens.skipOperator(".")) {
      name.append('.').append(tokens.name());
    }

    return name.toString();
  }

  private Expression test(Expression value) {
    int line = tokens.current().line();
    boolean isNegated = tokens.skipName("not");
    String name = dottedName();
    CallArguments arguments = CallArguments.NO_ARGUMENTS;
    if (tokens.isAtOperator("(")) {
      arguments = arguments();
    } else if (isArgument()) {
      if (tokens.isAtName("is")) {
        throw tokens.fail("You cannot chain multiple tests with is");
      }

      arguments = new CallArguments(List.of(postfix(primary())), Map.of(), null, null);
    }

    if (!isLenient && !Checks.isKnown(name)) {
      throw new TemplateException("No test named '" + name + "'.", line);
    }

    Expression check = new Expressions.Checked(value, name, arguments);
    return isNegated ? new Expressions.Not(check) : check;
  }

  private boolean isArgument() {
    Token token = tokens.current();
    return switch (token.kind()) {
      case NAME -> !token.isName("else") && !token.isName("or") && !token.isName("and");
      case TEXT, INTEGER, REAL -> true;
      case OPERATOR -> token.isOperator("[") || token.isOperator("{");
      default -> false;
    };
  }
}
