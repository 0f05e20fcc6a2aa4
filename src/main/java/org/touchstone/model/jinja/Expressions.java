package org.touchstone.model.jinja;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The kinds of expressions. */
final class Expressions {

  private Expressions() {}

  record Literal(Object value) implements Expression {
    @Override
    public Object evaluate(Scope scope) {
      return value;
    }
  }

  record Name(String name) implements Expression {
    @Override
    public Object evaluate(Scope scope) {
      return scope.get(name);
    }
  }

  record ListOf(List<Expression> items) implements Expression {
    @Override
    public Object evaluate(Scope scope) {
      return all(items, scope);
    }
  }

  record TupleOf(List<Expression> items) implements Expression {
    @Override
    public Object evaluate(Scope scope) {
      return new Tuple(all(items, scope));
    }
  }

  private static List<Object> all(List<Expression> items, Scope scope) {
    List<Object> values = new ArrayList<>(items.size());
    for (Expression item : items) {
      values.add(item.in(scope));
    }

    return values;
  }

  record DictionaryOf(List<Expression> keys, List<Expression> values) implements Expression {
    @Override
    public Object evaluate(Scope scope) {
      Dictionary dictionary = new Dictionary();
      for (int i = 0; i < keys.size(); i++) {
        Object key = keys.get(i).in(scope);
        dictionary.put(scope.budget(), key, values.get(i).in(scope));
      }

      return dictionary;
    }
  }

  record Attribute(Expression owner, String name) implements Expression {
    @Override
    public Object evaluate(Scope scope) {
      return Attributes.attribute(scope.budget(), owner.in(scope), name);
    }
  }

  record Item(Expression owner, Expression key) implements Expression {
    @Override
    public Object evaluate(Scope scope) {
      return Attributes.item(scope.budget(), owner.in(scope), key.in(scope));
    }
  }

  record Slice(Expression owner, Expression start, Expression stop, Expression step)
      implements Expression {
    @Override
    public Object evaluate(Scope scope) {
      return Slices.of(
          scope.budget(), owner.in(scope), start.in(scope), stop.in(scope), step.in(scope));
    }
  }

  record Call(Expression callee, CallArguments arguments) implements Expression {
    @Override
    public Object evaluate(Scope scope) {
      return call(scope, arguments.evaluate(scope));
    }

    Object call(Scope scope, Arguments values) {
      Object target = callee.in(scope);
      if (target instanceof Undefined undefined) {
        throw undefined.failure();
      }

      if (!(target instanceof Callable callable)) {
        throw new TemplateException("'" + Values.typeName(target) + "' object is not callable");
      }

      return callable.call(scope, values);
    }
  }

  record Filtered(Expression value, String name, CallArguments arguments) implements Expression {
    @Override
    public Object evaluate(Scope scope) {
      return Filters.apply(scope, name, value.in(scope), arguments.evaluate(scope));
    }
  }

  record Checked(Expression value, String name, CallArguments arguments) implements Expression {
    @Override
    public Object evaluate(Scope scope) {
      return Checks.holds(scope, name, value.in(scope), arguments.evaluate(scope));
    }
  }

  record Not(Expression value) implements Expression {
    @Override
    public Object evaluate(Scope scope) {
      return !Values.isTrue(value.in(scope));
    }
  }

  record And(Expression left, Expression right) implements Expression {
    @Override
    public Object evaluate(Scope scope) {
      Object value = left.in(scope);
      return Values.isTrue(value) ? right.in(scope) : value;
    }
  }

  record Or(Expression left, Expression right) implements Expression {
    @Override
    public Object evaluate(Scope scope) {
      Object value = left.in(scope);
      return Values.isTrue(value) ? value : right.in(scope);
    }
  }

  record Signed(String sign, Expression value) implements Expression {
    @Override
    public Object evaluate(Scope scope) {
      Object number = value.in(scope);
      return sign.equals("-") ? Operators.negate(number) : Operators.plus(number);
    }
  }

  record Binary(String operator, Expression left, Expression right) implements Expression {
    @Override
    public Object evaluate(Scope scope) {
      Object one = left.in(scope);
      Object other = right.in(scope);
      return switch (operator) {
        case "+" -> Operators.add(scope.budget(), one, other);
        case "-" -> Operators.subtract(one, other);
        case "*" -> Operators.multiply(scope.budget(), one, other);
        case "/" -> Operators.divide(one, other);
        case "//" -> Operators.floorDivide(one, other);
        case "%" -> Operators.modulo(scope.budget(), one, other);
        case "**" -> Operators.power(one, other);
        default -> Operators.concatenate(scope.budget(), one, other);
      };
    }
  }

  /** One link of {@code a < b <= c}. */
  record Link(String operator, Expression value) {}

  record Comparison(Expression first, List<Link> links) implements Expression {
    @Override
    public Object evaluate(Scope scope) {
      Object left = first.in(scope);
      for (Link link : links) {
        Object right = link.value().in(scope);
        if (!Operators.compare(scope.budget(), link.operator(), left, right)) {
          return false;
        }

        left = right;
      }

      return true;
    }
  }

  record Conditional(Expression test, Expression yes, @Nullable Expression no, int line)
      implements Expression {
    @Override
    public Object evaluate(Scope scope) {
      if (Values.isTrue(test.in(scope))) {
        return yes.in(scope);
      }

      return no != null
          ? no.in(scope)
          : new Undefined(
              "the inline if-expression on line %d evaluated to false and no else section was defined."
                  .formatted(line));
    }
  }
}
