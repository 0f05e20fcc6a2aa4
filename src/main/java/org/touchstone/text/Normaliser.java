package org.touchstone.text;

import java.nio.charset.StandardCharsets;
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
   * be equal. Texts that differ in symbols only, such as {@code x + y} and {@code x - y}, are
   * equal: the form is for rules that are published for words without punctuation.
   */
  V1,

  /**
   * What a reader of prose, code or mathematics may tell apart stays apart: NFC, with symbols, case
   * and superscripts kept ({@code x < y}, {@code C} and {@code c}, {@code x\u00b2} and {@code x2}).
   * Only what shows nothing else is dropped: shapes of the same character (full-width forms,
   * ligatures, Arabic presentation forms), curly quotes, the hyphens and the minus sign of Unicode,
   * format characters such as zero-width spaces, white space at the end of a line and at either end
   * of the text, empty lines, and how a line ends. White space within a line is one blank.
   * Indentation stays as it is but for that of the first line: in some languages it has a meaning.
   */
  V2;

  /** What each ASCII character becomes: its lower case, or a blank where it separates words. */
  private static final byte[] ASCII = new byte[0x80];

  static {
    for (int unit = 0; unit < ASCII.length; unit++) {
      ASCII[unit] = (byte) (Character.isLetterOrDigit(unit) ? Character.toLowerCase(unit) : ' ');
    }
  }

  /**
   * Normalises a text.
   *
   * @param text any text
   * @return the normalised text; empty only if the text is blank
   */
  public String apply(String text) {
    return this == V1 ? wordsAlone(text) : CodeForm.of(text);
  }

  /**
   * Returns what is written to manifests about the form in which texts are compared.
   *
   * @return a name that no other form has
   */
  public String version() {
    return "normal-form-" + name().toLowerCase(Locale.ROOT);
  }

  private static String wordsAlone(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length == text.length()) { // so every character is ASCII (or a lone surrogate)
      String words = asciiWords(bytes);
      return words.isEmpty() ? collapse(text.toLowerCase(Locale.ROOT)) : words;
    }

    String lower = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    String words = words(lower);
    return words.isEmpty() ? collapse(lower) : words;
  }

  /**
   * Does what {@link #words} does, in place, some ten times faster: every character is written, and
   * a blank after a blank is written over. No branch, since no processor foresees where words end.
   */
  private static String asciiWords(byte[] bytes) {
    int size = 0;
    int before = ' ';
    for (byte unit : bytes) {
      byte kept = ASCII[unit];
      bytes[size] = kept;
      size += -((kept ^ ' ') | (before ^ ' ')) >>> 31; // 1, but 0 where both are blank
      before = kept;
    }

    int end = before == ' ' ? Math.max(0, size - 1) : size;
    return new String(bytes, 0, end, StandardCharsets.ISO_8859_1);
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
