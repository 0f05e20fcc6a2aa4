package org.touchstone.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.touchstone.model.program.DecoderArchitecture;
import org.touchstone.model.program.TensorSpec;
import org.touchstone.model.program.TokenSpace;

class RewardModelArtifactTest {

  private static final TokenSpace TOKENS = new TokenSpace(64, 0, 48);
  private static final DecoderArchitecture DECODER =
      new DecoderArchitecture(32, 2, 4, 2, 48, 10_000, 1e-6);

  @TempDir private Path directory;

  @Test
  void readsBackWhatItWrote() throws IOException {
    RewardModelArtifact artifact = RewardModelArtifact.open(write("a")).verify();
    ArtifactDescription description = artifact.description();
    assertThat(description.architecture()).isEqualTo(DECODER);
    assertThat(description.tokens()).isEqualTo(TOKENS);
    assertThat(description.maxPromptTokens()).isEqualTo(24);
    assertThat(description.files())
        .containsOnlyKeys(
            "README.md",
            "config.json",
            "model.pt",
            "model.safetensors",
            "serving.properties",
            "tokenizer.json",
            "tokenizer_config.json");
  }

  @Test
  void givesTheSameBytesForTheSameModel() throws IOException {
    Path first = write("a");
    Path second = write("b");
    assertThat(RewardModelArtifact.open(first).digest())
        .isEqualTo(RewardModelArtifact.open(second).digest());
    assertThat(second.resolve("model.pt")).hasSameBinaryContentAs(first.resolve("model.pt"));
  }

  @Test
  void keepsRewardsAndProvenanceAndExtraFiles() throws IOException {
    Path base = write("a");
    ArtifactDescription description =
        RewardModelArtifact.open(base)
            .description()
            .withRewards(0.25, 1.5)
            .withProvenance(Map.of("data", "d1"), Map.of("touchstone", "0.1.0"));
    RewardModelArtifact written =
        RewardModelArtifact.write(
            directory.resolve("c"),
            description,
            new InitialWeights(7),
            base,
            Map.of("metrics.jsonl", "{}\n".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    ArtifactDescription read = written.verify().description();
    assertThat(read.rewardMean()).isEqualTo(0.25);
    assertThat(read.rewardStandardDeviation()).isEqualTo(1.5);
    assertThat(read.provenance()).containsEntry("data", "d1");
    assertThat(read.files()).containsKey("metrics.jsonl");
    assertThat(directory.resolve("c/README.md")).content().contains("data: d1");
    assertThat(written.digest()).isNotEqualTo(RewardModelArtifact.open(base).digest());
  }

  @Test
  void namesTheFileThatWasChangedOrAddedOrRemoved() throws IOException {
    Path changed = write("a");
    Files.writeString(changed.resolve("tokenizer.json"), "{}");
    assertThatThrownBy(() -> RewardModelArtifact.open(changed).verify())
        .hasMessageContaining("tokenizer.json was changed");
    Path added = write("b");
    Files.writeString(added.resolve("code.py"), "");
    assertThatThrownBy(() -> RewardModelArtifact.open(added).verify())
        .hasMessageContaining("code.py was added");
    Path removed = write("c");
    Files.delete(removed.resolve("config.json"));
    assertThatThrownBy(() -> RewardModelArtifact.open(removed).verify())
        .hasMessageContaining("config.json is missing");
  }

  @Test
  void opensNoArtifactWithAFlippedByteInAnyFile() throws IOException {
    Path artifact = write("a");
    for (String name : RewardModelArtifact.open(artifact).description().files().keySet()) {
      Path file = artifact.resolve(name);
      byte[] published = Files.readAllBytes(file);
      byte[] changed = published.clone();
      changed[changed.length / 2] ^= 1;
      Files.write(file, changed);
      String found = RewardModelArtifact.sha256(file);

      assertThatThrownBy(() -> RewardModelArtifact.open(artifact))
          .as(name)
          .hasMessageContaining(name + " was changed, its digest is " + found);
      assertThatThrownBy(() -> RewardModelArtifact.requireUnchanged(artifact))
          .hasMessageContaining(name);
      Files.write(file, published);
      RewardModelArtifact.open(artifact);
    }
  }

  @Test
  void seesAChangeOfAFileWhoseDigestItKnowsAndWhoseTimeWasPutBack() throws IOException {
    Path artifact = write("a");
    Path file = artifact.resolve("model.pt");
    FileTime longAgo = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));
    Files.setLastModifiedTime(file, longAgo);
    RewardModelArtifact.open(artifact);
    byte[] changed = Files.readAllBytes(file);
    changed[100] ^= 1;
    Path other = Files.write(directory.resolve("other.pt"), changed);
    Files.setLastModifiedTime(other, longAgo);
    Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);

