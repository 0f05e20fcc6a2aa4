package org.touchstone.model.jinja;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads expressions. From loosest to tightest: {@code if}, {@code or}, {@code and}, {@code not},
 * comparisons, {@code + -}, {@code ~}, {@code * / // %}, {@code **}, signs, and then operands.
 */
class ExpressionParser extends OperandParser {

  private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");

  ExpressionParser(Tokens tokens) {
    super(tokens);
  }

  @Override
  Expression expression() {
    int line = tokens.current().line();
    Expression value = or();
    boolean outer = isLenient;
    while (tokens.skipName("if")) {
      isLenient = true;
      Expression test = or();
      tokens.enter();
      Expression no = tokens.skipName("else") ? expression() : null;
      tokens.leave();
      value = new Expressions.Conditional(test, value, no, line);
      isLenient = outer;
    }

    return value;
  }

  @Override
  Expression or() {
    Expression left = and();
    while (tokens.skipName("or")) {
      left = new Expressions.Or(left, and());
    }

    return left;
  }

  private Expression and() {
    Expression left = not();
    while (tokens.skipName("and")) {
      left = new Expressions.And(left, not());
    }

    return left;
  }

  private Expression not() {
    if (!tokens.skipName("not")) {
      return comparison();
    }

    tokens.enter();
    Expression value = new Expressions.Not(not());
    tokens.leave();
    return value;
  }

  private Expression comparison() {
    Expression first = sum();
    List<Expressions.Link> links = new ArrayList<>();
    while (true) {
      Token token = tokens.current();
      if (token.kind() == Token.Kind.OPERATOR && COMPARISONS.contains(token.text())) {
        tokens.next();
        links.add(new Expressions.Link(token.text(), sum()));
      } else if (tokens.skipName("in")) {
        links.add(new Expressions.Link("in", sum()));
      } else if (token.isName("not") && tokens.following().isName("in")) {
        tokens.next();
        tokens.next();
        links.add(new Expressions.Link("not in", sum()));
      } else {
        return links.isEmpty() ? first : new Expressions.Comparison(first, links);
      }
    }
  }

  private Expression sum() {
    return chain(this::concatenation, "+", "-");
  }

  private Expression concatenation() {
    return chain(this::product, "~");
  }

  private Expression product() {
    return chain(this::power, "*", "/", "//", "%");
  }

  private Expression power() {
    return chain(() -> signed(true), "**");
  }

  private Expression chain(java.util.function.Supplier<Expression> operand, String... operators) {
    List<String> known = Arrays.asList(operators);
    Expression left = operand.get();
    while (tokens.isAt(Token.Kind.OPERATOR) && known.contains(tokens.current().text())) {
      String operator = tokens.next().text();
      left = new Expressions.Binary(operator, left, operand.get());
    }

    return left;
  }

  private Expression signed(boolean withFilters) {
    tokens.enter();
    Expression value;
    if (tokens.isAtOperator("-") || tokens.isAtOperator("+")) {
      String sign = tokens.next().text();
      value = new Expressions.Signed(sign, signed(false));
    } else {
      value = primary();
    }

    value = postfix(value);
    value = withFilters ? filtersAndTests(value) : value;
    tokens.leave();
    return value;
  }

  /** Turns what was read as an expression into something to assign to, null if it cannot be. */
  static @Nullable Target target(Expression expression) {
    if (expression instanceof Expressions.Name name) {
      return new Target.OfName(name.name());
    }

    if (expression instanceof Expressions.TupleOf tuple) {
      List<Target> targets = new ArrayList<>();
      for (Expression item : tuple.items()) {
        Target target = target(item);
        if (target == null) {
          return null;
        }

        targets.add(target);
      }

      return new Target.OfTuple(targets);
    }

    return null;
  }
}
