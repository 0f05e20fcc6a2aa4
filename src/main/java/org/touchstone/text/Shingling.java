package org.touchstone.text;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How a text becomes sets of shingles: n-grams of words, and n-grams of characters where the text
 * is short or its script writes no blanks.
 *
 * <p>A text of fewer than {@code shortBelowWords / similarity} words has a set of character
 * shingles and one of at least {@code shortBelowWords} words has a set of word shingles. Texts
 * between the two have both: otherwise two texts that differ in one word, on either side of the
 * border, could not be compared. Beyond, their lengths differ by more than the similarity allows.
 *
 * <p>Near duplicates are alike but for a share of their words, so case and the amount of white
 * space do not count here. Symbols do: each is a word of its own, so {@code x+y} and {@code x + y}
 * have the words of each other, and {@code x-y} has not. A long program in which one operator was
 * changed is a near duplicate of the program all the same, as a long text is with one word changed.
 *
 * <p>Version 2 (version 1 knew no symbols): a word or a window of UTF-16 units is hashed by a
 * polynomial modulo 2^64 with an odd multiplier and finished by the mixer of SplitMix64.
 *
 * @param words words in a shingle
 * @param characters UTF-16 units in a shingle; a text that is shorter is one shingle
 * @param shortBelowWords fewest words for word shingles
 * @param similarity least Jaccard similarity that matters, in (0, 1]
 */
