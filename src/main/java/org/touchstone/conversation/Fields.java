package org.touchstone.conversation;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads fields of records, refusing what is not there or has another type.
 *
 * <p>Cells of CSV are all texts, so a number may also be a text that is one, and a list a text that
 * is a list as JSON or as Python prints it. A number that is NaN was not given, as data frames
 * write what is missing.
 */
public final class Fields {

  /** Of a value in a message to a person. */
  private static final int SHOWN_CHARACTERS = 40;

  /** Numbers that a text does not give. */
  private static final Set<String> NOT_GIVEN = Set.of("", "nan", "NaN", "NAN");

  private Fields() {}

  /** Whether a field is there and not null. */
  public static boolean has(JsonNode record, String name) {
    return record.hasNonNull(name);
  }

  /** Whether a field is there and a text. */
  public static boolean hasText(JsonNode record, String name) {
    return record.path(name).isTextual();
  }

  /** Whether a field is a list, or a text that holds one. */
  public static boolean hasList(JsonNode record, String name) {
    return record.path(name).isArray() || array(record.path(name)) != null;
  }

  /** Returns a field that is there and not null. */
  public static JsonNode value(JsonNode record, String name) throws Refusal {
    JsonNode value = record.get(name);
    if (value == null) {
      throw new Refusal(RejectionReason.MISSING_FIELD, "field \"%s\" is missing".formatted(name));
    }

    if (value.isNull() || isNan(value)) {
      throw new Refusal(
          RejectionReason.NULL_FIELD, "field \"%s\" is %s".formatted(name, value.asText()));
    }

    return value;
  }

  /** Returns a text that is not blank. */
  public static String text(JsonNode record, String name) throws Refusal {
    return textOf(value(record, name), name);
  }

  /** Returns a value that must be a text and not blank. */
  public static String textOf(JsonNode value, String name) throws Refusal {
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
  public static @Nullable String optionalText(JsonNode record, String name) throws Refusal {
    JsonNode value = record.path(name);
    if (!value.isValueNode() || value.isNull() || value.asText().isBlank()) {
      return null;
    }

    return whole(value.asText(), name);
  }

  /** Returns a text that has no half of a surrogate pair. */
  public static String whole(String text, String name) throws Refusal {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw new Refusal(
          RejectionReason.INVALID_TEXT,
          "field \"%s\" holds half of a surrogate pair".formatted(name));
    }

    return text;
  }

  /** Returns a finite number. */
  public static double number(JsonNode record, String name) throws Refusal {
    return numberOf(value(record, name), name);
  }

  /** Returns a value that must be a finite number. */
  public static double numberOf(JsonNode value, String name) throws Refusal {
    double number = value.isNumber() ? value.doubleValue() : parsed(value);
    if (!Double.isFinite(number)) {
      throw wrongType(value, name, "a number");
    }

    return number;
  }

  /**
   * Returns a number, or null if the field is missing, null, blank or NaN, which is how data frames
   * write a missing number.
   */
  public static @Nullable Double optionalNumber(JsonNode record, String name) throws Refusal {
    JsonNode value = record.path(name);
    boolean absent = value.isMissingNode() || value.isNull();
    boolean blank = value.isTextual() && NOT_GIVEN.contains(value.textValue().strip());
    if (absent || blank || isNan(value)) {
      return null;
    }

    return numberOf(value, name);
  }

  private static boolean isNan(JsonNode value) {
    return value.isFloatingPointNumber() && Double.isNaN(value.doubleValue());
  }

  /** Returns the elements of a list. */
  public static List<JsonNode> list(JsonNode record, String name) throws Refusal {
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
  public static List<Double> numbers(JsonNode record, String name, int size) throws Refusal {
    List<JsonNode> elements = list(record, name);
    if (elements.size() != size) {
      throw new Refusal(
          RejectionReason.WRONG_LENGTH,
          "field \"%s\" has %d numbers, must have %d".formatted(name, elements.size(), size));
    }

    List<Double> numbers = new ArrayList<>(size);
    for (JsonNode element : elements) {
      if (element.isNull() || isNan(element)) {
        throw new Refusal(
            RejectionReason.NULL_FIELD,
            "a number of field \"%s\" is %s".formatted(name, element.asText()));
      }

      numbers.add(numberOf(element, name));
    }

    return numbers;
  }

  /** Returns the array that a text holds, or null. */
  public static @Nullable JsonNode array(JsonNode value) {
    JsonNode structure = structure(value);
    return structure != null && structure.isArray() ? structure : null;
  }

  /** Returns the list or object that a text holds, as JSON or as Python prints it, or null. */
  public static @Nullable JsonNode structure(JsonNode value) {
    return value.isTextual() ? Structures.of(value.textValue()) : null;
  }

  /** Says which type a field has, with the beginning of its value, and which it needs. */
  public static Refusal wrongType(JsonNode value, String name, String needed) {
    String text = value.toString();
    return new Refusal(
        RejectionReason.WRONG_TYPE,
        "field \"%s\" is %s %s, must be %s"
            .formatted(
                name,
                value.getNodeType().name().toLowerCase(Locale.ROOT),
                text.length() <= SHOWN_CHARACTERS
                    ? text
                    : text.substring(0, SHOWN_CHARACTERS) + "...",
                needed));
  }

  private static double parsed(JsonNode value) {
    try {
      return value.isTextual() ? Double.parseDouble(value.textValue().strip()) : Double.NaN;
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}
