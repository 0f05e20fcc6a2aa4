package org.touchstone.artifact;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.hadoop.fs.Path;

/**
 * A manifest as the text of its file. The text holds a digest of everything else in it, so that an
 * edit shows; white space and the order of keys do not count.
 */
final class ManifestText {

  private static final String DIGEST = "content_digest";

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private ManifestText() {}

  static byte[] of(Manifest manifest) throws IOException {
    // Read back, so that numbers have the types that a reader gives them.
    ObjectNode tree = (ObjectNode) JSON.readTree(JSON.writeValueAsBytes(manifest));
    tree.put(DIGEST, digest(tree));
    return JSON.writeValueAsString(tree).getBytes(StandardCharsets.UTF_8);
  }

  static Manifest read(byte[] text, Path file) throws IOException {
    ObjectNode tree = parsed(text, file);
    String written = tree.path(DIGEST).asText();
    tree.remove(DIGEST);
    String found = digest(tree);
    if (!found.equals(written)) {
      throw new ArtifactException(
          "Cannot trust %s: it was edited, the digest of its content is %s, and it says \"%s\"; run the job again into another output"
              .formatted(file, found, written));
    }

    try {
      return JSON.treeToValue(tree, Manifest.class);
    } catch (JsonProcessingException e) {
      throw new ArtifactException(
          "Cannot read %s: it is of another version than its format says (code_version %s): %s"
              .formatted(
                  file,
                  tree.path("code_version").asText("unknown"),
                  firstLine(e.getOriginalMessage())),
          e);
    }
  }

  private static ObjectNode parsed(byte[] text, Path file) throws IOException {
    JsonNode read;
    try {
      read = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new ArtifactException(
          "Cannot read %s: it is no JSON (%s); it is damaged or cut off"
              .formatted(file, firstLine(e.getOriginalMessage())),
          e);
    }

    JsonNode format = read.path("format");
    if (!(read instanceof ObjectNode tree) || !format.asText().startsWith(Manifest.FORMAT_NAME)) {
      throw new ArtifactException(
          "Cannot read %s: it is no manifest of Touchstone, its format is %s, must be \"%s\""
              .formatted(file, format.isMissingNode() ? "absent" : format, Manifest.FORMAT));
    }

    if (!format.asText().equals(Manifest.FORMAT)) {
      throw new ArtifactException(
          "Cannot read %s: its format is %s, this version of Touchstone reads %s; run the job again into another output"
              .formatted(file, format.asText(), Manifest.FORMAT));
    }

    return tree;
  }

  /** Without the Java class that Jackson names. */
  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("").replaceAll(" \\(class [^)]*\\).*", "");
  }

  private static String digest(JsonNode tree) {
    return Fingerprint.of("manifest", tree, List.of());
  }
}
