package org.touchstone.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.touchstone.conversation.Refusal;
import org.touchstone.conversation.RejectionReason;

/**
 * What the labels of pairs mean. Words speak for themselves: {@code A}, {@code model_b}, {@code
 * response_1}, {@code A>B}, {@code B is better}, {@code first}, {@code left}, {@code tie}. Numbers
 * do not: 1 is the first reply of some files and the second of others, so what they mean is said by
 * the file ({@link LabelConvention}) or by the settings.
 */
final class Labels implements Serializable {

  private static final long serialVersionUID = 1L;

  /** The second half of the sentence that refuses a label. */
  private static final String ALLOWED = "allowed are %s and words such as A, model_b, A>B, tie";

  private static final String THING =
      "(?:the )?(?:model|response|output|answer|assistant|option|conversation|reply|completion"
          + "|candidate|choice|summary|text)?[ _-]?";

  /** One side by its letter or number, with or without saying that it is better. */
  private static final Pattern SIDE =
      Pattern.compile(
          THING
              + "([ab012])(?: (?:(?:is|was) )?(?:(?:much|slightly|significantly) )?"
              + "(?:better|wins?|won|preferred|chosen))?");

  private static final Pattern ORDER =
      Pattern.compile("([ab12]) ?(>{1,3}|<{1,3}|={1,2}) ?([ab12])");
  private static final Set<String> FIRST = Set.of("first", "left", "the first", "the left");
  private static final Set<String> SECOND = Set.of("second", "right", "the second", "the right");
  private static final Set<String> TIE =
      Set.of(
          "tie",
          "ties",
          "tied",
          "draw",
          "equal",
          "equally good",
          "equally bad",
          "same",
          "the same",
          "both",
          "neither",
          "both good",
          "both bad",
          "both_bad",
          "both_good",
          "bothbad",
          "tie (bothbad)",
          "tie (both bad)",
          "no preference");

  private final TreeMap<String, Integer> numbers;
  private final boolean named;

  private Labels(Map<String, Integer> numbers, boolean named) {
    this.numbers = new TreeMap<>(numbers);
    this.named = named;
  }

  /** Labels of which some are numbers. */
  static Labels ofNumbers(Map<String, Integer> places) {
    return new Labels(places, false);
  }

  /** The labels that the settings name: of the first reply, of the second, and of a tie if any. */
  static Labels ofSettings(List<String> values) {
    Map<String, Integer> places = new TreeMap<>();
    places.put(normal(values.get(0)), 1);
    places.put(normal(values.get(1)), 2);
    if (values.size() > 2) {
      places.put(normal(values.get(2)), 0);
    }

    return new Labels(places, true);
  }

  /**
   * Reads a label.
   *
   * @param label a value
   * @param field how to call it in a refusal
   * @param firstSide the letter or number in the name of the first reply's field
   * @return 1 for the first reply, 2 for the second, 0 for a tie
   */
  int winner(JsonNode label, String field, String firstSide) throws Refusal {
    Integer place = numbers.get(key(label));
    if (place != null) {
      return place;
    }

    OptionalInt word = named ? OptionalInt.empty() : word(label, firstSide);
    return word.orElseThrow(
        () ->
            new Refusal(
                RejectionReason.UNKNOWN_VALUE,
                "field \"%s\" is %s, %s"
                    .formatted(
                        field,
                        label,
                        named
                            ? "labels has " + numbers.keySet()
                            : ALLOWED.formatted(numbers.keySet()))));
  }

  /** The place that a word names; empty for numbers and for words that name none. */
  static OptionalInt word(JsonNode label, String firstSide) {
    String key = key(label);
    if (isNumber(key)) {
      return OptionalInt.empty();
    }

    if (FIRST.contains(key) || SECOND.contains(key)) {
      return OptionalInt.of(FIRST.contains(key) ? 1 : 2);
    }

    if (TIE.contains(key)) {
      return OptionalInt.of(0);
    }

    Matcher order = ORDER.matcher(key);
    if (order.matches()) {
      return order(order);
    }

    Matcher side = SIDE.matcher(key);
    return side.matches() ? side(side.group(1), firstSide) : OptionalInt.empty();
  }

  /**
   * A label as it is counted and compared: numbers without a fraction of zero, words in lower case.
   */
  static String key(JsonNode label) {
    return normal(label.isValueNode() ? label.asText() : label.toString());
  }

  private static String normal(String label) {
    String key = label.strip().toLowerCase(Locale.ROOT);
    key = key.replaceAll("\\A\\[\\[(.*)]]\\z", "$1").replaceAll("\\s+", " ");
    return key.matches("[+-]?\\d+\\.0+") ? key.substring(0, key.indexOf('.')) : key;
  }

  /** Whether only a convention says what a label means; truth values are such, too. */
  static boolean isNumber(String key) {
    return key.matches("[+-]?\\d+(\\.\\d+)?") || key.equals("true") || key.equals("false");
  }

  private static OptionalInt order(Matcher order) {
    boolean firstLeads = order.group(1).equals("a") || order.group(1).equals("1");
    boolean secondFollows = order.group(3).equals("b") || order.group(3).equals("2");
    if (firstLeads != secondFollows) {
      return OptionalInt.empty();
    }

    char sign = order.group(2).charAt(0);
    return OptionalInt.of(sign == '=' ? 0 : (sign == '>') == firstLeads ? 1 : 2);
  }

  /** Sides may be numbered from 0, so a number is read by the names of the replies' fields. */
  private static OptionalInt side(String side, String firstSide) {
    if (side.equals("a") || side.equals("b")) {
      return OptionalInt.of(side.equals("a") ? 1 : 2);
    }

    int first = firstSide.equals("0") ? 0 : 1;
    int place = Integer.parseInt(side) - first + 1;
    return place == 1 || place == 2 ? OptionalInt.of(place) : OptionalInt.empty();
  }
}
