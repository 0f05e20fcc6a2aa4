package org.touchstone.artifact;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/** Reads the bytes of a manifest, and says which version wrote those that it cannot read. */
final class ManifestReader {

  private ManifestReader() {}

  static Manifest read(ObjectMapper json, byte[] bytes, String file) throws IOException {
    JsonNode tree;
    try {
      tree = json.readTree(bytes);
    } catch (JsonProcessingException e) {
      throw new ArtifactException(
          "Cannot read %s: it is no JSON (%s); it is damaged or cut off"
              .formatted(file, firstLine(e.getOriginalMessage())),
          e);
    }

    JsonNode format = tree.path("format");
    if (!format.isTextual() || !format.textValue().startsWith("touchstone-manifest/")) {
      throw new ArtifactException(
          "Cannot read %s: it is no manifest of Touchstone, its format is %s, must be \"%s\""
              .formatted(file, format.isMissingNode() ? "absent" : format, Manifest.FORMAT));
    }

    if (!format.textValue().equals(Manifest.FORMAT)) {
      throw new ArtifactException(
          "Cannot read %s: its format is %s, this version of Touchstone reads %s; run the job again to replace the output"
              .formatted(file, format.textValue(), Manifest.FORMAT));
    }

    try {
      return json.treeToValue(tree, Manifest.class);
    } catch (JsonProcessingException e) {
      throw new ArtifactException(
          "Cannot read %s: it was changed by hand or is of another version than its format says (code_version %s): %s"
              .formatted(
                  file,
                  tree.path("code_version").asText("unknown"),
                  firstLine(e.getOriginalMessage())),
          e);
    }
  }

  /** Without the Java class that Jackson names. */
  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("").replaceAll(" \\(class [^)]*\\).*", "");
  }
}
