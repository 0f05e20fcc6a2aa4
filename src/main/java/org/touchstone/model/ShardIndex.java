package org.touchstone.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which shard holds which tensor, as {@code model.safetensors.index.json} says it under {@code
 * weight_map}; everything else in that file is free text.
 *
 * @param shardOf name of the file by name of the tensor
 */
record ShardIndex(Map<String, String> shardOf) {

  private static final String MAP = "weight_map";
  private static final String SUFFIX = ".safetensors";
  private static final int MAX_TENSORS = 1 << 20;
  private static final int MAX_DEPTH = 16;
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
          .build();

  static ShardIndex read(CheckpointFiles directory) throws IOException {
    try (InputStream stream = directory.read(CheckpointFiles.INDEX);
        JsonParser json = JSON.createParser(stream)) {
      Map<String, String> shardOf = null;
      expect(directory, json.nextToken() == JsonToken.START_OBJECT, "no JSON object as a whole");
      while (json.nextToken() != JsonToken.END_OBJECT) {
        boolean map = MAP.equals(json.getCurrentName());
        json.nextToken();
        if (map) {
          expect(directory, shardOf == null, "a second " + MAP);
          shardOf = map(directory, json);
        } else {
          json.skipChildren();
        }
      }

      expect(directory, json.nextToken() == null, "more behind the object");
      if (shardOf == null || shardOf.isEmpty()) {
        throw refusal(directory, "no tensors");
      }

      return new ShardIndex(shardOf);
    } catch (JsonProcessingException e) {
      throw refusal(
          directory, "no JSON at character " + Math.max(0, e.getLocation().getCharOffset()));
    }
  }

  private static Map<String, String> map(CheckpointFiles directory, JsonParser json)
      throws IOException {
    expect(directory, json.currentToken() == JsonToken.START_OBJECT, "no object as " + MAP);
    Map<String, String> shardOf = new LinkedHashMap<>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String tensor = json.getCurrentName();
      String quoted = SafetensorsComplaint.quote(tensor);
      expect(directory, json.nextToken() == JsonToken.VALUE_STRING, "no file name for " + quoted);
      String shard = json.getText();
      if (!isFileName(shard)) {
        throw directory.refusal(
            "found shard %s for tensor %s in %s, allowed is a file name of the directory that ends"
                    .formatted(SafetensorsComplaint.quote(shard), quoted, CheckpointFiles.INDEX)
                + " in "
                + SUFFIX);
      }

      expect(directory, shardOf.put(tensor, shard) == null, "tensor %s twice".formatted(quoted));
      expect(
          directory, shardOf.size() <= MAX_TENSORS, "more than %d tensors".formatted(MAX_TENSORS));
    }

    return shardOf;
  }

  private static boolean isFileName(String shard) {
    return shard.endsWith(SUFFIX)
        && shard.chars().noneMatch(c -> c == '/' || c == '\\' || c == ':' || c < ' ');
  }

  /** Returns the names of the shards, sorted. */
  Set<String> shards() {
    return new TreeSet<>(shardOf.values());
  }

  /** Refuses a tensor that the index puts elsewhere, or that another shard held before. */
  void check(CheckpointFiles directory, String tensor, String shard, @Nullable String before)
      throws IOException {
    String quoted = SafetensorsComplaint.quote(tensor);
    if (before != null) {
      throw directory.refusal(
          "found tensor %s in %s and in %s, allowed is one shard".formatted(quoted, before, shard));
    }

    String expected = shardOf.get(tensor);
    if (!shard.equals(expected)) {
      throw directory.refusal(
          "found tensor %s in %s, allowed is %s, as the index says"
              .formatted(quoted, shard, expected == null ? "no such tensor" : expected));
    }
  }

  /** Refuses a checkpoint that lacks a tensor of the index. */
  void checkComplete(CheckpointFiles directory, Set<String> found) throws IOException {
    for (Map.Entry<String, String> entry : shardOf.entrySet()) {
      if (!found.contains(entry.getKey())) {
        throw directory.refusal(
            "found no tensor %s in %s, needed is every tensor where the index says"
                .formatted(SafetensorsComplaint.quote(entry.getKey()), entry.getValue()));
      }
    }
  }

  private static void expect(CheckpointFiles directory, boolean met, String found)
      throws IOException {
    if (!met) {
      throw refusal(directory, found);
    }
  }

  private static IOException refusal(CheckpointFiles directory, String found) {
    return directory.refusal(
        "found %s in %s, needed is one object %s from tensors to files"
            .formatted(found, CheckpointFiles.INDEX, MAP));
  }
}
