package org.touchstone.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.touchstone.artifact.Digests;
import org.touchstone.model.program.TensorSpec;
import org.touchstone.model.program.TorchScriptProgram;

/**
 * A published reward model: a directory that Hugging Face's tools, DJL and this project read.
 *
 * <p>It holds {@code model.safetensors}, {@code config.json}, {@code tokenizer.json}, {@code
 * tokenizer_config.json}, {@code model.pt}, {@code serving.properties}, {@code README.md}, whatever
 * the trainer adds, and {@code touchstone.json}, which is written last and holds the digests of all
 * the others.
 *
 * @param directory on a local disk
 * @param description what touchstone.json says
 * @param digest SHA-256 of touchstone.json and so, through its digests, of everything
 */
public record RewardModelArtifact(Path directory, ArtifactDescription description, String digest) {

  /** The file that describes a model and holds the digests of its other files. */
  public static final String DESCRIPTION = "touchstone.json";

  private static final List<String> TOKENIZER_FILES =
      List.of("tokenizer.json", "tokenizer_config.json");

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /**
   * Writes an artifact.
   *
   * @param directory where to; made if absent, and what it holds under the same names is replaced
   * @param description what is known of the model; its digests are filled in here
   * @param weights the values of all parameters
   * @param tokenizer folder with tokenizer.json and tokenizer_config.json
   * @param extras other files by name, for example metrics.jsonl
   * @return the artifact
   * @throws IOException if a file cannot be read or written
   */
  public static RewardModelArtifact write(
      Path directory,
      ArtifactDescription description,
      WeightSource weights,
      Path tokenizer,
      Map<String, byte[]> extras)
      throws IOException {
    begin(directory);
    TorchScriptProgram program = description.architecture().program(description.tokens());
    CheckpointWriter.write(
        directory,
        program.tensors(),
        TensorSpec::type,
        weights,
        CheckpointWriter.USUAL_SHARD_BYTES);
    TorchScriptArchive.write(directory.resolve(LoadedProgram.FILE), program, weights);
    return finish(directory, description, tokenizer, extras);
  }

  /**
   * Writes an artifact around a program from elsewhere, which it holds byte for byte.
   *
   * @param directory where to; made if absent
   * @param description what is known of the model; its digests are filled in here
   * @param program a TorchScript archive
   * @param tokenizer folder with tokenizer.json and tokenizer_config.json
   * @return the artifact; it has no model.safetensors
   * @throws IOException if a file cannot be read or written
   */
  static RewardModelArtifact adopt(
      Path directory, ArtifactDescription description, Path program, Path tokenizer)
      throws IOException {
    begin(directory);
    Files.copy(program, directory.resolve(LoadedProgram.FILE), StandardCopyOption.REPLACE_EXISTING);
    return finish(directory, description, tokenizer, Map.of());
  }

  /** Until all is written, it is no artifact. */
  private static void begin(Path directory) throws IOException {
    Files.createDirectories(directory);
    Files.deleteIfExists(directory.resolve(DESCRIPTION));
  }

  private static RewardModelArtifact finish(
      Path directory, ArtifactDescription description, Path tokenizer, Map<String, byte[]> extras)
      throws IOException {
    Files.write(
        directory.resolve("config.json"),
        pretty().writeValueAsBytes(description.architecture().config(description.tokens())));
    Files.writeString(directory.resolve("serving.properties"), servingProperties(description));
    Files.writeString(directory.resolve("README.md"), ModelCard.of(description));
    for (String name : TOKENIZER_FILES) {
      Path source = tokenizer.resolve(name);
      if (!source.toAbsolutePath().equals(directory.resolve(name).toAbsolutePath())) {
        Files.copy(source, directory.resolve(name), StandardCopyOption.REPLACE_EXISTING);
      }
    }

    for (Map.Entry<String, byte[]> extra : extras.entrySet()) {
      Files.write(directory.resolve(extra.getKey()), extra.getValue());
    }

    ArtifactDescription sealed =
        description.withFiles(ArtifactFiles.digests(directory, DESCRIPTION));
    Files.write(directory.resolve(DESCRIPTION), pretty().writeValueAsBytes(sealed));
    return open(directory);
  }

