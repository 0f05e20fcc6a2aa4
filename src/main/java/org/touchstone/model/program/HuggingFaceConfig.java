package org.touchstone.model.program;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A {@code config.json} as transformers 4 or 5 writes it, read key by key. A value that a family
 * does not honour is refused by name, because it would change the rewards in silence.
 *
 * @param values the keys and values of the file
 */
public record HuggingFaceConfig(Map<String, Object> values) {

  /** Refuses what changes the numbers of any family. */
  public HuggingFaceConfig {
    if (values.get("quantization_config") != null) {
      throw new IllegalArgumentException(
          "Cannot read config.json: quantization_config is set; honoured are float32, float16 and bfloat16 weights");
    }
  }

  /**
   * Returns the family's name.
   *
   * @return {@code model_type}
   * @throws IllegalArgumentException if there is none
   */
  public String modelType() {
    return text("model_type");
  }

  /** Returns whether the key is there and not null. */
  boolean has(String key) {
    return values.get(key) != null;
  }

  int integer(String key) {
    Object value = values.get(key);
    if (value instanceof Number number && number.longValue() == number.doubleValue()) {
      return Math.toIntExact(number.longValue());
    }

    throw problem(key, value, "a whole number");
  }

  int integer(String key, int otherwise) {
    return has(key) ? integer(key) : otherwise;
  }

  /** Returns a size, which is at least 1. */
  int size(String key) {
    int value = integer(key);
    if (value < 1) {
      throw problem(key, value, "at least 1");
    }

    return value;
  }

  int size(String key, int otherwise) {
    return has(key) ? size(key) : otherwise;
  }

  double decimal(String key, double otherwise) {
    Object value = values.get(key);
    if (value == null) {
      return otherwise;
    }

    if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
      return number.doubleValue();
    }

    throw problem(key, value, "a number");
  }

  /** Returns a flag as an enum would: the key says what it is. */
  boolean flag(String key, boolean otherwise) {
    Object value = values.get(key);
    if (value == null) {
      return otherwise;
    }

    if (value instanceof Boolean flag) {
      return flag;
    }

    throw problem(key, value, "true or false");
  }

  String text(String key) {
    Object value = values.get(key);
    if (value instanceof String text) {
      return text;
    }

    throw problem(key, value, "a text");
  }

  String text(String key, String otherwise) {
    return has(key) ? text(key) : otherwise;
  }

  /** Returns a list of texts, or null if the key is absent. */
  @Nullable List<String> texts(String key) {
    Object value = values.get(key);
    if (value == null) {
      return null;
    }

    if (value instanceof List<?> list) {
      List<String> texts = new ArrayList<>();
      for (Object item : list) {
        texts.add(String.valueOf(item));
      }

      return texts;
    }

    throw problem(key, value, "a list of texts");
  }

  /** Returns a nested object; empty if the key is absent. */
  HuggingFaceConfig nested(String key) {
    Object value = values.get(key);
    if (value == null) {
      return new HuggingFaceConfig(Map.of());
    }

    if (value instanceof Map<?, ?> map) {
      Map<String, Object> copy = new java.util.LinkedHashMap<>();
      map.forEach((name, item) -> copy.put(String.valueOf(name), item));
      return new HuggingFaceConfig(copy);
    }

    throw problem(key, value, "an object");
  }

  /** Returns a list of numbers of a given length. */
  double[] decimals(String key, int count) {
    if (values.get(key) instanceof List<?> list
        && list.size() == count
        && list.stream().allMatch(Number.class::isInstance)) {
      return list.stream().mapToDouble(item -> ((Number) item).doubleValue()).toArray();
    }

    throw problem(key, values.get(key), "a list of %d numbers".formatted(count));
  }

  /** Refuses any value of a key but those that are honoured; absent is honoured. */
  void only(String key, Object... honoured) {
    Object value = values.get(key);
    if (value != null && !Arrays.asList(honoured).contains(value)) {
      throw problem(key, value, "honoured is " + Arrays.toString(honoured));
    }
  }

  /** Refuses sizes that do not divide. */
  void divides(String whole, int wholeValue, String part, int partValue) {
    if (wholeValue % partValue != 0) {
      throw new IllegalArgumentException(
          "Cannot read config.json of %s: %s is %d and %s is %d, the second must divide the first"
              .formatted(values.get("model_type"), whole, wholeValue, part, partValue));
    }
  }

  IllegalArgumentException problem(String key, @Nullable Object value, String allowed) {
    String shown = value instanceof String ? "\"" + value + "\"" : String.valueOf(value);
    return new IllegalArgumentException(
        "Cannot read config.json of %s: %s is %s, allowed: %s"
            .formatted(values.get("model_type"), key, value == null ? "missing" : shown, allowed));
  }
}
