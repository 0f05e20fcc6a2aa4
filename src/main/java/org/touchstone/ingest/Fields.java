package org.touchstone.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads fields of records, refusing what is not there or has another type.
 *
 * <p>Cells of CSV are all texts, so a number may also be a text that is one, and a list a text that
 * is a JSON array.
 */
final class Fields {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Fields() {}

  /** Whether a field is there and not null. */
  static boolean has(JsonNode record, String name) {
    return record.hasNonNull(name);
  }

  /** Whether a field is there and a text. */
  static boolean hasText(JsonNode record, String name) {
    return record.path(name).isTextual();
  }

  /** Whether a field is a list, or a text that holds one. */
  static boolean hasList(JsonNode record, String name) {
    return record.path(name).isArray() || array(record.path(name)) != null;
  }

  /** Returns a field that is there and not null. */
  static JsonNode value(JsonNode record, String name) throws Refusal {
    JsonNode value = record.get(name);
    if (value == null) {
      throw new Refusal(RejectionReason.MISSING_FIELD, "field \"%s\" is missing".formatted(name));
    }

    if (value.isNull()) {
      throw new Refusal(RejectionReason.NULL_FIELD, "field \"%s\" is null".formatted(name));
    }

    return value;
  }

  /** Returns a text that is not blank. */
  static String text(JsonNode record, String name) throws Refusal {
    return textOf(value(record, name), name);
  }

  /** Returns a value that must be a text and not blank. */
  static String textOf(JsonNode value, String name) throws Refusal {
    if (!value.isTextual()) {
      throw wrongType(value, name, "a string");
    }

    String text = value.textValue();
    if (text.isBlank()) {
      throw new Refusal(RejectionReason.EMPTY_TEXT, "field \"%s\" is blank".formatted(name));
    }

    return whole(text, name);
  }

  /** Returns a text, or null if the field is missing, null or blank. */
  static @Nullable String optionalText(JsonNode record, String name) throws Refusal {
    JsonNode value = record.path(name);
    if (!value.isValueNode() || value.isNull() || value.asText().isBlank()) {
      return null;
    }

    return whole(value.asText(), name);
  }

  /** Returns a text that has no half of a surrogate pair. */
  static String whole(String text, String name) throws Refusal {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw new Refusal(
          RejectionReason.INVALID_TEXT,
          "field \"%s\" holds half of a surrogate pair".formatted(name));
    }

    return text;
  }

  /** Returns a finite number. */
  static double number(JsonNode record, String name) throws Refusal {
    return numberOf(value(record, name), name);
  }

  /** Returns a value that must be a finite number. */
  static double numberOf(JsonNode value, String name) throws Refusal {
    double number = value.isNumber() ? value.doubleValue() : parsed(value);
    if (!Double.isFinite(number)) {
      throw wrongType(value, name, "a number");
    }

    return number;
  }

  /** Returns a number, or null if the field is missing, null or none. */
  static @Nullable Double optionalNumber(JsonNode record, String name) {
    JsonNode value = record.path(name);
    double number = value.isNumber() ? value.doubleValue() : parsed(value);
    return Double.isFinite(number) ? number : null;
  }

  /** Returns the elements of a list. */
  static List<JsonNode> list(JsonNode record, String name) throws Refusal {
    JsonNode value = value(record, name);
    JsonNode array = value.isArray() ? value : array(value);
    if (array == null) {
      throw wrongType(value, name, "a list");
    }

    List<JsonNode> elements = new ArrayList<>(array.size());
    array.forEach(elements::add);
    return elements;
  }

  /** Returns the numbers of a list, one for each of {@code size} things. */
  static List<Double> numbers(JsonNode record, String name, int size) throws Refusal {
    List<JsonNode> elements = list(record, name);
    if (elements.size() != size) {
      throw new Refusal(
          RejectionReason.WRONG_LENGTH,
          "field \"%s\" has %d numbers, must have %d".formatted(name, elements.size(), size));
    }

    List<Double> numbers = new ArrayList<>(size);
    for (JsonNode element : elements) {
      numbers.add(numberOf(element, name));
    }

    return numbers;
  }

  /** Returns the JSON array that a text holds, or null. */
  static @Nullable JsonNode array(JsonNode value) {
    if (!value.isTextual() || !value.textValue().stripLeading().startsWith("[")) {
      return null;
    }

    try {
      JsonNode parsed = JSON.readTree(value.textValue());
      return parsed != null && parsed.isArray() ? parsed : null;
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  static Refusal wrongType(JsonNode value, String name, String needed) {
    return new Refusal(
        RejectionReason.WRONG_TYPE,
        "field \"%s\" is %s, must be %s"
            .formatted(name, value.getNodeType().name().toLowerCase(Locale.ROOT), needed));
  }

  private static double parsed(JsonNode value) {
    try {
      return value.isTextual() ? Double.parseDouble(value.textValue().strip()) : Double.NaN;
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}
