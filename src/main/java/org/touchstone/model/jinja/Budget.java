package org.touchstone.model.jinja;

/**
 * What one rendering may cost, so that a hostile template ends with an error and not with the
 * memory or the day.
 */
final class Budget {

  /** Characters of the longest text, rendered or in between. */
  static final int LONGEST_TEXT = 16 << 20;

  /** Elements of the longest list. */
  static final int LONGEST_LIST = 1 << 20;

  /** Expressions, macros and printed collections within one another. */
  static final int DEEPEST = 400;

  /** Steps and characters of one rendering. */
  private static final long MOST = 1L << 28;

  private long spent;
  private int depth;

  /** Counts steps, or characters that are copied. */
  void spend(long steps) {
    spent += steps;
    if (spent > MOST) {
      throw new TemplateException(
          "the template does too much: allowed are %d steps and copied characters".formatted(MOST));
    }
  }

  /** Counts a text that is about to be made. */
  void text(long characters) {
    if (characters > LONGEST_TEXT) {
      throw new TemplateException(
          "the template makes a text of %d characters: allowed are %d"
              .formatted(characters, LONGEST_TEXT));
    }

    spend(characters);
  }

  /** Counts a list that is about to be made. */
  void list(long elements) {
    if (elements > LONGEST_LIST) {
      throw new TemplateException(
          "the template makes a list of %d elements: allowed are %d"
              .formatted(elements, LONGEST_LIST));
    }

    spend(elements);
  }

  /** Goes one level further in; {@link #leave} must follow. */
  void enter() {
    spend(1);
    if (++depth > DEEPEST) {
      throw new TemplateException(
          "the template is nested too deeply: allowed are %d levels".formatted(DEEPEST));
    }
  }

  /** Comes back from a level. */
  void leave() {
    depth--;
  }
}
