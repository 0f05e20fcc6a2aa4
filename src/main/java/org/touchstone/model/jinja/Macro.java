package org.touchstone.model.jinja;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A piece of template that is called like a function; sees the scope in which it was defined. */
final class Macro implements Callable {

  /** The argument that a call block passes. */
  static final String CALLER = "caller";

  private static final String NAMED = "kwargs";
  private static final String POSITIONAL = "varargs";

  private final Signature signature;
  private final Body body;
  private final Scope definition;

  /**
   * How a macro is called.
   *
   * @param name its name
   * @param parameters names in order
   * @param defaults what the last parameters have if nothing is passed
   * @param uses which of the special names its body mentions
   */
  record Signature(
      String name, List<String> parameters, List<Expression> defaults, java.util.Set<String> uses) {

    /** The names that a macro takes without declaring them. */
    static final java.util.Set<String> SPECIAL = java.util.Set.of(CALLER, NAMED, POSITIONAL);

    private @Nullable Expression defaultOf(int parameter) {
      int at = parameter - parameters.size() + defaults.size();
      return at < 0 ? null : defaults.get(at);
    }
  }

  Macro(Signature signature, Body body, Scope definition) {
    this.signature = signature;
    this.body = body;
    this.definition = definition;
  }

  String name() {
    return signature.name();
  }

  @Nullable Object attribute(String name) {
    return switch (name) {
      case "name" -> signature.name();
      case "arguments" -> new Tuple(List.copyOf(signature.parameters()));
      case "catch_kwargs" -> uses(NAMED);
      case "catch_varargs" -> uses(POSITIONAL);
      case CALLER -> uses(CALLER);
      default -> null;
    };
  }

  private boolean uses(String special) {
    return signature.uses().contains(special) && !signature.parameters().contains(special);
  }

  @Override
  public Object call(Scope scope, Arguments arguments) {
    scope.budget().enter();
    Scope inner = definition.inner();
    bind(inner, arguments);
    Output out = new Output(scope.budget());
    body.execute(inner, out);
    scope.budget().leave();
    return out.text();
  }

  private void bind(Scope inner, Arguments arguments) {
    List<String> parameters = signature.parameters();
    Map<String, Object> named = new LinkedHashMap<>(arguments.named());
    List<Object> positional = arguments.positional();
    int count = Math.min(positional.size(), parameters.size());
    boolean[] isMissing = new boolean[parameters.size()];
    for (int i = 0; i < parameters.size(); i++) {
      Object value = i < count ? positional.get(i) : named.remove(parameters.get(i));
      isMissing[i] = value == null;
      inner.set(
          parameters.get(i),
          value == null
              ? new Undefined("parameter '" + parameters.get(i) + "' was not provided")
              : value);
    }

    bindSpecial(inner, named, positional.subList(count, positional.size()));
    for (int i = 0; i < parameters.size(); i++) {
      Expression value = signature.defaultOf(i);
      if (isMissing[i] && value != null) {
        inner.set(parameters.get(i), value.in(inner));
      }
    }
  }

  private void bindSpecial(Scope inner, Map<String, Object> named, List<Object> left) {
    if (uses(CALLER)) {
      Object caller = named.remove(CALLER);
      inner.set(CALLER, caller == null ? new Undefined("No caller defined") : caller);
    }

    if (uses(NAMED)) {
      Dictionary dictionary = new Dictionary();
      named.forEach(dictionary::put);
      inner.set(NAMED, dictionary);
    } else if (!named.isEmpty()) {
      throw new TemplateException(
          "macro '%s' takes no keyword argument '%s'"
              .formatted(name(), named.keySet().iterator().next()));
    }

    if (uses(POSITIONAL)) {
      inner.set(POSITIONAL, new Tuple(List.copyOf(left)));
    } else if (!left.isEmpty()) {
      throw new TemplateException(
          "macro '%s' takes not more than %d argument(s)"
              .formatted(name(), signature.parameters().size()));
    }
  }
}
