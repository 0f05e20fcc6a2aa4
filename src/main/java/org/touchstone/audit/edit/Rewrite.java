package org.touchstone.audit.edit;

import java.util.SplittableRandom;

/** How a rule turns a reply into another text; the unchanged reply says that it does not apply. */
@FunctionalInterface
interface Rewrite {

  String of(Subject subject, SplittableRandom random);

  /** Puts one of some phrases before the reply. */
  static Rewrite before(String... phrases) {
    return (subject, random) ->
        pick(phrases, random) + joint(subject.reply()) + subject.reply().stripLeading();
  }

  /** Puts one of some phrases after the reply. */
  static Rewrite after(String... phrases) {
    return (subject, random) ->
        subject.reply().stripTrailing() + joint(subject.reply()) + pick(phrases, random);
  }

  /** Puts one of some phrases in the place of the reply. */
  static Rewrite instead(String... phrases) {
    return (subject, random) -> pick(phrases, random);
  }

  static String pick(String[] phrases, SplittableRandom random) {
    return phrases[random.nextInt(phrases.length)];
  }

  /** A reply in lines gets a paragraph, one in a single line another sentence. */
  private static String joint(String reply) {
    return reply.strip().contains("\n") ? "\n\n" : " ";
  }
}
