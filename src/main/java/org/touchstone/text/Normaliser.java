package org.touchstone.text;

import java.text.Normalizer;
import java.util.Locale;

/**
 * Reduces a text to what makes it the same text as another: two texts are exact duplicates when
 * they are equal after this.
 *
 * <p>Results are stored as hashes, so each rule is a version and never changes.
 */
public enum Normaliser {

  /**
   * NFKC, lower case without a locale, letters and digits (with the combining marks that follow
   * them) as words, and every run of anything else as one blank; no blank at either end. Format
   * characters, such as soft hyphens and joiners, vanish without separating. A text without any
   * letter or digit keeps its symbols, with white space collapsed: otherwise all such texts would
   * be equal.
   */
  V1;

  private static final int ASCII_END = 0x80;

  /**
   * Normalises a text.
   *
   * @param text any text
   * @return the normalised text; empty only if the text is blank
   */
  public String apply(String text) {
    String compatible = isAscii(text) ? text : Normalizer.normalize(text, Normalizer.Form.NFKC);
    String lower = compatible.toLowerCase(Locale.ROOT);
    String words = words(lower);
    return words.isEmpty() ? collapse(lower) : words;
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= ASCII_END) {
        return false;
      }
    }

    return true;
  }

  private static String words(String text) {
    StringBuilder kept = new StringBuilder(text.length());
    boolean inWord = false;
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      i += Character.charCount(point);
      if (Character.isLetterOrDigit(point) || (inWord && isMark(point))) {
        if (!inWord && kept.length() > 0) {
          kept.append(' ');
        }

        kept.appendCodePoint(point);
        inWord = true;
      } else if (Character.getType(point) != Character.FORMAT) {
        inWord = false;
      }
    }

    return kept.toString();
  }

  private static boolean isMark(int point) {
    int type = Character.getType(point);
    return type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK
        || type == Character.ENCLOSING_MARK;
  }

  private static String collapse(String text) {
    StringBuilder kept = new StringBuilder(text.length());
    boolean blank = false;
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      i += Character.charCount(point);
      if (Character.isWhitespace(point) || Character.isSpaceChar(point)) {
        blank = true;
        continue;
      }

      if (blank && kept.length() > 0) {
        kept.append(' ');
      }

      kept.appendCodePoint(point);
      blank = false;
    }

    return kept.toString();
  }
}
