package org.touchstone.model;

import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.touchstone.model.program.Backbone;
import org.touchstone.model.program.BackboneArchitecture;
import org.touchstone.model.program.TokenSpace;

/** Finds the model's own names for the tensors of an adapter of the bare backbone. */
final class AdapterNames {

  private AdapterNames() {}

  /** Returns the names with the backbone's prefix where only so a module of the model has them. */
  static UnaryOperator<String> of(BackboneArchitecture architecture) {
    Backbone.Facts facts = architecture.facts();
    TokenSpace tokens = new TokenSpace(facts.vocabulary(), 0, facts.maxPositions());
    Set<String> modules =
        architecture.tensors(tokens).stream()
            .map(tensor -> tensor.name().substring(0, tensor.name().lastIndexOf('.') + 1))
            .filter(module -> !module.isEmpty())
            .collect(Collectors.toSet());
    return name ->
        isOf(modules, facts.prefix() + name) && !isOf(modules, name) ? facts.prefix() + name : name;
  }

  private static boolean isOf(Set<String> modules, String name) {
    for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
      if (modules.contains(name.substring(0, dot + 1))) {
        return true;
      }
    }

    return false;
  }
}
