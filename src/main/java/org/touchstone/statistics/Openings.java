package org.touchstone.statistics;

import java.util.Locale;

/** The words that a text begins with, by which templates and habits are recognised. */
final class Openings {

  private static final int WORDS = 4;
  private static final int MAX_CHARACTERS = 80;

  /** Of these, personal data is masked before words are cut off, which could cut it in two. */
  private static final int MASKED_CHARACTERS = 200;

  private Openings() {}

  /**
   * Returns the first four words in lower case, one blank between them, personal data masked; of a
   * text without blanks, the first 80 characters at most.
   */
  static String of(String text) {
    String beginning = beginning(text);
    String words = words(beginning);
    String shown = mayTouchPersonalData(words) ? words(PersonalData.masked(beginning)) : words;
    return shown.toLowerCase(Locale.ROOT);
  }

  /** The first characters, with one blank for every run of white space. */
  private static String beginning(String text) {
    StringBuilder beginning = new StringBuilder(MASKED_CHARACTERS);
    boolean blank = false;
    for (int i = 0; i < text.length() && beginning.length() < MASKED_CHARACTERS; i++) {
      char c = text.charAt(i);
      if (!Character.isWhitespace(c)) {
        beginning.append(blank && beginning.length() > 0 ? " " : "").append(c);
        blank = false;
      } else {
        blank = true;
      }
    }

    return beginning.toString();
  }

  private static String words(String beginning) {
    int end = -1;
    for (int word = 0; word < WORDS; word++) {
      int next = beginning.indexOf(' ', end + 1);
      end = next < 0 ? beginning.length() : next;
    }

    int cut = Math.min(end, MAX_CHARACTERS);
    boolean halved = cut > 0 && Character.isHighSurrogate(beginning.charAt(cut - 1));
    return beginning.substring(0, halved ? cut - 1 : cut).strip();
  }

  /** Every pattern has a digit or an at sign in each of its words, unless the word was cut. */
  private static boolean mayTouchPersonalData(String words) {
    for (int i = 0; i < words.length(); i++) {
      char c = words.charAt(i);
      if (c == '@' || c >= '0' && c <= '9') {
        return true;
      }
    }

    return words.length() >= MAX_CHARACTERS - 1;
  }
}
