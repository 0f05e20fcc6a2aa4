package org.touchstone.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Parses the JSON of a safetensors header as a stream, so that what it costs is what it keeps:
 * names and shapes, their number bounded.
 */
final class SafetensorsHeaderParser {

  /** Far above any model: the largest published ones have some 100,000 tensors in all shards. */
  private static final int MAX_ENTRIES = 1 << 18;

  private static final int MAX_DIMENSIONS = 64;
  private static final int MAX_DEPTH = 16;
  private static final int MAX_NUMBER_DIGITS = 100;
  private static final String METADATA = "__metadata__";
  private static final String TYPES =
      Arrays.stream(SafetensorsType.values()).map(Enum::name).collect(Collectors.joining(", "));

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(MAX_NUMBER_DIGITS)
                  .build())
          .build();

  private final SafetensorsComplaint complaint;
  private final ByteSource source;
  private final long payload;
  private final Map<String, SafetensorsEntry> entries = new LinkedHashMap<>();
  private @Nullable Map<String, String> metadata;

  SafetensorsHeaderParser(SafetensorsComplaint complaint, ByteSource source, long payload) {
    this.complaint = complaint;
    this.source = source;
    this.payload = payload;
  }

  SafetensorsHeader parse() throws IOException {
    try (SafetensorsHeaderStream bytes = new SafetensorsHeaderStream(complaint, source, payload);
        JsonParser json =
            JSON.createParser(new InputStreamReader(bytes, StandardCharsets.UTF_8.newDecoder()))) {
      parse(json);
    } catch (CharacterCodingException e) {
      throw complaint.of("found a header that is not UTF-8, allowed is JSON in UTF-8");
    } catch (StreamConstraintsException e) {
      throw complaint.of(
          "found a header nested or with numbers beyond measure, allowed are %d levels and %d"
                  .formatted(MAX_DEPTH, MAX_NUMBER_DIGITS)
              + " digits");
    } catch (JsonProcessingException e) {
      throw complaint.of(
          "found no JSON at character %d of the header, allowed is one JSON object"
              .formatted(Math.max(0, e.getLocation().getCharOffset())));
    }

    return SafetensorsHeader.of(
        entries.values(),
        metadata == null ? Map.of() : metadata,
        payload,
        source.size(),
        complaint);
  }

  private void parse(JsonParser json) throws IOException {
    expect(json.nextToken(), JsonToken.START_OBJECT, "as the header");
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.getCurrentName();
      json.nextToken();
      if (name.equals(METADATA)) {
        metadata(json);
      } else if (entries.put(name, entry(json, name)) != null) {
        throw complaint.of(
            "found tensor %s twice in the header, allowed is once"
                .formatted(SafetensorsComplaint.quote(name)));
      }

      if (entries.size() > MAX_ENTRIES) {
        throw complaint.of("found more than %1$d tensors, allowed are %1$d".formatted(MAX_ENTRIES));
      }
    }

    if (json.nextToken() != null) {
      throw complaint.of("found more behind the header's object, allowed are spaces");
    }
  }

  private void metadata(JsonParser json) throws IOException {
    if (metadata != null) {
      throw complaint.of("found %s twice in the header, allowed is once".formatted(METADATA));
    }

    expect(json.currentToken(), JsonToken.START_OBJECT, "as " + METADATA);
    Map<String, String> found = new LinkedHashMap<>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String key = json.getCurrentName();
      String where = "as %s of %s".formatted(SafetensorsComplaint.quote(key), METADATA);
      expect(json.nextToken(), JsonToken.VALUE_STRING, where);
      if (found.put(key, json.getText()) != null || found.size() > MAX_ENTRIES) {
        throw complaint.of(
            "found %s twice, or too many keys, in %s, allowed are %d different ones"
                .formatted(SafetensorsComplaint.quote(key), METADATA, MAX_ENTRIES));
      }
    }

    metadata = found;
  }

  private SafetensorsEntry entry(JsonParser json, String name) throws IOException {
    String where = "in tensor " + SafetensorsComplaint.quote(name);
    expect(json.currentToken(), JsonToken.START_OBJECT, "as" + where.substring(2));
    Map<String, Object> found = new LinkedHashMap<>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String key = json.getCurrentName();
      json.nextToken();
      Object value =
          switch (key) {
            case "dtype" -> type(json, where);
            case "shape", "data_offsets" -> numbers(json, key + " " + where);
            default -> {
              json.skipChildren();
              yield key;
            }
          };
      if (found.put(key, value) != null || found.size() > MAX_DIMENSIONS) {
        throw complaint.of(
            "found %s twice, or more than %d keys, %s, allowed is each once"
                .formatted(SafetensorsComplaint.quote(key), MAX_DIMENSIONS, where));
      }
    }

    return entry(name, found, where);
  }

  private SafetensorsEntry entry(String name, Map<String, Object> found, String where)
      throws IOException {
    if (!(found.get("dtype") instanceof SafetensorsType type)
        || !(found.get("shape") instanceof Sizes shape)
        || !(found.get("data_offsets") instanceof Sizes offsets)) {
      throw complaint.of(
          "found only %s %s, needed are dtype, shape and data_offsets"
              .formatted(
                  found.keySet().stream()
                      .map(SafetensorsComplaint::quote)
                      .collect(Collectors.joining(", ", "[", "]")),
                  where));
    }

    if (offsets.values().size() != 2
        || offsets.values().get(0) > offsets.values().get(1)
        || offsets.values().get(1) > Long.MAX_VALUE - payload) {
      throw complaint.of(
          "found data_offsets %s %s, allowed are a begin and an end not before it"
              .formatted(offsets.values(), where));
    }

    long begin = offsets.values().get(0);
    long end = offsets.values().get(1);
    if (!hasBytes(shape.values(), type, end - begin)) {
      throw complaint.of(
          "found %d bytes %s, allowed is the size of %s %s"
              .formatted(end - begin, where, type, shape.values()));
    }

    return new SafetensorsEntry(name, type, shape.values(), payload + begin, payload + end);
  }

  private static boolean hasBytes(List<Long> shape, SafetensorsType type, long bytes) {
    try {
      long elements = 1;
      for (long size : shape) {
        elements = Math.multiplyExact(elements, size);
      }

      return Math.multiplyExact(elements, type.bytes()) == bytes;
    } catch (ArithmeticException e) {
      return false; // more than 2^63 bytes, which no file has
    }
  }

  private SafetensorsType type(JsonParser json, String where) throws IOException {
    expect(json.currentToken(), JsonToken.VALUE_STRING, "as dtype " + where);
    String name = json.getText();
    for (SafetensorsType type : SafetensorsType.values()) {
      if (type.name().equals(name)) {
        return type;
      }
    }

    throw complaint.of(
        "found dtype %s %s, allowed are %s"
            .formatted(SafetensorsComplaint.quote(name), where, TYPES));
  }

  private Sizes numbers(JsonParser json, String where) throws IOException {
    expect(json.currentToken(), JsonToken.START_ARRAY, "as " + where);
    List<Long> values = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      boolean whole = json.currentToken() == JsonToken.VALUE_NUMBER_INT;
      String text = json.getText();
      if (!whole || text.startsWith("-") || text.length() > 18) {
        throw complaint.of(
            "found %s in %s, allowed are whole numbers from 0 to 10^18"
                .formatted(SafetensorsComplaint.quote(text), where));
      }

      values.add(Long.parseLong(text));
      if (values.size() > MAX_DIMENSIONS) {
        throw complaint.of(
            "found more than %1$d numbers in %2$s, allowed are %1$d"
                .formatted(MAX_DIMENSIONS, where));
      }
    }

    return new Sizes(values);
  }

  private void expect(@Nullable JsonToken found, JsonToken needed, String where)
      throws IOException {
    if (found != needed) {
      throw complaint.of("found %s %s, allowed is %s".formatted(word(found), where, word(needed)));
    }
  }

  private static String word(@Nullable JsonToken token) {
    if (token == null) {
      return "nothing";
    }

    return switch (token) {
      case START_OBJECT, END_OBJECT -> "a JSON object";
      case START_ARRAY, END_ARRAY -> "a JSON array";
      case VALUE_STRING, FIELD_NAME -> "a JSON string";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a JSON number";
      case VALUE_TRUE, VALUE_FALSE -> "a JSON boolean";
      case VALUE_NULL -> "a JSON null";
      case NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT -> "no JSON value";
    };
  }

  /** Whole numbers from 0. */
  private record Sizes(List<Long> values) {}
}
