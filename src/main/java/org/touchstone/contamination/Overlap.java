package org.touchstone.contamination;

import java.util.BitSet;
import org.touchstone.text.WordSpans;

/** What one text has in common with one instance: which of its words, and the longest run. */
final class Overlap {

  private final BitSet covered = new BitSet();
  private int first = -1;
  private int last = -1;
  private int longestFirst = -1;
  private int longestLast = -2;

  /** Adds a gram of the instance that stands in the text. Places in the text must not decrease. */
  void add(int placeInInstance, int placeInText, int length) {
    covered.set(placeInInstance, placeInInstance + length);
    if (first < 0 || placeInText > last + 1 - length + 1) {
      first = placeInText;
    }

    last = Math.max(last, placeInText + length - 1);
    if (last - first > longestLast - longestFirst) {
      longestFirst = first;
      longestLast = last;
    }
  }

  /** Words of the instance in grams that the text holds. */
  int coveredWords() {
    return covered.cardinality();
  }

  int longestWords() {
    return longestLast - longestFirst + 1;
  }

  /** The longest run of the text, shortened to some hundred characters. */
  String shown(WordSpans text, int maxCharacters) {
    String run = text.between(longestFirst, longestLast);
    return run.length() <= maxCharacters ? run : run.substring(0, maxCharacters) + " ...";
  }
}