public record Shingling(int words, int characters, int shortBelowWords, double similarity)
    implements Serializable {

  /** Written to manifests. */
  public static final String VERSION = "shingles-v2";

  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;
  private static final int FIRST_BLANKLESS = 0x0E00; // Thai, the first such script

  private static final boolean[] INNER = new boolean[0x80];

  static {
    for (int unit = 0; unit < INNER.length; unit++) {
      INNER[unit] = Character.isLetterOrDigit(unit);
    }
  }

  /** Refuses sizes that make no shingles. */
  public Shingling {
    if (words < 1 || characters < 1 || shortBelowWords < words) {
      throw new IllegalArgumentException(
          ("Cannot make shingles of %d words or %d characters for texts from %d words:"
                  + " shingles need at least 1, texts at least the words of one shingle")
              .formatted(words, characters, shortBelowWords));
    }

    if (!(similarity > 0 && similarity <= 1)) {
      throw new IllegalArgumentException(
          "Cannot compare at similarity %s: must be in (0, 1]".formatted(similarity));
    }
  }

  /**
   * Returns the shingle sets of a text.
   *
   * @param normalised a text from {@link Normaliser}
   * @return one or two sets of different kinds; none for an empty text
   */
  public List<ShingleSet> of(String normalised) {
    return windows(normalised).stream().map(Windows::set).toList();
  }

  /**
   * Returns the shingles of a text in its order, with repeats, which is all that MinHash needs.
   *
   * @param normalised a text from {@link Normaliser}
   * @return one or two lists of different kinds; none for an empty text
   */
  public List<Windows> windows(String normalised) {
    if (normalised.isEmpty()) {
      return List.of();
    }

    char[] units = folded(normalised);
    long[] wordHashes = wordHashes(units);
    boolean blankless = blankless(units);
    List<Windows> windows = new ArrayList<>(2);
    if (blankless || wordHashes.length < shortBelowWords / similarity) {
      windows.add(ofCharacters(units));
    }

    if (!blankless && wordHashes.length >= shortBelowWords) {
      windows.add(windows(ShingleKind.WORDS, wordHashes, words));
    }

    return windows;
  }

  /**
   * Returns the similarity of two texts in the kinds of shingles that both have.
   *
   * @param a a normalised text
   * @param b a normalised text
   * @return the largest Jaccard similarity over the shared kinds; 0 if they share none
   */
  public double similarity(String a, String b) {
    return ShingleSet.similarity(of(a), of(b), 0);
  }

  private Windows ofCharacters(char[] text) {
    long[] units = new long[text.length];
    for (int i = 0; i < units.length; i++) {
      units[i] = text[i] + 1;
    }

    return windows(ShingleKind.CHARACTERS, units, Math.min(characters, text.length));
  }

  /** Rolls the polynomial over the items: one multiplication for each item in and out. */
  private static Windows windows(ShingleKind kind, long[] items, int size) {
    long leaving = 1;
    for (int i = 0; i < size; i++) {
      leaving *= MULTIPLIER;
    }

    long[] hashes = new long[items.length - size + 1];
    long rolling = 0;
    for (int i = 0; i < items.length; i++) {
      rolling = rolling * MULTIPLIER + items[i];
      if (i >= size) {
        rolling -= leaving * items[i - size];
      }

      if (i >= size - 1) {
        hashes[i - size + 1] = MinHash.mix(rolling);
      }
    }

    return new Windows(kind, hashes);
  }

  /** Lower case, each run of white space as one blank. */
  private static char[] folded(String text) {
    char[] units = text.toCharArray();
    int size = 0;
    for (char unit : units) {
      boolean blank = unit == ' ' || unit == '\n' || unit == '\t';
      if (!blank) {
        units[size] = Character.toLowerCase(unit);
        size++;
      } else if (size > 0 && units[size - 1] != ' ') {
        units[size] = ' ';
        size++;
      }
    }

    return size == units.length ? units : Arrays.copyOf(units, size);
  }

  private static long[] wordHashes(char[] text) {
    long[] hashes = new long[text.length];
    long rolling = 0;
    int words = 0;
    boolean inWord = false;
    for (char unit : text) {
      boolean inner = isInner(unit);
      if (inWord && !inner) {
        hashes[words] = MinHash.mix(rolling);
        words++;
        rolling = 0;
      }

      if (inner) {
        rolling = rolling * MULTIPLIER + unit + 1;
      } else if (unit != ' ') {
        hashes[words] = MinHash.mix(unit + 1L);
        words++;
      }

      inWord = inner;
    }

    if (inWord) {
      hashes[words] = MinHash.mix(rolling);
      words++;
    }

    return Arrays.copyOf(hashes, words);
  }

  /** Letters, digits and the marks on them, and what is written as two units. */
  private static boolean isInner(char unit) {
    if (unit < INNER.length) {
      return INNER[unit];
    }

    int type = Character.getType(unit);
    return Character.isLetterOrDigit(unit)
        || Character.isSurrogate(unit)
        || type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK
        || type == Character.ENCLOSING_MARK;
  }

  /** True if most characters belong to scripts that do not separate words. */
  private static boolean blankless(char[] text) {
    int bits = 0;
    for (char unit : text) {
      bits |= unit;
    }

    if (bits < FIRST_BLANKLESS) { // so every character is
      return false;
    }

    int without = 0;
    int letters = 0;
    for (int i = 0; i < text.length; ) {
      int point = text[i] < FIRST_BLANKLESS ? text[i] : Character.codePointAt(text, i);
      i += Character.charCount(point);
      letters += point == ' ' ? 0 : 1;
      without += isBlankless(point) ? 1 : 0;
    }

    return 2 * without > letters;
  }

  /** Tells whether a character belongs to a script that does not separate words. */
  static boolean isBlankless(int point) {
    if (point < FIRST_BLANKLESS) {
      return false;
    }

    Character.UnicodeScript script = Character.UnicodeScript.of(point);
    return script == Character.UnicodeScript.HAN
        || script == Character.UnicodeScript.HIRAGANA
        || script == Character.UnicodeScript.KATAKANA
        || script == Character.UnicodeScript.THAI
        || script == Character.UnicodeScript.LAO
        || script == Character.UnicodeScript.KHMER
        || script == Character.UnicodeScript.MYANMAR
        || script == Character.UnicodeScript.TIBETAN;
  }
}
