package org.touchstone.model.jinja;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the tags of a template. */
final class StatementParser extends ExpressionParser {

  private static final Expression CAPTURED = new Expressions.Name(Statements.CAPTURED);

  private int loops;

  StatementParser(Tokens tokens) {
    super(tokens);
  }

  /** Reads a whole template. */
  Body template() {
    Body body = body("");
    tokens.expect(Token.Kind.END, "end of template");
    return body;
  }

  /** Reads up to a tag of one of some names, and leaves the reader at that name. */
  private Body body(String tag, String... ends) {
    tokens.enter();
    Set<String> needles = Set.of(ends);
    List<Body.Located> statements = new ArrayList<>();
    while (!tokens.isAt(Token.Kind.END)) {
      Token token = tokens.next();
      if (token.kind() == Token.Kind.DATA) {
        statements.add(new Body.Located(new Statements.Data(token.text()), token.line()));
      } else if (token.kind() == Token.Kind.VARIABLE_BEGIN) {
        Statement print = new Statements.Print(tuple(Part.EXPRESSION));
        tokens.expect(Token.Kind.VARIABLE_END, "end of print statement");
        statements.add(new Body.Located(print, token.line()));
      } else {
        if (tokens.isAt(Token.Kind.NAME) && needles.contains(tokens.current().text())) {
          tokens.leave();
          return new Body(statements);
        }

        Statement statement = statement(tag, needles);
        tokens.expect(Token.Kind.BLOCK_END, "end of statement block");
        statements.add(new Body.Located(statement, token.line()));
      }
    }

    if (ends.length > 0) {
      throw endOfTemplate(tag, ends);
    }

    tokens.leave();
    return new Body(statements);
  }

  private TemplateException endOfTemplate(String tag, String... ends) {
    String sought =
        List.of(ends).stream().map(end -> "'" + end + "'").collect(Collectors.joining(" or "));
    return tokens.fail(
        ("Unexpected end of template. Jinja was looking for the following tags: %s. The innermost"
                + " block that needs to be closed is '%s'.")
            .formatted(sought, tag));
  }

  private Statement statement(String outer, Set<String> needles) {
    Token token = tokens.expect(Token.Kind.NAME, "tag name");
    return switch (token.text()) {
      case "if" -> ifStatement();
      case "for" -> forStatement();
      case "set" -> set();
      case "macro" -> macro();
      case "call" -> callBlock();
      case "filter" -> filterBlock();
      case "with" -> with();
      case "generation" -> generation();
      case "block" -> block();
      case "print" -> print();
      case "autoescape" -> autoescape();
      case "break" -> leave(token, Statement.Ending.BREAK);
      case "continue" -> leave(token, Statement.Ending.CONTINUE);
      case "extends", "include", "import", "from" ->
          throw new TemplateException(
              "a chat template cannot " + token.text() + " others", token.line());
      default -> throw unknown(token, outer, needles);
    };
  }

  private static TemplateException unknown(Token token, String outer, Set<String> needles) {
    String sought =
        needles.isEmpty()
            ? ""
            : " Jinja was looking for the following tags: %s. The innermost block that needs to be closed is '%s'."
                .formatted(
                    needles.stream()
                        .sorted()
                        .map(end -> "'" + end + "'")
                        .collect(Collectors.joining(" or ")),
                    outer);
    return new TemplateException(
        "Encountered unknown tag '" + token.text() + "'." + sought, token.line());
  }

  /** Reads what a tag holds, from behind its opening to behind the name of its end. */
  private Body bodyTo(String tag, String end) {
    tokens.skipOperator(":");
    tokens.expect(Token.Kind.BLOCK_END, "end of statement block");
    Body body = body(tag, end);
    tokens.next();
    return body;
  }

  /** Reads as {@link #bodyTo}, where a missing filter is an error at once. */
  private Body strictBodyTo(String tag, String end) {
    boolean outer = isLenient;
    isLenient = false;
    Body body = bodyTo(tag, end);
    isLenient = outer;
    return body;
  }

  private Statement ifStatement() {
    boolean outer = isLenient;
    isLenient = true;
    List<Statements.Branch> branches = new ArrayList<>();
    Body otherwise = new Body(List.of());
    String next = "if";
    while (!next.equals("endif")) {
      if (next.equals("else")) {
        otherwise = bodyTo("if", "endif");
        break;
      }

      Expression test = tuple(Part.NO_CONDITION);
      tokens.skipOperator(":");
      tokens.expect(Token.Kind.BLOCK_END, "end of statement block");
      branches.add(new Statements.Branch(test, body("if", "elif", "else", "endif")));
      next = tokens.next().text();
    }

    isLenient = outer;
    return new Statements.If(branches, otherwise);
  }

  private Statement forStatement() {
    Target target = loopTarget();
    tokens.expectName("in");
    Expression elements = tuple(Part.NO_CONDITION);
    boolean outer = isLenient;
    isLenient = false;
    Expression test = tokens.skipName("if") ? expression() : null;
    boolean isRecursive = tokens.skipName("recursive");
    tokens.skipOperator(":");
    tokens.expect(Token.Kind.BLOCK_END, "end of statement block");
    loops++;
    Body body = body("for", "endfor", "else");
    loops--;
    Body otherwise =
        tokens.next().text().equals("else") ? bodyTo("for", "endfor") : new Body(List.of());
    isLenient = outer;
    return new ForStatement(target, elements, test, body, otherwise, isRecursive);
  }

  private Target loopTarget() {
    List<Target> targets = new ArrayList<>();
    boolean isTuple = false;
    while (!tokens.isAtName("in")) {
      targets.add(assignable(primary()));
      if (!tokens.skipOperator(",")) {
        break;
      }

      isTuple = true;
    }

    if (targets.isEmpty()) {
      throw tokens.fail("Expected an expression, got '" + tokens.current().shown() + "'");
    }

    return isTuple ? new Target.OfTuple(targets) : targets.get(0);
  }

