package org.touchstone.model;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The index of a safetensors file, checked: every tensor lies inside the file, is as long as its
 * shape and type say, and the tensors cover the payload without gap or overlap.
 *
 * @param tensors by name, in the order of their bytes
 * @param metadata free text
 */
record SafetensorsHeader(Map<String, Tensor> tensors, Map<String, String> metadata) {

  /** The limit of the reference reader. */
  private static final long MAX_HEADER_BYTES = 100_000_000L;

  private static final String METADATA = "__metadata__";

  private static final ObjectReader JSON =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .readerFor(JsonNode.class);

  /** One tensor and the position of its first byte in the file. */
  record Tensor(String name, SafetensorsType type, List<Long> shape, long begin, long end) {}

  static SafetensorsHeader read(String file, ByteSource source) throws IOException {
    if (source.size() < 8) {
      throw malformed(file, "%d bytes, a header needs at least 8".formatted(source.size()));
    }

    byte[] lengthBytes = new byte[8];
    source.read(0, lengthBytes, 8);
    long length = ByteBuffer.wrap(lengthBytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (length < 2 || length > MAX_HEADER_BYTES || length > source.size() - 8) {
      throw malformed(
          file,
          "the header claims %d bytes in a file of %d, at most %d are allowed"
              .formatted(length, source.size(), MAX_HEADER_BYTES));
    }

    byte[] json = new byte[(int) length];
    source.read(8, json, json.length);
    try {
      JsonNode root = JSON.readValue(json);
      return parse(file, root, 8 + length, source.size());
    } catch (JsonProcessingException e) {
      throw malformed(file, "the header is no JSON: " + e.getOriginalMessage());
    }
  }

  private static SafetensorsHeader parse(String file, JsonNode root, long payload, long size)
      throws IOException {
    if (!root.isObject()) {
      throw malformed(file, "the header is a JSON %s, not an object".formatted(root.getNodeType()));
    }

    Map<String, String> metadata = new LinkedHashMap<>();
    List<Tensor> found = new ArrayList<>();
    for (Iterator<Map.Entry<String, JsonNode>> it = root.fields(); it.hasNext(); ) {
      Map.Entry<String, JsonNode> field = it.next();
      if (field.getKey().equals(METADATA)) {
        field
            .getValue()
            .fields()
            .forEachRemaining(e -> metadata.put(e.getKey(), e.getValue().asText()));
      } else {
        found.add(tensor(file, field.getKey(), field.getValue(), payload));
      }
    }

    found.sort(Comparator.comparingLong(Tensor::begin).thenComparingLong(Tensor::end));
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    long position = payload;
    for (Tensor tensor : found) {
      if (tensor.begin() != position) {
        throw malformed(
            file,
            "tensor %s begins at byte %d, the one before it ends at %d"
                .formatted(tensor.name(), tensor.begin(), position));
      }

      position = tensor.end();
      tensors.put(tensor.name(), tensor);
    }

    if (position != size) {
      throw malformed(file, "its tensors end at byte %d, the file at %d".formatted(position, size));
    }

    return new SafetensorsHeader(tensors, metadata);
  }

  private static Tensor tensor(String file, String name, JsonNode node, long payload)
      throws IOException {
    String typeName = node.path("dtype").asText();
    SafetensorsType type =
        Arrays.stream(SafetensorsType.values())
            .filter(candidate -> candidate.name().equals(typeName))
            .findFirst()
            .orElseThrow(
                () ->
                    malformed(
                        file,
                        "tensor %s has type '%s', supported are %s"
                            .formatted(name, typeName, Arrays.toString(SafetensorsType.values()))));
    List<Long> shape = numbers(file, name, node.path("shape"));
    List<Long> offsets = numbers(file, name, node.path("data_offsets"));
    try {
      long bytes = type.bytes();
      for (long size : shape) {
        bytes = Math.multiplyExact(bytes, size);
      }

      if (offsets.size() == 2 && Math.subtractExact(offsets.get(1), offsets.get(0)) == bytes) {
        return new Tensor(
            name,
            type,
            shape,
            Math.addExact(payload, offsets.get(0)),
            Math.addExact(payload, offsets.get(1)));
      }
    } catch (ArithmeticException e) {
      throw malformed(file, "tensor %s of shape %s is too large".formatted(name, shape));
    }

    throw malformed(
        file,
        "tensor %s has offsets %s, which is not the length of %s %s"
            .formatted(name, offsets, type, shape));
  }

  private static List<Long> numbers(String file, String name, JsonNode node) throws IOException {
    List<Long> numbers = new ArrayList<>();
    for (JsonNode element : node) {
      if (!element.isIntegralNumber() || !element.canConvertToLong() || element.asLong() < 0) {
        throw malformed(
            file, "tensor %s has %s where a whole number is needed".formatted(name, element));
      }

      numbers.add(element.asLong());
    }

    if (!node.isArray()) {
      throw malformed(file, "tensor %s lacks a shape or offsets".formatted(name));
    }

    return numbers;
  }

  private static IOException malformed(String file, String reason) {
    return new IOException("Cannot read %s as safetensors: %s".formatted(file, reason));
  }
}
