package org.touchstone.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Renames the guarded entries of a {@code tokenizer.json}, so that no text spells them any more.
 *
 * <p>Entries are renamed rather than removed: the native tokenizer numbers added tokens in the
 * order of the file, and Unigram numbers its entries by their place.
 */
final class GuardedVocabulary {

  private static final Pattern BYTE = Pattern.compile("<0x[0-9A-F]{2}>");

  private GuardedVocabulary() {}

  /** Renames the guarded entries of a tree, in place. */
  static void rename(ObjectNode tokenizer, Set<Integer> guarded) {
    Set<String> texts = new HashSet<>();
    dropBytes(tokenizer);
    for (JsonNode token : tokenizer.path("added_tokens")) {
      int id = token.path("id").asInt();
      if (guarded.contains(id)) {
        texts.add(token.path("content").asText());
        ((ObjectNode) token).put("content", name(id)).put("normalized", false);
      }
    }

    if (tokenizer.path("model") instanceof ObjectNode model) {
      if (model.path("vocab") instanceof ArrayNode pieces) {
        renamePieces(pieces, guarded);
      } else if (model.path("vocab") instanceof ObjectNode vocabulary) {
        model.set("vocab", renamed(model, vocabulary, guarded, texts));
        removeMerges(model, texts);
      }
    }
  }

  /** Says whether an entry stands for one byte of a character that has no entry of its own. */
  static boolean isByte(String text) {
    return BYTE.matcher(text).matches();
  }

  /** Bytes stay in the vocabulary, where they spell unknown characters, but no text names them. */
  private static void dropBytes(ObjectNode tokenizer) {
    ArrayNode kept = tokenizer.arrayNode();
    for (JsonNode token : tokenizer.path("added_tokens")) {
      boolean isEntry = isByte(token.path("content").asText()) && token.path("special").asBoolean();
      if (!isEntry) {
        kept.add(token);
      }
    }

    tokenizer.set("added_tokens", kept);
  }

  /** The id of what stands for unknown text; -1 if the tokenizer has none. */
  static int unknownId(JsonNode tokenizer) {
    JsonNode model = tokenizer.path("model");
    return model.path("vocab").isArray()
        ? model.path("unk_id").asInt(-1)
        : model.path("vocab").path(model.path("unk_token").asText("")).asInt(-1);
  }

  private static String name(int id) {
    return "\uE5B3%d\uE5B4".formatted(id);
  }

  private static void renamePieces(ArrayNode pieces, Set<Integer> guarded) {
    for (int id : guarded) {
      if (pieces.path(id) instanceof ArrayNode piece) {
        piece.set(0, name(id));
      }
    }
  }

  private static ObjectNode renamed(
      ObjectNode model, ObjectNode vocabulary, Set<Integer> guarded, Set<String> texts) {
    ObjectNode renamed = model.objectNode();
    for (Map.Entry<String, JsonNode> entry : vocabulary.properties()) {
      int id = entry.getValue().asInt();
      boolean isGuarded = guarded.contains(id);
      renamed.set(isGuarded ? name(id) : entry.getKey(), entry.getValue());
      if (isGuarded) {
        texts.add(entry.getKey());
        if (entry.getKey().equals(model.path("unk_token").asText(""))) {
          model.put("unk_token", name(id));
        }
      }
    }

    return renamed;
  }

  /** A merge that makes a guarded entry, or goes on from it, would name an entry that is gone. */
  private static void removeMerges(ObjectNode model, Set<String> texts) {
    if (model.path("merges") instanceof ArrayNode merges) {
      ArrayNode kept = model.arrayNode();
      for (JsonNode merge : merges) {
        String[] pair =
            merge.isArray()
                ? new String[] {merge.path(0).asText(), merge.path(1).asText()}
                : merge.asText().split(" ", 2);
        boolean isGone =
            pair.length == 2
                && (texts.contains(pair[0])
                    || texts.contains(pair[1])
                    || texts.contains(pair[0] + pair[1]));
        if (!isGone) {
          kept.add(merge);
        }
      }

      model.set("merges", kept);
    }
  }
}
