package org.touchstone.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.touchstone.artifact.Digests;
import org.touchstone.model.ForeignProgram.Origin;
import org.touchstone.model.ForeignProgram.Permission;
import org.touchstone.model.program.TorchScriptProgram;

/** Programs from elsewhere, with a tokenizer that transformers saved. */
@Tag("native")
class ForeignProgramTest {

  private static final String SUM_OF_TOKENS =
      """
        def forward(self: %1$s, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
          return torch.to(torch.sum(torch.mul(input_ids, attention_mask), [1], True), 6)
      """;
  private static final String SUM_OF_ALL =
      """
        def forward(self: %1$s, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
          return torch.to(torch.sum(torch.add(input_ids, 1), [1], True), 6)
      """;
  private static final String TWO_NUMBERS =
      """
        def forward(self: %1$s, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
          return torch.to(torch.slice(input_ids, 1, 0, 2, 1), 6)
      """;

  private static final String ONE_ARGUMENT =
      """
        def forward(self: %1$s, input_ids: Tensor) -> Tensor:
          return torch.to(torch.sum(input_ids, [1], True), 6)
      """;

  @TempDir private Path directory;

  @Test
  void scoresByTheProgramOnceItIsPermitted() throws IOException {
    Path folder = folder(SUM_OF_TOKENS);
    RewardModelArtifact artifact = adopt(folder, new Permission(digest(folder), true));
    artifact.verify();
    assertThat(Files.mismatch(folder.resolve("model.pt"), artifact.directory().resolve("model.pt")))
        .isEqualTo(-1);
    assertThat(artifact.directory().resolve("README.md"))
        .content()
        .contains("unknown: the program came from elsewhere", "Transformers does not compute");
    try (RewardModel model = RewardModel.open(artifact.directory())) {
      assertThat(model.rewards(new int[][] {{5, 7}, {11, 2, 3, 4}})).containsExactly(12f, 20f);
    }
  }

  @Test
  void refusesWithoutPermission() throws IOException {
    Path folder = folder(SUM_OF_TOKENS);
    assertThatThrownBy(() -> adopt(folder, new Permission(digest(folder), false)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("run-foreign-code is false");
    assertThatThrownBy(() -> adopt(folder, new Permission("0".repeat(64), true)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("program-digest says 0000");
    assertThatThrownBy(() -> Checkpoint.open(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("or a TorchScript model.pt that program-digest names");
    assertThat(directory.resolve("artifact").resolve("touchstone.json")).doesNotExist();
  }

  @Test
  void refusesProgramsThatDoSomethingElse() throws IOException {
    Path padded = folder(SUM_OF_ALL);
    assertThatThrownBy(() -> adopt(padded, new Permission(digest(padded), true)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("whose rewards padding does not change");
    Path two = folder(TWO_NUMBERS);
    assertThatThrownBy(() -> adopt(two, new Permission(digest(two), true)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("gives 4 numbers for 2 texts");
    Path one = folder(ONE_ARGUMENT);
    assertThatThrownBy(() -> adopt(one, new Permission(digest(one), true)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Cannot import a program that fails on 2 texts");
  }

  private RewardModelArtifact adopt(Path folder, Permission permission) throws IOException {
    BackboneImport.Request request =
        new BackboneImport.Request(
            BackboneSettings.usual(), new EncodingLimits(8, 16), null, null, Map.of(), 0);
    return ForeignProgram.adopt(
        folder,
        permission,
        request,
        directory.resolve("artifact"),
        new Origin(Map.of("checkpoint", "elsewhere"), Map.of()));
  }

  private Path folder(String methods) throws IOException {
    Path folder = Files.createDirectories(directory.resolve("foreign"));
    Path tokenizer = Path.of("src/test/resources/tokenizers/wordpiece-pair");
    for (String name : List.of("tokenizer.json", "tokenizer_config.json")) {
      Files.deleteIfExists(folder.resolve(name));
      Files.copy(tokenizer.resolve(name), folder.resolve(name));
    }

    TorchScriptArchive.write(
        folder.resolve("model.pt"),
        TorchScriptProgram.of(List.of(), methods),
        new InitialWeights(0));
    return folder;
  }

  private static String digest(Path folder) throws IOException {
    try (InputStream bytes = Files.newInputStream(folder.resolve("model.pt"))) {
      return Digests.ofStream(bytes);
    }
  }
}
