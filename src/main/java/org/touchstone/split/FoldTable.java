package org.touchstone.split;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which values each fold leaves out. Values that must not part share one; folds that an earlier
 * split had keep their numbers as far as their values are still there, new ones follow by name.
 *
 * @param values the sorted values of fold 0, 1, ...
 */
record FoldTable(List<List<String>> values) {

  /** Each fold is a model to train. */
  static final int MOST_VALUES = 1_000;

  /** Two values that must not part. */
  record Edge(String a, String b) {}

  static FoldTable of(
      String by, Collection<String> values, Collection<Edge> edges, List<List<String>> previous) {
    if (values.size() > MOST_VALUES) {
      throw new IllegalArgumentException(
          "Cannot leave out by %s: more than %,d values, each would be a model"
              .formatted(by, MOST_VALUES));
    }

    List<List<String>> folds = new ArrayList<>(joined(values, edges));
    Map<String, Integer> before = numbers(previous);
    folds.sort(
        Comparator.<List<String>>comparingInt(
                fold ->
                    fold.stream()
                        .mapToInt(value -> before.getOrDefault(value, Integer.MAX_VALUE))
                        .min()
                        .orElse(Integer.MAX_VALUE))
            .thenComparing(fold -> fold.get(0)));
    if (folds.size() < 2) {
      throw new IllegalArgumentException(
          ("Cannot leave out by %s: values %s make %d fold, at least 2 needed; values that share"
                  + " prompt clusters stay apart with spanning: set-aside")
              .formatted(by, new TreeSet<>(values), folds.size()));
    }

    return new FoldTable(List.copyOf(folds));
  }

  /** The fold of each value. */
  Map<String, Integer> numbers() {
    return numbers(values);
  }

  private static Map<String, Integer> numbers(List<List<String>> folds) {
    Map<String, Integer> numbers = new HashMap<>();
    for (int fold = 0; fold < folds.size(); fold++) {
      for (String value : folds.get(fold)) {
        numbers.put(value, fold);
      }
    }

    return numbers;
  }

  /** Values are few: every edge renames the values of one group. */
  private static Collection<List<String>> joined(
      Collection<String> values, Collection<Edge> edges) {
    Map<String, String> groups = new TreeMap<>();
    values.forEach(value -> groups.put(value, value));
    for (Edge edge : edges) {
      String from = groups.getOrDefault(edge.b(), edge.b());
      String to = groups.getOrDefault(edge.a(), edge.a());
      groups.replaceAll((value, group) -> group.equals(from) ? to : group);
    }

    Map<String, List<String>> members = new TreeMap<>();
    groups.forEach(
        (value, group) -> members.computeIfAbsent(group, key -> new ArrayList<>()).add(value));
    return members.values().stream().map(List::copyOf).toList();
  }
}
