package org.touchstone.audit.pairs;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Items that were judged more than once, and those whose judgements contradict one another.
 *
 * @param repeated items with at least two judgements
 * @param contradicted those among them that were judged both ways
 * @param byOnePerson how many of these one named person judged both ways
 * @param byDifferent how many of these two named people judged differently
 * @param byUnnamed how many of these only come about through rows without an annotator
 */
public record Contradictions(
    Set<String> repeated,
    Set<String> contradicted,
    long byOnePerson,
    long byDifferent,
    long byUnnamed) {

  private static final String UNNAMED = "";

  /** Who said what of one item: annotator, then judgements for the first and the second reply. */
  private static final class Votes extends HashMap<String, int[]> {

    private static final long serialVersionUID = 1L;

    void add(@Nullable String annotator, boolean first) {
      computeIfAbsent(annotator == null ? UNNAMED : annotator, key -> new int[2])[first ? 0 : 1]++;
    }

    int count(int side) {
      return values().stream().mapToInt(votes -> votes[side]).sum();
    }

    boolean byOnePerson() {
      return entrySet().stream()
          .anyMatch(
              own -> !own.getKey().equals(UNNAMED) && own.getValue()[0] * own.getValue()[1] > 0);
    }

    boolean byDifferent() {
      for (Map.Entry<String, int[]> one : entrySet()) {
        for (Map.Entry<String, int[]> other : entrySet()) {
          boolean people = !one.getKey().equals(UNNAMED) && !other.getKey().equals(UNNAMED);
          boolean two = !one.getKey().equals(other.getKey());
          if (people && two && one.getValue()[0] * other.getValue()[1] > 0) {
            return true;
          }
        }
      }

      return false;
    }
  }

  /** Looks through a table. */
  public static Contradictions of(PairTable pairs) {
    Map<String, Votes> items = new TreeMap<>();
    for (ScoredPair pair : pairs.pairs()) {
      items
          .computeIfAbsent(pair.item(), item -> new Votes())
          .add(pair.annotator(), pair.chosenFirst());
    }

    Set<String> repeated = new HashSet<>();
    Map<String, Votes> contradicted = new TreeMap<>();
    items.forEach(
        (item, votes) -> {
          if (votes.count(0) + votes.count(1) > 1) {
            repeated.add(item);
          }

          if (votes.count(0) * votes.count(1) > 0) {
            contradicted.put(item, votes);
          }
        });
    return new Contradictions(
        repeated,
        contradicted.keySet(),
        contradicted.values().stream().filter(Votes::byOnePerson).count(),
        contradicted.values().stream().filter(Votes::byDifferent).count(),
        contradicted.values().stream()
            .filter(votes -> !votes.byOnePerson() && !votes.byDifferent())
            .count());
  }
}
