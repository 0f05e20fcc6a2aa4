package org.touchstone.audit.measure;

import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.touchstone.audit.pairs.PairTable;
import org.touchstone.audit.pairs.ScoredPair;
import org.touchstone.report.Numbers;

/**
 * A way to cut pairs into parts that do not depend on which reply people preferred, so that chance
 * is 50 % on each.
 *
 * @param id stable name, kebab-case
 * @param what one part is, in lower case
 * @param parts the parts by name, in the order of the report
 */
record Slicing(String id, String what, Function<PairTable, Map<String, PairTable>> parts) {

  /** At most so many parts of one slicing; the rest is not shown. */
  private static final int MOST = 12;

  private static final int QUARTERS = 4;

  /** The slicing whose first part is near a coin by its meaning. */
  static final String SURENESS = "confidence";

  /** The slicings in the order of the report. */
  static final List<Slicing> ALL =
      List.of(
          named("language", "language", ScoredPair::language),
          named("turns", "length of the conversation", Slicing::turns),
          quarters("words", "words of both replies together", Slicing::words),
          quarters("gap", "difference in words", pair -> Math.abs(ahead(pair))),
          quarters(SURENESS, "size of the margin", pair -> Math.abs(pair.margin())),
          named("annotator", "annotator", ScoredPair::annotator),
          named("split", "split", ScoredPair::split));

  private static Slicing named(
      String id, String what, Function<ScoredPair, @Nullable String> name) {
    return new Slicing(id, what, table -> largest(table.grouped(name)));
  }

  private static Slicing quarters(String id, String what, ToDoubleFunction<ScoredPair> measure) {
    return new Slicing(id, what, table -> quarters(table, measure));
  }

  /** The largest groups, in the order of their names. */
  private static Map<String, PairTable> largest(Map<String, PairTable> groups) {
    List<String> kept =
        groups.entrySet().stream()
            .sorted(
                Comparator.comparingInt(
                        (Map.Entry<String, PairTable> group) -> -group.getValue().size())
                    .thenComparing(Map.Entry.comparingByKey()))
            .limit(MOST)
            .map(Map.Entry::getKey)
            .toList();
    Map<String, PairTable> parts = new LinkedHashMap<>(groups);
    parts.keySet().retainAll(kept);
    return parts;
  }

  /** Quarters of the rows; equal values stay together, so there may be fewer. */
  private static Map<String, PairTable> quarters(
      PairTable table, ToDoubleFunction<ScoredPair> measure) {
    double[] sorted = table.pairs().stream().mapToDouble(measure).sorted().toArray();
    double[] starts =
        java.util.stream.IntStream.range(0, sorted.length == 0 ? 0 : QUARTERS)
            .mapToDouble(quarter -> sorted[quarter * sorted.length / QUARTERS])
            .distinct()
            .toArray();
    Map<String, PairTable> parts = new LinkedHashMap<>();
    for (int i = 0; i < starts.length; i++) {
      double from = starts[i];
      double to = i + 1 < starts.length ? starts[i + 1] : Double.POSITIVE_INFINITY;
      PairTable rows =
          table.where(
              pair -> measure.applyAsDouble(pair) >= from && measure.applyAsDouble(pair) < to);
      double last = rows.pairs().stream().mapToDouble(measure).max().orElse(from);
      parts.put("%d. %s".formatted(i + 1, range(from, last)), rows);
    }

    return parts;
  }

  private static String range(double from, double to) {
    return from == Math.rint(from) && to == Math.rint(to)
        ? "%s to %s".formatted(Numbers.count((long) from), Numbers.count((long) to))
        : "%s to %s".formatted(Numbers.decimal(from), Numbers.decimal(to));
  }

  private static String turns(ScoredPair pair) {
    int[] ends = {1, 3, 5, 9};
    int messages = pair.turns();
    int place = Arrays.binarySearch(ends, messages);
    int band = place < 0 ? -place - 1 : place;
    return switch (band) {
      case 0 -> "1 message";
      case 1 -> "2 or 3 messages";
      case 2 -> "4 or 5 messages";
      case 3 -> "6 to 9 messages";
      default -> "more than 9 messages";
    };
  }

  private static double words(ScoredPair pair) {
    return pair.chosenWords() + pair.rejectedWords();
  }

  private static int ahead(ScoredPair pair) {
    return pair.chosenWords() - pair.rejectedWords();
  }
}