    assertThatThrownBy(() -> RewardModelArtifact.open(artifact))
        .hasMessageContaining("model.pt was changed");
  }

  @Test
  void modelsOfFoldsInsideAndHiddenFilesAreNoPartOfAnArtifact() throws IOException {
    Path artifact = write("a");
    Files.move(write("fold"), artifact.resolve("fold-0"));
    Files.createDirectories(artifact.resolve(".cache/notes"));
    Files.writeString(artifact.resolve(".cache/notes/download.json"), "{}");
    Files.writeString(artifact.resolve(".model.pt.crc"), "crc");

    assertThat(RewardModelArtifact.open(artifact).description().files())
        .doesNotContainKey("fold-0");
    Files.createDirectories(artifact.resolve("extra"));
    Files.writeString(artifact.resolve("extra/code.py"), "");
    assertThatThrownBy(() -> RewardModelArtifact.open(artifact))
        .hasMessageContaining("extra/code.py was added");
  }

  @Test
  void refusesAFolderThatIsNoFinishedArtifact() {
    assertThatThrownBy(() -> RewardModelArtifact.open(directory))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("has no touchstone.json");
  }

  @Test
  void describesADecoderAsTransformersDescribesALlama() throws IOException {
    JsonMapper mapper = new JsonMapper();
    Path artifact = directory.resolve("golden");
    try (SafetensorsFile weights =
        SafetensorsFile.open(ArtifactFixtures.GOLDEN_LLAMA.resolve("model.safetensors"))) {
      assertThat(weights.tensors().stream().map(TensorSpec::name))
          .containsExactlyInAnyOrderElementsOf(
              ArtifactFixtures.GOLDEN_ARCHITECTURE.tensors(new TokenSpace(512, 0, 128)).stream()
                  .map(TensorSpec::name)
                  .toList());
    }

    JsonNode ours =
        mapper.readTree(ArtifactFixtures.goldenLlama(artifact).resolve("config.json").toFile());
    JsonNode theirs =
        mapper.readTree(ArtifactFixtures.GOLDEN_LLAMA.resolve("config.json").toFile());
    for (String key :
        new String[] {
          "architectures",
          "model_type",
          "hidden_size",
          "intermediate_size",
          "num_hidden_layers",
          "num_attention_heads",
          "num_key_value_heads",
          "head_dim",
          "hidden_act",
          "rms_norm_eps",
          "rope_theta",
          "vocab_size",
          "pad_token_id",
          "id2label",
          "label2id",
          "attention_bias",
          "mlp_bias",
          "tie_word_embeddings",
          "max_position_embeddings",
          "torch_dtype"
        }) {
      assertThat(ours.get(key)).as(key).isEqualTo(theirs.get(key));
    }
  }

  @Test
  void alignsTensorsInAnArchiveThatOrdinaryToolsRead() throws IOException {
    Path artifact = write("a");
    try (ZipFile zip = new ZipFile(artifact.resolve("model.pt").toFile())) {
      ZipEntry code = zip.getEntry("model/code/__torch__.py");
      assertThat(
              new String(
                  zip.getInputStream(code).readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
          .contains("def forward(self: __torch__.RewardModel, input_ids: Tensor");
      byte[] weights = zip.getInputStream(zip.getEntry("model/data/0")).readAllBytes();
      assertThat(weights).hasSize(64 * 32 * 4);
      byte[] file = Files.readAllBytes(artifact.resolve("model.pt"));
      boolean aligned = false;
      for (int at = 0; at + weights.length <= file.length; at += 64) {
        aligned |=
            java.util.Arrays.equals(file, at, at + weights.length, weights, 0, weights.length);
      }

      assertThat(aligned).isTrue();
    }
  }

  private Path write(String name) throws IOException {
    return ArtifactFixtures.untrained(directory.resolve(name), DECODER, TOKENS);
  }
}
