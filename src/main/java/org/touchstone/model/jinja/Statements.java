package org.touchstone.model.jinja;

import java.util.ArrayList;
import java.util.List;

/** The kinds of statements but the loop. */
final class Statements {

  /** The name under which the filters of a captured block find its text; no template can say it. */
  static final String CAPTURED = "captured block";

  private Statements() {}

  record Data(String text) implements Statement {
    @Override
    public Ending execute(Scope scope, Output out) {
      out.write(text);
      return Ending.NORMAL;
    }
  }

  record Print(Expression value) implements Statement {
    @Override
    public Ending execute(Scope scope, Output out) {
      out.write(Representation.printed(scope.budget(), value.in(scope)));
      return Ending.NORMAL;
    }
  }

  /** One condition and what it guards. */
  record Branch(Expression test, Body body) {}

  record If(List<Branch> branches, Body otherwise) implements Statement {
    @Override
    public Ending execute(Scope scope, Output out) {
      for (Branch branch : branches) {
        if (Values.isTrue(branch.test().in(scope))) {
          return branch.body().execute(scope, out);
        }
      }

      return otherwise.execute(scope, out);
    }
  }

  record Set(Target target, Expression value) implements Statement {
    @Override
    public Ending execute(Scope scope, Output out) {
      target.assign(scope, value.in(scope));
      return Ending.NORMAL;
    }
  }

  record SetBlock(Target target, Expression value, Body body) implements Statement {
    @Override
    public Ending execute(Scope scope, Output out) {
      Scope inner = scope.inner();
      Output captured = new Output(scope.budget());
      Ending ending = body.execute(inner, captured);
      if (ending == Ending.NORMAL) {
        inner.set(CAPTURED, captured.text());
        target.assign(scope, value.in(inner));
      }

      return ending;
    }
  }

  record FilterBlock(Expression value, Body body) implements Statement {
    @Override
    public Ending execute(Scope scope, Output out) {
      Scope inner = scope.inner();
      Output captured = new Output(scope.budget());
      Ending ending = body.execute(inner, captured);
      if (ending == Ending.NORMAL) {
        inner.set(CAPTURED, captured.text());
        out.write(Representation.printed(scope.budget(), value.in(inner)));
      }

      return ending;
    }
  }

  record MacroDefinition(Macro.Signature signature, Body body) implements Statement {
    @Override
    public Ending execute(Scope scope, Output out) {
      scope.set(signature.name(), new Macro(signature, body, scope));
      return Ending.NORMAL;
    }
  }

  record CallBlock(Expressions.Call call, Macro.Signature signature, Body body)
      implements Statement {
    @Override
    public Ending execute(Scope scope, Output out) {
      Arguments arguments = call.arguments().evaluate(scope);
      java.util.Map<String, Object> named = new java.util.LinkedHashMap<>(arguments.named());
      named.put(Macro.CALLER, new Macro(signature, body, scope));
      Object value = call.call(scope, new Arguments(arguments.positional(), named));
      out.write(Representation.printed(scope.budget(), value));
      return Ending.NORMAL;
    }
  }

  record With(List<Target> targets, List<Expression> values, Body body) implements Statement {
    @Override
    public Ending execute(Scope scope, Output out) {
      List<Object> results = new ArrayList<>(values.size());
      for (Expression value : values) {
        results.add(value.in(scope));
      }

      Scope inner = scope.inner();
      for (int i = 0; i < results.size(); i++) {
        targets.get(i).assign(inner, results.get(i));
      }

      return body.execute(inner, out);
    }
  }

  /** A block of its own scope: a tag that marks what it holds, and does nothing else here. */
  record Scoped(Body body) implements Statement {
    @Override
    public Ending execute(Scope scope, Output out) {
      return body.execute(scope.inner(), out);
    }
  }

  /** A named block, which sees what the template itself set. */
  record Block(Body body) implements Statement {
    @Override
    public Ending execute(Scope scope, Output out) {
      return body.execute(scope.outermost().inner(), out);
    }
  }

  record Leave(Ending ending) implements Statement {
    @Override
    public Ending execute(Scope scope, Output out) {
      return ending;
    }
  }
}
