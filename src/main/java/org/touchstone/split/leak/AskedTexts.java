package org.touchstone.split.leak;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.touchstone.text.ShingleSet;
import org.touchstone.text.Shingling;

/**
 * Which of some texts have a shingle: the shingles in ascending order, and for each the sets that
 * have it.
 */
final class AskedTexts implements Serializable {

  private static final long serialVersionUID = 1L;

  private final int[] textOfSet;
  private final int[] sizeOfSet;
  private final int[] sideOfText;
  private final long[] tokens;
  private final int[] starts;
  private final int[] sets;

  private AskedTexts(
      int[] textOfSet, int[] sizeOfSet, int[] sideOfText, long[] tokens, int[] starts, int[] sets) {
    this.textOfSet = textOfSet;
    this.sizeOfSet = sizeOfSet;
    this.sideOfText = sideOfText;
    this.tokens = tokens;
    this.starts = starts;
    this.sets = sets;
  }

  /** Takes rows of text id, side and text. */
  static AskedTexts of(List<Row> texts, Shingling shingling) {
    List<long[]> tokensOfSet = new ArrayList<>();
    List<Integer> textOfSet = new ArrayList<>();
    for (int text = 0; text < texts.size(); text++) {
      for (ShingleSet set : shingling.of(texts.get(text).getString(2))) {
        tokensOfSet.add(TokenOrder.tokens(set));
        textOfSet.add(text);
      }
    }

    long[] all = tokensOfSet.stream().flatMapToLong(Arrays::stream).sorted().toArray();
    long[] tokens = Arrays.stream(all).distinct().toArray();
    int[] starts = starts(all, tokens);
    return new AskedTexts(
        textOfSet.stream().mapToInt(Integer::intValue).toArray(),
        tokensOfSet.stream().mapToInt(own -> own.length).toArray(),
        texts.stream().mapToInt(row -> row.getInt(1)).toArray(),
        tokens,
        starts,
        sets(tokensOfSet, tokens, starts));
  }

  /** Where the sets of each token begin, and where those of the last end. */
  private static int[] starts(long[] all, long[] tokens) {
    int[] starts = new int[tokens.length + 1];
    int at = 0;
    for (int i = 0; i < tokens.length; i++) {
      starts[i] = at;
      while (at < all.length && all[at] == tokens[i]) {
        at++;
      }
    }

    starts[tokens.length] = at;
    return starts;
  }

  private static int[] sets(List<long[]> tokensOfSet, long[] tokens, int[] starts) {
    int[] sets = new int[starts[tokens.length]];
    int[] next = starts.clone();
    for (int set = 0; set < tokensOfSet.size(); set++) {
      for (long token : tokensOfSet.get(set)) {
        sets[next[Arrays.binarySearch(tokens, token)]++] = set;
      }
    }

    return sets;
  }

  /** How many texts there are. */
  int texts() {
    return sideOfText.length;
  }

  /**
   * Raises the similarity of every text to that of another text of another side.
   *
   * @param side of the other text
   * @param other its shingles, of one kind
   * @param shared an array of as many zeros as there are sets, left as it was
   * @param nearest the largest similarity so far of every text
   */
  void meet(int side, ShingleSet other, int[] shared, double[] nearest) {
    int[] touched = new int[Math.min(shared.length, 64)];
    int count = 0;
    for (long token : TokenOrder.tokens(other)) {
      int place = Arrays.binarySearch(tokens, token);
      for (int i = place < 0 ? 0 : starts[place]; place >= 0 && i < starts[place + 1]; i++) {
        if (shared[sets[i]]++ == 0) {
          touched = count < touched.length ? touched : Arrays.copyOf(touched, 2 * count);
          touched[count++] = sets[i];
        }
      }
    }

    for (int i = 0; i < count; i++) {
      int set = touched[i];
      int text = textOfSet[set];
      double union = (double) sizeOfSet[set] + other.size() - shared[set];
      if (sideOfText[text] != side) {
        nearest[text] = Math.max(nearest[text], shared[set] / union);
      }

      shared[set] = 0;
    }
  }

  /** As many zeros as there are sets. */
  int[] zeros() {
    return new int[textOfSet.length];
  }
}
