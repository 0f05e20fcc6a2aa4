package org.touchstone.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.touchstone.conversation.Fields;
import org.touchstone.conversation.Refusal;
import org.touchstone.conversation.RejectionReason;

/**
 * Where a value lies in a record: names between dots, {@code [*]} for all elements of a list and
 * {@code [0]} for one, {@code ->} for the record of the lookup table that a value is the key of.
 * For instance {@code data.question}, {@code answers[*].text}, {@code arg1->text}.
 */
final class FieldPath implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final Pattern STEP = Pattern.compile("([^.\\[\\]]+)((?:\\[(?:\\*|\\d+)\\])*)");
  private static final Pattern INDEX = Pattern.compile("\\[(\\*|\\d+)\\]");
  private static final String FOLLOW = "->";

  private final String text;
  private final List<Step> steps = new ArrayList<>();

  /** A move from values to values; exactly one component is set. */
  private record Step(@Nullable String name, @Nullable Integer index, boolean all, boolean follow)
      implements Serializable {}

  private FieldPath(String text) {
    this.text = text;
  }

  /**
   * Reads a path.
   *
   * @throws IllegalArgumentException if it is none
   */
  static FieldPath of(String text) {
    FieldPath path = new FieldPath(text);
    String[] parts = text.strip().split(FOLLOW, -1);
    for (int i = 0; i < parts.length; i++) {
      if (i > 0) {
        path.steps.add(new Step(null, null, false, true));
      }

      for (String step : parts[i].split("\\.", -1)) {
        path.add(step);
      }
    }

    return path;
  }

  /** Returns all values at the path, nulls left out. */
  List<JsonNode> values(JsonNode record, Map<String, JsonNode> lookup) throws Refusal {
    List<JsonNode> values = List.of(record);
    for (Step step : steps) {
      List<JsonNode> next = new ArrayList<>();
      for (JsonNode value : values) {
        move(step, value, lookup, next);
      }

      values = next;
    }

    return values.stream().filter(value -> !value.isNull() && !value.isMissingNode()).toList();
  }

  /** Returns the only value at the path. */
  JsonNode value(JsonNode record, Map<String, JsonNode> lookup) throws Refusal {
    List<JsonNode> values = values(record, lookup);
    if (values.isEmpty()) {
      throw new Refusal(
          RejectionReason.MISSING_FIELD, "there is nothing at \"%s\"".formatted(text));
    }

    if (values.size() > 1) {
      throw new Refusal(
          RejectionReason.WRONG_LENGTH,
          "there are %d values at \"%s\", must be one".formatted(values.size(), text));
    }

    return values.get(0);
  }

  /** Returns the path as it was written. */
  @Override
  public String toString() {
    return text;
  }

  boolean follows() {
    return steps.stream().anyMatch(Step::follow);
  }

  private void add(String text) {
    Matcher step = STEP.matcher(text.strip());
    if (!step.matches()) {
      throw new IllegalArgumentException(
          ("Cannot read path \"%s\": found \"%s\", allowed are names between dots, name[*], name[0]"
                  + " and name->name")
              .formatted(this.text, text));
    }

    steps.add(new Step(step.group(1).strip(), null, false, false));
    Matcher index = INDEX.matcher(step.group(2));
    while (index.find()) {
      boolean all = index.group(1).equals("*");
      steps.add(new Step(null, all ? null : Integer.valueOf(index.group(1)), all, false));
    }
  }

  private void move(Step step, JsonNode value, Map<String, JsonNode> lookup, List<JsonNode> next)
      throws Refusal {
    if (step.name() != null) {
      next.add(value.path(step.name()));
    } else if (step.follow()) {
      next.add(followed(value, lookup));
    } else {
      JsonNode array = Fields.array(value);
      JsonNode list = array == null ? value : array;
      if (step.all()) {
        list.forEach(next::add);
      } else if (step.index() != null) {
        next.add(list.path(step.index()));
      }
    }
  }

  private JsonNode followed(JsonNode key, Map<String, JsonNode> lookup) throws Refusal {
    JsonNode found = lookup.get(key.asText());
    if (found == null) {
      throw new Refusal(
          RejectionReason.UNKNOWN_VALUE,
          "\"%s\" at \"%s\" is no key of the lookup table".formatted(key.asText(), text));
    }

    return found;
  }
}
