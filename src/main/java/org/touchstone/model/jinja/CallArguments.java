package org.touchstone.model.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is written between the parentheses of a call.
 *
 * @param positional in order
 * @param named by name
 * @param more behind {@code *}, null if absent
 * @param moreNamed behind {@code **}, null if absent
 */
record CallArguments(
    List<Expression> positional,
    Map<String, Expression> named,
    @Nullable Expression more,
    @Nullable Expression moreNamed) {

  static final CallArguments NO_ARGUMENTS = new CallArguments(List.of(), Map.of(), null, null);

  Arguments evaluate(Scope scope) {
    if (positional.isEmpty() && named.isEmpty() && more == null && moreNamed == null) {
      return Arguments.NO_ARGUMENTS;
    }

    List<Object> values = new ArrayList<>();
    for (Expression argument : positional) {
      values.add(argument.in(scope));
    }

    if (more != null) {
      values.addAll(Values.list(scope.budget(), more.in(scope)));
    }

    Map<String, Object> byName = new LinkedHashMap<>();
    named.forEach((name, argument) -> byName.put(name, argument.in(scope)));
    if (moreNamed != null) {
      byName.putAll(Globals.named(scope.budget(), moreNamed.in(scope)).named());
    }

    return new Arguments(values, byName);
  }
}