  private Target assignable(Expression expression) {
    Target target = target(expression);
    if (target == null) {
      throw tokens.fail("can't assign to that: allowed are names and attributes of namespaces");
    }

    if (loops > 0 && target instanceof Target.OfName name && name.name().equals("loop")) {
      throw tokens.fail("Can't assign to special loop variable in for-loop target");
    }

    return target;
  }

  private Statement set() {
    Target target = setTarget();
    if (tokens.skipOperator("=")) {
      return new Statements.Set(target, tuple(Part.EXPRESSION));
    }

    Expression value = filters(CAPTURED);
    return new Statements.SetBlock(target, value, strictBodyTo("set", "endset"));
  }

  private Target setTarget() {
    List<Target> targets = new ArrayList<>();
    boolean isTuple = false;
    while (!tokens.isAtOperator("=") && !tokens.isAt(Token.Kind.BLOCK_END)) {
      targets.add(oneSetTarget());
      if (!tokens.skipOperator(",")) {
        break;
      }

      isTuple = true;
    }

    if (targets.isEmpty()) {
      throw tokens.fail("Expected an expression, got '" + tokens.current().shown() + "'");
    }

    return isTuple ? new Target.OfTuple(targets) : targets.get(0);
  }

  private Target oneSetTarget() {
    if (tokens.isAt(Token.Kind.NAME) && tokens.following().isOperator(".")) {
      String namespace = tokens.name();
      tokens.next();
      return new Target.OfAttribute(namespace, tokens.name());
    }

    return assignable(primary());
  }

  private Statement macro() {
    String name = tokens.name();
    Set<String> uses = new HashSet<>();
    List<String> parameters = new ArrayList<>();
    List<Expression> defaults = new ArrayList<>();
    signature(parameters, defaults);
    Body body = functionBody("macro", "endmacro", uses);
    return new Statements.MacroDefinition(
        new Macro.Signature(name, parameters, defaults, uses), body);
  }

  private void signature(List<String> parameters, List<Expression> defaults) {
    tokens.expectOperator("(");
    while (!tokens.isAtOperator(")")) {
      if (!parameters.isEmpty()) {
        tokens.expectOperator(",");
      }

      parameters.add(tokens.name());
      if (tokens.skipOperator("=")) {
        defaults.add(expression());
      } else if (!defaults.isEmpty()) {
        throw tokens.fail("non-default argument follows default argument");
      }
    }

    tokens.expectOperator(")");
  }

  /** Reads a body that is a function of its own: loops outside of it cannot be left from inside. */
  private Body functionBody(String tag, String end, @Nullable Set<String> uses) {
    int outer = loops;
    loops = 0;
    if (uses != null) {
      specialUses.add(uses);
    }

    Body body = strictBodyTo(tag, end);
    if (uses != null) {
      specialUses.remove(specialUses.size() - 1);
    }

    loops = outer;
    return body;
  }

  private Statement callBlock() {
    int line = tokens.current().line();
    List<String> parameters = new ArrayList<>();
    List<Expression> defaults = new ArrayList<>();
    if (tokens.isAtOperator("(")) {
      signature(parameters, defaults);
    }

    if (!(expression() instanceof Expressions.Call call)) {
      throw new TemplateException("expected call", line);
    }

    Set<String> uses = new HashSet<>();
    Body body = functionBody("call", "endcall", uses);
    return new Statements.CallBlock(
        call, new Macro.Signature(Macro.CALLER, parameters, defaults, uses), body);
  }

  private Statement filterBlock() {
    Expression value = filters(filter(CAPTURED));
    return new Statements.FilterBlock(value, strictBodyTo("filter", "endfilter"));
  }

  private Statement with() {
    List<Target> targets = new ArrayList<>();
    List<Expression> values = new ArrayList<>();
    while (!tokens.isAt(Token.Kind.BLOCK_END)) {
      if (!targets.isEmpty()) {
        tokens.expectOperator(",");
      }

      targets.add(assignable(primary()));
      tokens.expectOperator("=");
      values.add(expression());
    }

    return new Statements.With(targets, values, strictBodyTo("with", "endwith"));
  }

  private Statement generation() {
    return new Statements.Scoped(functionBody("generation", "endgeneration", null));
  }

  private Statement block() {
    String name = tokens.name();
    boolean isScoped = tokens.skipName("scoped");
    tokens.skipName("required");
    Body body = functionBody("block", "endblock", null);
    tokens.skipName(name);
    return isScoped ? new Statements.Scoped(body) : new Statements.Block(body);
  }

  private Statement print() {
    List<Body.Located> prints = new ArrayList<>();
    while (!tokens.isAt(Token.Kind.BLOCK_END)) {
      if (!prints.isEmpty()) {
        tokens.expectOperator(",");
      }

      int line = tokens.current().line();
      prints.add(new Body.Located(new Statements.Print(expression()), line));
    }

    return new Body(prints)::execute;
  }

  private Statement autoescape() {
    Expression value = expression();
    boolean isOff =
        value instanceof Expressions.Literal literal && Boolean.FALSE.equals(literal.value());
    if (!isOff) {
      throw tokens.fail("a chat template cannot turn on autoescape");
    }

    return new Statements.Scoped(strictBodyTo("autoescape", "endautoescape"));
  }

  private Statement leave(Token token, Statement.Ending ending) {
    if (loops == 0) {
      throw new TemplateException("'" + token.text() + "' outside of a loop", token.line());
    }

    return new Statements.Leave(ending);
  }
}
