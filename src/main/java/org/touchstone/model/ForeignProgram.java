package org.touchstone.model;

import ai.djl.engine.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.touchstone.model.program.ForeignArchitecture;
import org.touchstone.model.program.TokenSpace;

/**
 * A TorchScript {@code model.pt} from elsewhere, with the tokenizer beside it. A program runs code
 * wherever it is loaded, so it is taken by its digest only, and only if the caller says that it is
 * trusted; from then on the artifact's own digests hold it.
 *
 * <p>What it must compute:
 *
 * <pre>
 *   forward(input_ids int64 (B, T), attention_mask int64 (B, T)) -> reward float32 (B, 1)
 * </pre>
 *
 * with {@code token_type_ids} as a third argument where config.json has a {@code type_vocab_size}
 * above 1. Padding stands on the right and must not change a reward.
 */
public final class ForeignProgram {

  private static final double ROUNDING = 1e-3;

  private ForeignProgram() {}

  /**
   * Leave to run a program.
   *
   * @param sha256 of model.pt, hexadecimal
   * @param granted whether whoever asks says that the program may run
   */
  public record Permission(String sha256, boolean granted) {}

  /**
   * Makes an artifact of a program.
   *
   * @param folder on a local disk: model.pt, tokenizer.json, and config.json if there is one
   * @param permission to run it
   * @param request what is wanted; of its backbone nothing is used
   * @param directory where the artifact goes, on a local disk
   * @param origin where it came from and what with, for the artifact
   * @return the artifact; its program ran once over two texts
   * @throws IOException if a file is missing or malformed, or is not the one that was permitted
   * @throws IllegalArgumentException if there is no permission, or the program does not do what it
   *     must
   */
  public static RewardModelArtifact adopt(
      Path folder,
      Permission permission,
      BackboneImport.Request request,
      Path directory,
      Origin origin)
      throws IOException {
    Path program = folder.resolve(LoadedProgram.FILE);
    check(program, permission);
    TokenizerFolder tokenizer = TokenizerFolder.read(folder);
    int pad = tokenizer.id("pad_token");
    if (pad < 0) {
      throw new IOException("Cannot import %s: its tokenizer names no pad_token".formatted(folder));
    }

    tokenizer.take(request);

    Path written = Files.createDirectories(directory.resolveSibling("tokenizer"));
    tokenizer.write(written);
    Map<String, Object> config =
        Files.exists(folder.resolve("config.json")) ? BackboneImport.config(folder) : Map.of();
    ArtifactDescription description =
        ArtifactDescription.untrained(
                new ForeignArchitecture(config),
                new TokenSpace(tokenizer.vocabularySize(), pad, request.limits().maxTokens()),
                request.limits().maxPromptTokens(),
                tokenizer.rules(written, request.limits(), config),
                request.seed())
            .withProvenance(origin.provenance(), origin.versions());
    RewardModelArtifact artifact =
        RewardModelArtifact.adopt(directory, description, program, written);
    tryOut(artifact);
    return artifact;
  }

  /**
   * Where a model came from.
   *
   * @param provenance data, code and settings, by name
   * @param versions of what shapes the numbers, by name
   */
  public record Origin(Map<String, String> provenance, Map<String, String> versions) {}

  private static void check(Path program, Permission permission) throws IOException {
    if (!Files.isRegularFile(program)) {
      throw new IOException(
          "Cannot import %s: there is no such file, and a program-digest was given"
              .formatted(program));
    }

    String found = RewardModelArtifact.sha256(program);
    if (!found.equalsIgnoreCase(permission.sha256())) {
      throw new IOException(
          "Cannot import %s: its SHA-256 is %s, program-digest says %s"
              .formatted(program, found, permission.sha256()));
    }

    if (!permission.granted()) {
      throw new IllegalArgumentException(
          "Cannot import %s: it is a program from elsewhere and run-foreign-code is false; allowed is true, for those who trust its author"
              .formatted(program));
    }
  }

  /** Scores a short text alone and beside a longer one. */
  private static void tryOut(RewardModelArtifact artifact) throws IOException {
    int last = artifact.description().vocabularySize() - 1;
    int pad = artifact.description().padTokenId();
    int[] whole = new int[Math.min(9, artifact.description().maxTokens())];
    Arrays.setAll(whole, i -> (i + 1) % last == pad ? last : (i + 1) % last);
    int[] part = Arrays.copyOf(whole, Math.min(4, whole.length));
    try (RewardModel model = RewardModel.open(artifact.directory())) {
      float[] both = rewards(model, part, whole);
      float[] alone = rewards(model, part);
      if (!(Math.abs(both[0] - alone[0]) <= ROUNDING * (1 + Math.abs(alone[0])))) {
        throw new IllegalArgumentException(
            "Cannot import %s: a text of %d tokens got reward %s alone and %s padded to %d; allowed is a program whose rewards padding does not change"
                .formatted(
                    artifact.directory().resolve(LoadedProgram.FILE),
                    part.length,
                    alone[0],
                    both[0],
                    whole.length));
      }
    }
  }

  private static float[] rewards(RewardModel model, int[]... rows) {
    float[] rewards;
    try {
      rewards = model.rewards(rows);
    } catch (EngineException | IllegalStateException e) {
      throw new IllegalArgumentException(
          "Cannot import a program that fails on %d texts: %s"
              .formatted(
                  rows.length, String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
          e);
    }

    if (rewards.length != rows.length) {
      throw new IllegalArgumentException(
          "Cannot import a program that gives %d numbers for %d texts: allowed is one each"
              .formatted(rewards.length, rows.length));
    }

    return rewards;
  }
}
