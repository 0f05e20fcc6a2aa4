package org.touchstone.statistics;

import java.util.Locale;

/** The words that a text begins with, by which templates and habits are recognised. */
final class Openings {

  private static final int WORDS = 4;
  private static final int MAX_CHARACTERS = 80;

  private Openings() {}

  /**
   * Returns the first four words in lower case, one blank between them, personal data masked; of a
   * text without blanks, the first 80 characters at most.
   */
  static String of(String text) {
    StringBuilder opening = new StringBuilder();
    int words = 0;
    boolean inWord = false;
    for (int i = 0; i < text.length() && opening.length() < MAX_CHARACTERS; i++) {
      char c = text.charAt(i);
      boolean blank = Character.isWhitespace(c);
      if (!blank) {
        if (!inWord && words == WORDS) {
          break;
        }

        if (!inWord && words++ > 0) {
          opening.append(' ');
        }

        opening.append(c);
      }

      inWord = !blank;
    }

    if (opening.length() > 0 && Character.isHighSurrogate(opening.charAt(opening.length() - 1))) {
      opening.setLength(opening.length() - 1);
    }

    return masked(opening.toString()).toLowerCase(Locale.ROOT);
  }

  private static String masked(String opening) {
    for (int i = 0; i < opening.length(); i++) {
      char c = opening.charAt(i);
      if (c == '@' || c >= '0' && c <= '9') {
        return PersonalData.masked(opening);
      }
    }

    return opening;
  }
}
