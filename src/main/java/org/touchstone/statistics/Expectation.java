package org.touchstone.statistics;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.touchstone.config.Nearest;

/**
 * A range that a number must lie in, for all rows or for one group of them.
 *
 * @param measure one of {@link Measures#NAMES}
 * @param group source, split or language, or source and split; empty for all rows
 * @param atLeast lowest allowed value; null for none
 * @param atMost highest allowed value; null for none
 */
public record Expectation(
    String measure, Map<String, String> group, @Nullable Double atLeast, @Nullable Double atMost) {

  private static final String MEASURE = "measure";
  private static final String GROUP = "group";
  private static final String AT_LEAST = "at-least";
  private static final String AT_MOST = "at-most";
  private static final List<String> KEYS = List.of(MEASURE, GROUP, AT_LEAST, AT_MOST);
  private static final Set<Set<String>> GROUPS =
      Set.of(
          Set.of(),
          Set.of("source"),
          Set.of("split"),
          Set.of("language"),
          Set.of("source", "split"));

  /** Refuses unknown measures and groups, and ranges that allow nothing or everything. */
  public Expectation {
    group = Map.copyOf(group);
    if (!Measures.NAMES.contains(measure)) {
      throw new IllegalArgumentException(
          "Cannot expect anything of measure \"%s\": there is none, the nearest is \"%s\""
              .formatted(measure, Nearest.to(measure, Measures.NAMES)));
    }

    if (!GROUPS.contains(group.keySet())) {
      throw new IllegalArgumentException(
          "Cannot expect %s of group %s: allowed are source, split, language, or source and split"
              .formatted(measure, new TreeMap<>(group)));
    }

    boolean backwards = atLeast != null && atMost != null && atLeast > atMost;
    if (backwards || atLeast == null && atMost == null) {
      throw new IllegalArgumentException(
          "Cannot expect %s at least %s and at most %s: one bound needed, or two in order"
              .formatted(measure, atLeast, atMost));
    }
  }

  /**
   * Reads an element of the setting {@code expect}.
   *
   * @param given its keys and values
   * @return the expectation
   * @throws IllegalArgumentException naming what does not fit
   */
  public static Expectation of(Map<String, Object> given) {
    for (String key : given.keySet()) {
      if (!KEYS.contains(key)) {
        throw new IllegalArgumentException(
            "Cannot read expectation %s: unknown key \"%s\", the nearest is \"%s\""
                .formatted(given, key, Nearest.to(key, KEYS)));
      }
    }

    Object measure = given.get(MEASURE);
    if (measure == null) {
      throw new IllegalArgumentException(
          "Cannot read expectation %s: it names no measure, such as {measure: rows, at-least: 1}"
              .formatted(given));
    }

    Map<String, String> group = new TreeMap<>();
    Object named = given.getOrDefault(GROUP, Map.of());
    if (!(named instanceof Map<?, ?> names)) {
      throw new IllegalArgumentException(
          "Cannot read expectation %s: group must be a mapping such as {source: x}"
              .formatted(given));
    }

    names.forEach((key, value) -> group.put(String.valueOf(key), String.valueOf(value)));
    return new Expectation(
        String.valueOf(measure), group, number(given, AT_LEAST), number(given, AT_MOST));
  }

  private static @Nullable Double number(Map<String, Object> given, String key) {
    Object value = given.get(key);
    if (value == null) {
      return null;
    }

    if (!(value instanceof Number number)) {
      throw new IllegalArgumentException(
          "Cannot read expectation %s: %s is \"%s\", must be a number"
              .formatted(given, key, value));
    }

    return number.doubleValue();
  }

  /**
   * Checks the expectation.
   *
   * @param measures numbers of every group
   * @return what was found, in words
   */
  public Outcome check(List<GroupMeasure> measures) {
    for (GroupMeasure each : measures) {
      if (each.measure().equals(measure) && isOf(each)) {
        boolean high = atLeast == null || each.value() >= atLeast;
        boolean low = atMost == null || each.value() <= atMost;
        return new Outcome(this, each.value(), high && low);
      }
    }

    return new Outcome(this, null, false);
  }

  private boolean isOf(GroupMeasure measured) {
    return measured.source().equals(group.getOrDefault("source", ""))
        && measured.split().equals(group.getOrDefault("split", ""))
        && measured.language().equals(group.getOrDefault("language", ""));
  }

  /** What is allowed, in words. */
  String allowed() {
    if (atLeast == null) {
      return "at most " + atMost;
    }

    return atMost == null ? "at least " + atLeast : "from %s to %s".formatted(atLeast, atMost);
  }

  /** What is expected of what, in words. */
  String subject() {
    return group.isEmpty()
        ? measure + " of all rows"
        : "%s of %s"
            .formatted(
                measure, new TreeMap<>(group).toString().replaceAll("[{}]", "").replace("=", " "));
  }

  /**
   * Whether a number is as expected.
   *
   * @param expectation the range
   * @param found the number; null if the group or the number is not there
   * @param met whether it lies in the range; what is not there does not
   */
  public record Outcome(Expectation expectation, @Nullable Double found, boolean met) {

    /**
     * Says what was found.
     *
     * @return such as {@code longer-wins-share of source x is 0.71, allowed is at most 0.6}
     */
    public String sentence() {
      String value =
          found == null
              ? "not there"
              : java.math.BigDecimal.valueOf(found).stripTrailingZeros().toPlainString();
      return "%s is %s, allowed is %s"
          .formatted(expectation.subject(), value, expectation.allowed());
    }
  }
}
