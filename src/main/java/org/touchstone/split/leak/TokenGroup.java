package org.touchstone.split.leak;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * The texts that have one token in their prefix, in ascending order of their sizes.
 *
 * <p>Each is compared with the smaller ones that are long enough and on another side, by two
 * filters that lose no similar pair: how much overlap the places of the token leave, and how much
 * the parity bits do. Only the first token that two prefixes share bounds their overlap by its
 * places; a pair that is refused for a later one passes at the first. A text is kept for larger
 * ones only if from the token on it has what even one of its own size needs: tokens that many texts
 * share come late in the order, so that few are kept under them.
 *
 * <p>Source: C. Xiao et al., "Efficient similarity joins for near duplicate detection", 2008
 * (positions); E. Sandes, G. Teodoro, A. Melo, "Bitmap filter: speeding up exact set similarity
 * joins with bitwise operations", 2020. A token of the symmetric difference flips one bit, so that
 * |x and y| is at most half of |x| + |y| minus the number of bits that differ.
 */
final class TokenGroup {

  private final JaccardBounds bounds;
  private final LeakSettings settings;
  private final Map<Integer, Postings> bySides = new HashMap<>();
  private long comparisons;
  private long candidates;

  TokenGroup(LeakSettings settings) {
    this.settings = settings;
    this.bounds = new JaccardBounds(settings.similarity());
  }

  /** Forgets the texts: another token begins. */
  void clear() {
    bySides.clear();
    comparisons = 0;
    candidates = 0;
  }

  /**
   * Adds a text and returns its candidates, as rows of two ids; a text that would exceed the limits
   * of this token is neither compared nor kept, and comes back as a pair with itself.
   */
  List<Row> add(Posting text) {
    List<Row> found = new ArrayList<>();
    Map<Postings, Integer> reached = new LinkedHashMap<>();
    long ahead = 0;
    for (Postings others : bySides.values()) {
      int reach = others.crosses(text.sides()) ? others.reach(text, bounds) : 0;
      if (reach > 0) {
        reached.put(others, reach);
        ahead += reach;
      }
    }

    if (comparisons + ahead > settings.maxComparisons()
        || candidates > settings.maxCandidates() && ahead > 0) {
      return List.of(RowFactory.create(text.id(), text.id()));
    }

    reached.forEach(
        (others, reach) -> others.match(text, reach, bounds, id -> found.add(pair(id, text.id()))));
    comparisons += ahead;
    candidates += found.size();
    if (text.left() >= bounds.overlap(text.size(), text.size())) {
      bySides.computeIfAbsent(text.sides(), Postings::new).add(text);
    }

    return found;
  }

  private static Row pair(long a, long b) {
    return RowFactory.create(Math.min(a, b), Math.max(a, b));
  }
}
