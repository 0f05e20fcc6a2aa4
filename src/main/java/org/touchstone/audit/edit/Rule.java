package org.touchstone.audit.edit;

import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/**
 * An edit made of its description and a rewrite.
 *
 * @param scope the replies the rewrite is meant for
 */
record Rule(String name, Expected expected, String what, Scope scope, Rewrite rewrite)
    implements Edit {

  /** The replies a rule is meant for. */
  enum Scope {
    ANY_LANGUAGE,
    ENGLISH
  }

  /** A rule that brings words of English along, or looks for some. */
  static Rule english(String name, Expected expected, String what, Rewrite rewrite) {
    return new Rule(name, expected, what, Scope.ENGLISH, rewrite);
  }

  /** A rule that reads no words. */
  static Rule any(String name, Expected expected, String what, Rewrite rewrite) {
    return new Rule(name, expected, what, Scope.ANY_LANGUAGE, rewrite);
  }

  /** A rewrite that sees the reply alone and leaves nothing to chance. */
  static Rewrite text(UnaryOperator<String> rewrite) {
    return (subject, random) -> rewrite.apply(subject.reply());
  }

  @Override
  public Optional<String> apply(Subject subject, SplittableRandom random) {
    if (subject.reply().isBlank() || (scope == Scope.ENGLISH && !English.isSpokenBy(subject))) {
      return Optional.empty();
    }

    String edited = rewrite.of(subject, random);
    return edited.isBlank() || edited.equals(subject.reply())
        ? Optional.empty()
        : Optional.of(edited);
  }
}