  /**
   * Opens an artifact whose files are all as they were published.
   *
   * @param directory on a local disk
   * @return the artifact
   * @throws IOException if there is no touchstone.json, it cannot be understood, or a file was
   *     changed, added or removed
   */
  public static RewardModelArtifact open(Path directory) throws IOException {
    return unchecked(directory).verify();
  }

  /** Refuses a folder that is an artifact, and of which a file was changed, added or removed. */
  static void requireUnchanged(Path folder) throws IOException {
    if (Files.exists(folder.resolve(DESCRIPTION))) {
      open(folder);
    }
  }

  /** Reads what an artifact says about itself, without checking the other files. */
  static RewardModelArtifact unchecked(Path directory) throws IOException {
    Path file = directory.resolve(DESCRIPTION);
    if (!Files.isRegularFile(file)) {
      throw new IOException(
          "Cannot open model %s: it has no %s, so it is no finished artifact"
              .formatted(directory, DESCRIPTION));
    }

    try {
      JsonNode tree = JSON.readTree(file.toFile());
      requireFormat(file, tree.path("format").asText("no format"));
      ArtifactDescription description = JSON.treeToValue(tree, ArtifactDescription.class);
      return new RewardModelArtifact(directory, description, sha256(file));
    } catch (JsonProcessingException e) {
      String reason = e.getOriginalMessage().lines().findFirst().orElse("");
      throw new IOException(
          "Cannot read %s: %s".formatted(file, reason.replaceAll(" \\(class [^)]*\\).*", "")), e);
    }
  }

  /** Other versions have other keys, so this comes before all of them. */
  private static void requireFormat(Path file, String format) throws IOException {
    if (!format.equals(ArtifactDescription.FORMAT)) {
      throw new IOException(
          "Cannot read %s: its format is %s, this version of Touchstone reads %s; train or import the model again"
              .formatted(file, format, ArtifactDescription.FORMAT));
    }
  }

  /**
   * Compares every file with its digest. A file that was compared before in this process is read
   * again only if its state on the disk is another.
   *
   * @return this artifact
   * @throws IOException at the first file that is missing, added or changed
   */
  public RewardModelArtifact verify() throws IOException {
    Map<String, String> expected = description.files();
    Map<String, String> found = ArtifactFiles.digests(directory, DESCRIPTION);
    for (Map.Entry<String, String> file : expected.entrySet()) {
      String digest = found.get(file.getKey());
      if (digest == null) {
        throw untrusted(file.getKey() + " is missing");
      }

      if (!digest.equals(file.getValue())) {
        throw untrusted(
            "%s was changed, its digest is %s, %s says %s"
                .formatted(file.getKey(), digest, DESCRIPTION, file.getValue()));
      }
    }

    for (String name : found.keySet()) {
      if (!expected.containsKey(name)) {
        throw untrusted(name + " was added after it was published");
      }
    }

    return this;
  }

  private IOException untrusted(String reason) {
    return new IOException(
        "Cannot use model %s: %s; take an unchanged copy, or train or import the model again"
            .formatted(directory, reason));
  }

  /**
   * Opens the parameters.
   *
   * @return a reader over model.safetensors, or its shards; close it
   * @throws IOException if it cannot be read
   */
  public Checkpoint weights() throws IOException {
    return Checkpoint.open(directory);
  }

  /** The last three keys reach DJL's own tokenizing translators, which would cut at 512 tokens. */
  private static String servingProperties(ArtifactDescription description) {
    return """
    engine=PyTorch
    option.modelName=model
    translatorFactory=%s
    maxLength=%d
    truncation=true
    addSpecialTokens=false
    """
        .formatted(RewardTranslatorFactory.class.getName(), description.maxTokens());
  }

  private static ObjectWriter pretty() {
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
    return JSON.writer(printer);
  }

  static String sha256(Path file) throws IOException {
    try (InputStream stream = Files.newInputStream(file)) {
      return Digests.ofStream(stream);
    }
  }
}
