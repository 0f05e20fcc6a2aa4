package org.touchstone.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The special tokens of a tokenizer from elsewhere: by the role that its configuration gives them,
 * and as the texts that are cut out of a frame before it is encoded.
 *
 * <p>Special is what is flagged so, what the configuration names so, and every added token that the
 * chat template writes, whatever its flag: {@code <|im_end|>} is an ordinary added token in some.
 */
final class SpecialTokens {

  /** One token that is cut out whole. */
  record Added(String text, int id, boolean stripsLeft, boolean stripsRight) {}

  private final List<Added> longestFirst;
  private final Map<String, String> roles;
  private final int vocabularySize;

  private SpecialTokens(List<Added> longestFirst, Map<String, String> roles, int vocabularySize) {
    this.longestFirst = longestFirst;
    this.roles = Map.copyOf(roles);
    this.vocabularySize = vocabularySize;
  }

  static SpecialTokens of(JsonNode tokenizer, JsonNode configuration) {
    Map<String, String> roles = roles(configuration);
    Set<String> named = new HashSet<>(roles.values());
    for (String key : List.of("additional_special_tokens", "extra_special_tokens")) {
      configuration.path(key).forEach(token -> named.add(text(token)));
    }

    String frame = FrameSample.of(configuration.path("chat_template").asText(""), roles);
    List<Added> added = new ArrayList<>();
    int largest = -1;
    for (JsonNode token : tokenizer.path("added_tokens")) {
      largest = Math.max(largest, token.path("id").asInt());
      String text = text(token);
      boolean isNamed = named.remove(text);
      if (token.path("special").asBoolean()
          || isNamed
          || (!text.isBlank() && frame.contains(text))) {
        added.add(
            new Added(
                text,
                token.path("id").asInt(),
                token.path("lstrip").asBoolean(),
                token.path("rstrip").asBoolean()));
      }
    }

    named.forEach(text -> addEntry(tokenizer, text, added));
    added.sort(Comparator.comparingInt((Added token) -> token.text().length()).reversed());
    return new SpecialTokens(added, roles, Math.max(largest + 1, ids(tokenizer)));
  }

  /** Takes a token that is named as special and stands among the ordinary entries. */
  private static void addEntry(JsonNode tokenizer, String text, List<Added> added) {
    JsonNode vocabulary = tokenizer.path("model").path("vocab");
    int id = vocabulary.path(text).asInt(-1);
    for (int i = 0; vocabulary.isArray() && id < 0 && i < vocabulary.size(); i++) {
      id = vocabulary.get(i).path(0).asText().equals(text) ? i : -1;
    }

    if (id >= 0 && !text.isEmpty()) {
      added.add(new Added(text, id, false, false));
    }
  }

  private static String text(JsonNode token) {
    return token.isObject()
        ? token.path("content").asText("")
        : token.isTextual() ? token.asText() : "";
  }

  private static Map<String, String> roles(JsonNode configuration) {
    Map<String, String> roles = new HashMap<>();
    configuration
        .fields()
        .forEachRemaining(
            field -> {
              String text = text(field.getValue());
              if (field.getKey().endsWith("_token") && !text.isEmpty()) {
                roles.put(field.getKey(), text);
              }
            });
    return roles;
  }

  private static int ids(JsonNode tokenizer) {
    JsonNode vocabulary = tokenizer.path("model").path("vocab");
    int largest = vocabulary.isArray() ? vocabulary.size() - 1 : -1;
    if (vocabulary.isObject()) {
      for (JsonNode id : vocabulary) {
        largest = Math.max(largest, id.asInt());
      }
    }

    return largest + 1;
  }

  /** Returns the ids that no text of a person may get. */
  Set<Integer> guarded() {
    return longestFirst.stream()
        .filter(token -> !GuardedVocabulary.isByte(token.text()))
        .map(Added::id)
        .collect(Collectors.toSet());
  }

  int vocabularySize() {
    return vocabularySize;
  }

  /** Returns the texts by role, as templates name them. */
  Map<String, String> roles() {
    return roles;
  }

  /** Returns the id of a role's token; -1 if there is none. */
  int id(String role) {
    String text = roles.get(role);
    return longestFirst.stream()
        .filter(token -> token.text().equals(text))
        .mapToInt(Added::id)
        .findFirst()
        .orElse(-1);
  }

  /** Returns the pad id; -1, which is refused wherever it matters, if there is none. */
  int padId() {
    return id("pad_token");
  }

  /** Returns the token that begins here, the longest if several do; null if none does. */
  @Nullable Added at(String text, int position) {
    for (Added token : longestFirst) {
      if (!token.text().isEmpty() && text.startsWith(token.text(), position)) {
        return token;
      }
    }

    return null;
  }

  /** Says whether a text spells one of them. */
  boolean occurIn(String text) {
    return longestFirst.stream()
        .anyMatch(token -> !token.text().isEmpty() && text.contains(token.text()));
  }
}
