package org.touchstone.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads YAML into a tree that keeps the spelling of numbers: {@code 0012} and {@code 1.50} are
 * texts here, and {@link SettingsTypes} makes numbers of them where a record wants numbers.
 */
final class SettingsYaml {

  private static final ObjectMapper YAML =
      YAMLMapper.builder().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).build();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private static final Pattern PLACE = Pattern.compile("line \\d+, column \\d+");

  private SettingsYaml() {}

  /** Reads one document; an empty one is an empty mapping. */
  static JsonNode read(String origin, InputStream in) throws IOException {
    try (JsonParser parser = YAML.createParser(in)) {
      if (parser.nextToken() == null) {
        return NODES.objectNode();
      }

      JsonNode tree = node(parser);
      if (parser.nextToken() != null) {
        throw new SettingsException(
            "Cannot read settings %s: a second document begins in line %d, one is allowed"
                .formatted(origin, parser.currentTokenLocation().getLineNr()));
      }

      return tree;
    } catch (JsonProcessingException e) {
      throw new SettingsException(
          "Cannot read settings %s: %s".formatted(origin, problem(e, true)), e);
    }
  }

  /**
   * Reads the value of {@code --set}. Lists, mappings and quoted texts are YAML. Anything else is
   * one plain word or text, so that a path may hold {@code " #"}, {@code ": "} or {@code *}.
   */
  static JsonNode value(String assignment, String text) {
    String stripped = text.strip();
    if (stripped.isEmpty()) {
      return NODES.textNode("");
    }

    boolean structured = "[{\"'".indexOf(stripped.charAt(0)) >= 0;
    boolean word = stripped.matches("[-+.\\w]+|~");
    if (!structured && !word) {
      return NODES.textNode(text);
    }

    try (JsonParser parser = YAML.createParser(text)) {
      parser.nextToken();
      JsonNode value = node(parser);
      if (parser.nextToken() != null) {
        throw new SettingsException(
            "Cannot set \"%s\": something follows after its value".formatted(assignment));
      }

      return value;
    } catch (JsonProcessingException e) {
      throw new SettingsException(
          "Cannot set \"%s\": its value is not YAML: %s".formatted(assignment, problem(e, false)),
          e);
    } catch (IOException e) {
      throw new SettingsException("Cannot set \"%s\": %s".formatted(assignment, e), e);
    }
  }

  /** A plain number in YAML's spelling, such as {@code 1_000} or {@code .inf}; else null. */
  static @Nullable JsonNode number(String text) {
    try {
      JsonNode value = YAML.readTree(text);
      return value != null && value.isNumber() ? value : null;
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  private static JsonNode node(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      ObjectNode mapping = NODES.objectNode();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String key = parser.currentName();
        parser.nextToken();
        mapping.set(key, node(parser));
      }

      return mapping;
    }

    if (token == JsonToken.START_ARRAY) {
      ArrayNode list = NODES.arrayNode();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        list.add(node(parser));
      }

      return list;
    }

    return scalar(parser, token);
  }

  private static JsonNode scalar(JsonParser parser, @Nullable JsonToken token) throws IOException {
    if (token == JsonToken.VALUE_NULL) {
      return NODES.nullNode();
    }

    String written = parser.getText();
    if (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT) {
      JsonNode number = YAML.readTree(written);
      return number.isNumber() && number.asText().equals(written)
          ? number
          : NODES.textNode(written);
    }

    return token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE
        ? written.equals(written.toLowerCase(Locale.ROOT))
            ? NODES.booleanNode(token == JsonToken.VALUE_TRUE)
            : NODES.textNode(written)
        : NODES.textNode(written);
  }

  /** What is wrong, in one line, with the place; the parser's own message goes over several. */
  private static String problem(JsonProcessingException e, boolean withPlace) {
    String message = e.getOriginalMessage() == null ? "" : e.getOriginalMessage();
    String line =
        message
            .lines()
            .map(String::strip)
            .filter(
                part -> !part.isEmpty() && !part.startsWith("while ") && !part.startsWith("in "))
            .findFirst()
            .orElse("it is not YAML");
    String problem =
        line.startsWith("Duplicate field ")
            ? "the key %s is there twice".formatted(line.substring("Duplicate field ".length()))
            : line.contains("(TAB)") ? "a tab indents a line, YAML allows spaces only" : line;
    return withPlace ? place(e, message) + problem : problem;
  }

  /** The place of the problem; the exception's own is where the token before it began. */
  private static String place(JsonProcessingException e, String message) {
    String found = "";
    Matcher places = PLACE.matcher(message);
    while (places.find()) {
      found = places.group() + ": ";
    }

    JsonLocation place = e.getLocation();
    return found.isEmpty() && place != null
        ? "line %d, column %d: ".formatted(place.getLineNr(), place.getColumnNr())
        : found;
  }
}
