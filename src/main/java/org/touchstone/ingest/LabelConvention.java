package org.touchstone.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Finds what the numbers among the labels of one file mean. The names of the replies' fields are
 * what shows it: of {@code response_0} and {@code response_1}, 0 is the first; of {@code
 * response_1} and {@code response_2} a label 2 can only be the second. A file whose labels are 0
 * and 1 beside {@code response_1} and {@code response_2} shows nothing: 0 may be a tie or the
 * first.
 */
final class LabelConvention {

  /** Of different labels; a column with more is none of labels. */
  private static final int MOST_COUNTED = 100;

  private static final Map<String, Integer> FROM_ZERO = Map.of("0", 1, "1", 2);
  private static final Map<String, Integer> FROM_ONE = Map.of("1", 1, "2", 2, "0", 0);
  private static final Map<String, Integer> FROM_ONE_WITHOUT_TIES = Map.of("1", 1, "2", 2);

  private final Map<String, Long> counts = new TreeMap<>();
  private final Set<String> numbers = new TreeSet<>();
  private long records;
  private boolean words;

  /** Looks at a label of a record. */
  void add(JsonNode label, String firstSide) {
    String key = Labels.key(label);
    if (counts.size() < MOST_COUNTED || counts.containsKey(key)) {
      counts.merge(key, 1L, Long::sum);
    }

    if (Labels.isNumber(key)) {
      numbers.add(key);
    } else {
      words |= Labels.word(label, firstSide).isPresent();
    }
  }

  /** Returns what the labels mean, as soon as what was seen shows it. */
  Optional<Labels> afterRecord(String firstSide) {
    records++;
    if (!numbers.isEmpty() && firstSide.equals("0")) {
      return Optional.of(Labels.ofNumbers(FROM_ZERO));
    }

    if (numbers.contains("2") && firstSide.equals("1")) {
      return Optional.of(Labels.ofNumbers(FROM_ONE));
    }

    boolean wordsAlone = words && numbers.isEmpty() && records >= DetectFormat.RECORDS;
    return wordsAlone ? Optional.of(Labels.ofNumbers(Map.of())) : Optional.empty();
  }

  /**
   * Returns what the labels of a whole file mean.
   *
   * @throws UnknownFormatException if the labels do not show it
   */
  Labels ofWholeFile(String file) {
    if (numbers.isEmpty() && (words || counts.isEmpty())) {
      return Labels.ofNumbers(Map.of());
    }

    if (numbers.equals(FROM_ONE_WITHOUT_TIES.keySet())) {
      return Labels.ofNumbers(FROM_ONE_WITHOUT_TIES);
    }

    throw new UnknownFormatException(
        ("Cannot ingest %s: its labels %s do not show which reply they prefer; name those of the"
                + " first reply, of the second and of a tie with labels, as labels=[0,1] or"
                + " labels=[1,2,0]")
            .formatted(file, counts));
  }
}
