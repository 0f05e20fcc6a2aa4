package org.touchstone.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The special tokens of a tokenizer from elsewhere: by the role that its configuration gives them,
 * and as the texts that are cut out of a frame before it is encoded.
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
    List<Added> added = new ArrayList<>();
    int largest = -1;
    for (JsonNode token : tokenizer.path("added_tokens")) {
      largest = Math.max(largest, token.path("id").asInt());
      if (token.path("special").asBoolean()) {
        added.add(
            new Added(
                token.path("content").asText(),
                token.path("id").asInt(),
                token.path("lstrip").asBoolean(),
                token.path("rstrip").asBoolean()));
      }
    }

    added.sort(Comparator.comparingInt((Added token) -> token.text().length()).reversed());
    Map<String, String> roles = new HashMap<>();
    configuration
        .fields()
        .forEachRemaining(
            field -> {
              String text =
                  field.getValue().isObject()
                      ? field.getValue().path("content").asText("")
                      : field.getValue().isTextual() ? field.getValue().asText() : "";
              if (field.getKey().endsWith("_token") && !text.isEmpty()) {
                roles.put(field.getKey(), text);
              }
            });
    return new SpecialTokens(added, roles, Math.max(largest + 1, ids(tokenizer)));
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
