package org.touchstone.text;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a text into the pieces that the project's tokenizers see, without loading a tokenizer, so
 * that words can be counted anywhere.
 *
 * <p>Two cuts, each by one regular expression that is also written into {@code tokenizer.json}:
 *
 * <ul>
 *   <li>{@link #byteLevelPieces}: GPT-2's, with one change, that every digit is a piece of its own
 *       (with the space before it, if any): merges spent on years and prices are lost on a small
 *       vocabulary, and equal numbers would be cut differently. The pieces concatenate to the text.
 *   <li>{@link #words}: words (with one inner apostrophe, so {@code don't} is a word), single
 *       digits, single ideographs and kana, runs of line breaks, single other signs; in Unicode
 *       form NFC and lower case. Other white space is dropped.
 * </ul>
 *
 * <p>Version 1. The Unicode tables are those of the JDK here and of Oniguruma in the tokenizer: a
 * code point assigned between the two may be cut differently, which costs a word count and no more.
 *
 * <p>Source: A. Radford et al., Language Models are Unsupervised Multitask Learners, 2019, sec.
 * 2.2, and the pattern in its encoder.py.
 */
public final class PreTokenizer {

  /** The byte-level cut as Oniguruma spells it, for {@code tokenizer.json}. */
  public static final String BYTE_LEVEL_REGEX =
      "'(?:s|t|re|ve|m|ll|d)| ?\\p{L}+| ?\\p{N}| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";

  /** The word cut as Oniguruma spells it, for {@code tokenizer.json}; what matches is a word. */
  public static final String WORDS_REGEX =
      "[\\p{Han}\\p{Hiragana}\\p{Katakana}]"
          + "|[\\p{L}\\p{M}&&[^\\p{Han}\\p{Hiragana}\\p{Katakana}]]+"
          + "(?:['\u2019][\\p{L}\\p{M}&&[^\\p{Han}\\p{Hiragana}\\p{Katakana}]]+)?"
          + "|\\p{N}|\\n+|[^\\s\\p{L}\\p{M}\\p{N}]";

  private static final Pattern BYTE_LEVEL = compile(BYTE_LEVEL_REGEX);
  private static final int DOTTED_CAPITAL_I = 0x130;
  private static final char REPLACEMENT = '\uFFFD';

  private PreTokenizer() {}

  /**
   * Cuts a text for the byte-level tokenizer.
   *
   * @param text any text; a lone surrogate counts as U+FFFD, as in {@link #wellFormed}
   * @return the pieces in order, none empty, which concatenate to the well-formed text
   */
  public static List<String> byteLevelPieces(String text) {
    return matches(BYTE_LEVEL, wellFormed(text));
  }

  /**
   * Cuts a text for the word-level tokenizer.
   *
   * @param text any text
   * @return the words in order, normalised as in {@link #normalised}, none empty
   */
  public static List<String> words(String text) {
    return WordScanner.words(normalised(text));
  }

  /**
   * Brings a text to the form in which words are compared: well formed, NFC, each code point in
   * lower case by itself (so a final sigma stays a plain sigma, as in the tokenizer).
   *
   * @param text any text
   * @return the normalised text
   */
  public static String normalised(String text) {
    String composed = Normalizer.normalize(wellFormed(text), Normalizer.Form.NFC);
    StringBuilder lower = new StringBuilder(composed.length());
    for (int at = 0; at < composed.length(); at++) {
      char unit = composed.charAt(at);
      if (unit < 0x80) {
        lower.append(unit >= 'A' && unit <= 'Z' ? (char) (unit + 'a' - 'A') : unit);
      } else if (unit == DOTTED_CAPITAL_I) { // the one whose lower case is two code points
        lower.append("i\u0307");
      } else if (Character.isHighSurrogate(unit)) {
        lower.appendCodePoint(Character.toLowerCase(composed.codePointAt(at)));
        at++;
      } else {
        lower.append(Character.toLowerCase(unit));
      }
    }

    return lower.toString();
  }

  /**
   * Replaces each surrogate without its partner by U+FFFD, as no UTF-8 can hold it and the native
   * tokenizer would otherwise damage its neighbours too.
   *
   * @param text any Java string
   * @return the text itself if it is well formed already, else a copy of the same length
   */
  public static String wellFormed(String text) {
    int first = nextLoneSurrogate(text, 0);
    if (first < 0) {
      return text;
    }

    StringBuilder repaired = new StringBuilder(text);
    for (int at = first; at >= 0; at = nextLoneSurrogate(text, at + 1)) {
      repaired.setCharAt(at, REPLACEMENT);
    }

    return repaired.toString();
  }

  private static int nextLoneSurrogate(String text, int from) {
    int at = from;
    while (at < text.length()) {
      if (!Character.isSurrogate(text.charAt(at))) {
        at++;
      } else if (Character.charCount(text.codePointAt(at)) == 2) {
        at += 2;
      } else {
        return at;
      }
    }

    return -1;
  }

  private static List<String> matches(Pattern pattern, String text) {
    List<String> pieces = new ArrayList<>(text.length() / 4 + 1);
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      pieces.add(matcher.group());
    }

    return pieces;
  }

  /** Oniguruma knows a script by its bare name, the JDK by its name after Is. */
  static Pattern compile(String regex) {
    String spelled = regex.replaceAll("\\\\p\\{(Han|Hiragana|Katakana)}", "\\\\p{Is$1}");
    return Pattern.compile(spelled, Pattern.UNICODE_CHARACTER_CLASS);
  }
}
