package org.touchstone.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestTextTest {

  private static final Path FILE = new Path("/out/manifest.json");

  @Test
  void anEditedManifestIsRefusedAndWhiteSpaceIsNoEdit() throws IOException {
    String text = new String(ManifestText.of(manifest("data/part-0")), StandardCharsets.UTF_8);

    assertThat(ManifestText.read(bytes(text.replace("\n", "\n ")), FILE).job()).isEqualTo("copy");
    assertThatThrownBy(() -> ManifestText.read(bytes(text.replace("part-0", "part-1")), FILE))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("manifest.json: it was edited, the digest of its content is ");
  }

  @Test
  void aManifestOfAnEarlierFormatIsRefusedByItsFormat() {
    assertThatThrownBy(
            () -> ManifestText.read(bytes("{\"format\": \"touchstone-manifest/1\"}"), FILE))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("its format is touchstone-manifest/1, this version of Touchstone");
  }

  @Test
  void namesThatLeadOutsideOfTheOutputAreNotItsFiles(@TempDir java.nio.file.Path folder)
      throws IOException {
    Files.writeString(
        folder.resolve("_publishing-" + UUID.randomUUID() + ".json"),
        "{\"files\": [\"../a\", \"data/../../b\", \"/c\", \"data/d..\"]}");
    Path root = new Path(folder.toString());
    OwnFiles own = new OwnFiles(root.getFileSystem(new Configuration()), root);

    Set<String> published = own.published(manifest("../thesis.txt"));

    assertThat(published).containsExactlyInAnyOrder("manifest.json", "data/d..");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Manifest manifest(String file) {
    return new Manifest(
        Manifest.FORMAT,
        "copy",
        "f",
        JsonNodeFactory.instance.objectNode(),
        List.of(),
        1,
        1,
        Map.of(),
        JsonNodeFactory.instance.objectNode(),
        List.of(new Manifest.PublishedFile(file, 1)),
        "test",
        1,
        "2026-01-01T00:00:00Z",
        1,
        Map.of());
  }
}
