package org.touchstone.text;

import java.util.Arrays;

/**
 * The words of a normalised text, as hashes, and where they stand in it. In scripts that write no
 * blanks every character is a word.
 */
public final class WordSpans {

  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

  private final String text;
  private long[] hashes = new long[16];
  private int[] starts = new int[16];
  private int[] ends = new int[16];
  private int size;

  private WordSpans(String text) {
    this.text = text;
  }

  /**
   * Finds the words of a text.
   *
   * @param normalised a text from {@link Normaliser}
   * @return its words, in order
   */
  public static WordSpans of(String normalised) {
    WordSpans words = new WordSpans(normalised);
    int start = 0;
    for (int at = 0; at < normalised.length(); ) {
      int point = normalised.codePointAt(at);
      int next = at + Character.charCount(point);
      boolean alone = Shingling.isBlankless(point);
      if (point == ' ' || alone) {
        words.add(start, at);
        start = next;
      }

      if (alone) {
        words.add(at, next);
      }

      at = next;
    }

    words.add(start, normalised.length());
    return words;
  }

  /**
   * Returns the number of words.
   *
   * @return 0 for an empty text
   */
  public int size() {
    return size;
  }

  /**
   * Returns the text of words that follow each other.
   *
   * @param first number of the first word
   * @param last number of the last word
   * @return the normalised text from the one to the other
   */
  public String between(int first, int last) {
    return text.substring(starts[first], ends[last]);
  }

  /**
   * Returns a hash for every run of so many words.
   *
   * @param length words in a run
   * @return one hash for each word that a run begins with; none if there are fewer words
   */
  public long[] runs(int length) {
    if (size < length) {
      return new long[0];
    }

    long leaving = 1;
    for (int i = 0; i < length; i++) {
      leaving *= MULTIPLIER;
    }

    long[] runs = new long[size - length + 1];
    long rolling = 0;
    for (int i = 0; i < size; i++) {
      rolling = rolling * MULTIPLIER + hashes[i];
      if (i >= length) {
        rolling -= leaving * hashes[i - length];
      }

      if (i >= length - 1) {
        runs[i - length + 1] = MinHash.mix(rolling + length);
      }
    }

    return runs;
  }

  private void add(int start, int end) {
    if (start == end) {
      return;
    }

    if (size == hashes.length) {
      hashes = Arrays.copyOf(hashes, 2 * size);
      starts = Arrays.copyOf(starts, 2 * size);
      ends = Arrays.copyOf(ends, 2 * size);
    }

    long hash = 0;
    for (int at = start; at < end; at++) {
      hash = hash * MULTIPLIER + text.charAt(at) + 1;
    }

    hashes[size] = MinHash.mix(hash);
    starts[size] = start;
    ends[size] = end;
    size++;
  }
}
