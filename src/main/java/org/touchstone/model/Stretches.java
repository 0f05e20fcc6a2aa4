package org.touchstone.model;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a long text where its encoding does not notice: before a space or line break that follows
 * something else than white space. No piece of the project's tokenizers goes on there, so the
 * stretches encoded one by one give the ids of the whole.
 *
 * <p>A text that offers no such place within {@value #LONGEST} characters (nobody writes one) is
 * cut there all the same; the cut depends on the text alone, so its ids are still always the same.
 */
final class Stretches {

  /** Characters of the longest stretch, about 4,000 tokens of English. */
  static final int LONGEST = 16_384;

  private Stretches() {}

  /** Returns the stretches in order; they concatenate to the text. */
  static List<String> of(String text) {
    if (text.length() <= LONGEST) {
      return List.of(text);
    }

    List<String> stretches = new ArrayList<>();
    int start = 0;
    while (start < text.length()) {
      int end = end(text, start);
      stretches.add(text.substring(start, end));
      start = end;
    }

    return stretches;
  }

  private static int end(String text, int start) {
    int latest = start + LONGEST;
    if (latest >= text.length()) {
      return text.length();
    }

    for (int at = latest; at > start; at--) {
      if (isGap(text.charAt(at)) && !isWhite(text.charAt(at - 1))) {
        return at;
      }
    }

    return Character.isLowSurrogate(text.charAt(latest)) ? latest - 1 : latest;
  }

  private static boolean isGap(char character) {
    return character == ' ' || character == '\n';
  }

  /** True for all white space of Unicode and some controls more, which only moves the cut. */
  private static boolean isWhite(char character) {
    return Character.isWhitespace(character)
        || Character.isSpaceChar(character)
        || character == '\u0085';
  }
}
