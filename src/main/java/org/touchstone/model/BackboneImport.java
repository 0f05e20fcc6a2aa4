package org.touchstone.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.touchstone.model.program.Backbone;
import org.touchstone.model.program.BackboneArchitecture;
import org.touchstone.model.program.Pooling;
import org.touchstone.model.program.TokenSpace;

/**
 * A Hugging Face checkpoint, opened as the start of a reward model or as a finished one: {@code
 * config.json}, {@code model.safetensors} (or shards) and {@code tokenizer.json}.
 *
 * <p><b>Padding.</b> What is trained here is published with a pad id that occurs in no encoded
 * text: the checkpoint's own if it has one, else a new one, for which the embedding gets a row of
 * zeros. So the last token by the mask is also the rightmost one whose id is not the pad id, and
 * transformers, vLLM and this project read the reward off the same token. A finished classifier
 * keeps its pad id and transformers' rule; without one, rows are scored as if each were alone.
 */
public final class BackboneImport implements Closeable {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String PAD = "pad_token_id";

  private final Opened parts;
  private final BackboneWeights weights;
  private final ArtifactDescription description;
  private final Path tokenizer;

  private BackboneImport(
      Opened parts, BackboneWeights weights, ArtifactDescription description, Path tokenizer) {
    this.parts = parts;
    this.weights = weights;
    this.description = description;
    this.tokenizer = tokenizer;
  }

  /**
   * What the artifact is to be like.
   *
   * @param backbone pooling, precision, head, adaptation
   * @param limits how much of a conversation it sees
   * @param chatTemplate in place of the checkpoint's; null to keep that
   * @param chatTemplateDate what a template that asks for the date is told, as 2026-01-31; null to
   *     refuse such a template
   * @param chatTemplateKwargs further variables for the template, such as {@code enable_thinking}
   * @param seed of the values that the checkpoint lacks
   */
  public record Request(
      BackboneSettings backbone,
      EncodingLimits limits,
      @Nullable String chatTemplate,
      @Nullable String chatTemplateDate,
      Map<String, Object> chatTemplateKwargs,
      long seed) {

    /** Copies the variables. */
    public Request {
      chatTemplateKwargs = Map.copyOf(chatTemplateKwargs);
    }
  }

  /**
   * Opens a checkpoint to train from it. A head, a pooler or adapters that it lacks start fresh.
   *
   * @param folder on a local disk
   * @param request what is wanted
   * @param work an empty local folder, for the tokenizer's files
   * @return the start of the model; close it when its weights have been read
   * @throws IOException if a file is missing or malformed
   * @throws IllegalArgumentException if an option of the configuration is not honoured
   */
  public static BackboneImport forTraining(Path folder, Request request, Path work)
      throws IOException {
    RewardModelArtifact.requireUnchanged(folder);
    CheckpointFolders folders = CheckpointFolders.of(folder, request.backbone().base());
    Map<String, Object> config = config(folders.model());
    Declared declared = Declared.of(config, folder);
    TokenizerFolder tokenizer = TokenizerFolder.read(folders.tokenizer());
    int ids = tokenizer.vocabularySize();
    BackboneArchitecture read = BackboneArchitecture.of(config);
    if (!read.facts().isCausal()) {
      requirePad(folder, config);
    } else if (tokenizer.hasPadOfItsOwn()) {
      config.put(PAD, tokenizer.id("pad_token"));
    } else {
      addPad(config, tokenizer);
    }

    Pooling usual = read.facts().isCausal() ? Pooling.LAST_TOKEN : read.pooling();
    BackboneArchitecture architecture = architecture(config, request, usual);
    Opened opened = Opened.of(folders, architecture);
    try {
      BackboneWeights weights =
          BackboneWeights.forTraining(
              opened.checkpoint(), opened.adapter(), architecture, request.seed());
      declared.check(weights, ids);
      return opened(opened, weights, architecture, tokenizer, request, work);
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  /**
   * Opens a finished classifier of one label.
   *
   * @param folder on a local disk
   * @param request what is wanted
   * @param work an empty local folder, for the tokenizer's files
   * @return the model; close it when its weights have been read
   * @throws IOException if a file is missing or malformed, or there is no head of one label
   * @throws IllegalArgumentException if an option of the configuration is not honoured
   */
  public static BackboneImport forScoring(Path folder, Request request, Path work)
      throws IOException {
    RewardModelArtifact.requireUnchanged(folder);
    CheckpointFolders folders = CheckpointFolders.of(folder, request.backbone().base());
    Map<String, Object> config = config(folders.model());
    Declared declared = Declared.of(config, folder);
    TokenizerFolder tokenizer = TokenizerFolder.read(folders.tokenizer());
    int ids = tokenizer.vocabularySize();
    BackboneArchitecture read = BackboneArchitecture.of(config);
    Pooling usual = read.pooling();
    if (!read.facts().isCausal()) {
      requirePad(folder, config);
    } else if (config.get(PAD) == null) {
      addPad(config, tokenizer);
      usual = Pooling.LAST_TOKEN;
    }

    BackboneArchitecture architecture = architecture(config, request, usual);
    Opened opened = Opened.of(folders, architecture);
    try {
      BackboneWeights weights =
          BackboneWeights.of(opened.checkpoint(), opened.adapter(), architecture);
      declared.check(weights, ids);
      return opened(opened, weights, architecture, tokenizer, request, work);
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  static Map<String, Object> config(Path folder) throws IOException {
    Path file = folder.resolve("config.json");
    try {
      return JSON.readValue(file.toFile(), new TypeReference<LinkedHashMap<String, Object>>() {});
    } catch (java.io.FileNotFoundException e) {
      throw new IOException(
          "Cannot import %s: it has no config.json; needed is a Hugging Face model directory"
              .formatted(folder),
          e);
    } catch (JsonProcessingException e) {
      throw new IOException("Cannot read %s: %s".formatted(file, e.getOriginalMessage()), e);
    }
  }

  private static void requirePad(Path folder, Map<String, Object> config) throws IOException {
    if (config.get(PAD) == null) {
      throw new IOException(
          "Cannot import %s: its config.json has no pad_token_id, which encoders need"
              .formatted(folder));
    }
  }

  private static void addPad(Map<String, Object> config, TokenizerFolder tokenizer) {
    int id = tokenizer.addPad();
    int rows = config.get("vocab_size") instanceof Number number ? number.intValue() : 0;
    config.put(PAD, id);
    config.put("vocab_size", Math.max(rows, id + 1));
  }

  private static BackboneArchitecture architecture(
      Map<String, Object> config, Request request, Pooling usual) {
    BackboneSettings settings = request.backbone();
    Pooling pooling = settings.pooling() == null ? usual : settings.pooling();
    return new BackboneArchitecture(
        config, pooling, settings.adaptation(), settings.precision(), settings.head());
  }

  private static BackboneImport opened(
      Opened parts,
      BackboneWeights weights,
      BackboneArchitecture architecture,
      TokenizerFolder tokenizer,
      Request request,
      Path work)
      throws IOException {
    Backbone.Facts facts = architecture.facts();
    EncodingLimits limits = request.limits();
    if (limits.maxTokens() > facts.maxPositions()) {
      throw new IOException(
          "Cannot import %s with max-tokens %d: its positions end at %d"
              .formatted(tokenizer, limits.maxTokens(), facts.maxPositions()));
    }

    if (tokenizer.vocabularySize() > facts.vocabulary()) {
      throw new IOException(
          "Cannot import %s: its tokenizer has ids up to %d, its embedding %d rows"
              .formatted(tokenizer, tokenizer.vocabularySize() - 1, facts.vocabulary()));
    }

    tokenizer.take(request);
    if (facts.isCausal() && !tokenizer.hasTemplate()) {
      tokenizer.template(TemplateEncoder.FALLBACK);
    }

    tokenizer.write(work);
    TokenSpace tokens =
        new TokenSpace(
            facts.vocabulary(),
            ((Number) architecture.config().getOrDefault(PAD, 0)).intValue(),
            limits.maxTokens());
    Map<String, String> template = tokenizer.rules(work, limits, architecture.config());
    ArtifactDescription description =
        ArtifactDescription.untrained(
            architecture, tokens, limits.maxPromptTokens(), template, request.seed());
    return new BackboneImport(parts, weights, description, work);
  }

  /**
   * Returns what the artifact will say of itself.
   *
   * @return the description, without origin
   */
  public ArtifactDescription description() {
    return description;
  }

  /**
   * Returns the values of all tensors, until this is closed.
   *
   * @return the weights, and which of them start fresh
   */
  public BackboneWeights weights() {
    return weights;
  }

  /**
   * Returns the tokenizer's files.
   *
   * @return a local folder
   */
  public Path tokenizer() {
    return tokenizer;
  }

  @Override
  public void close() throws IOException {
    parts.close();
  }

  /** The files that stay open while weights are read. */
  private record Opened(Checkpoint checkpoint, @Nullable PeftAdapter adapter) implements Closeable {

    static Opened of(CheckpointFolders folders, BackboneArchitecture architecture)
        throws IOException {
      Checkpoint checkpoint = Checkpoint.open(folders.model());
      Path adapter = folders.adapter();
      try {
        return new Opened(
            checkpoint,
            adapter == null ? null : PeftAdapter.open(adapter, AdapterNames.of(architecture)));
      } catch (IOException | RuntimeException e) {
        checkpoint.close();
        throw e;
      }
    }

    @Override
    public void close() throws IOException {
      checkpoint.close();
      if (adapter != null) {
        adapter.close();
      }
    }
  }

  /**
   * What config.json says before a pad id is added.
   *
   * @param rows of the embedding
   */
  private record Declared(Path folder, long rows) {

    /** Reads it; a pad id below zero, which older files have, is none. */
    static Declared of(Map<String, Object> config, Path folder) {
      if (config.get(PAD) instanceof Number pad && pad.longValue() < 0) {
        config.remove(PAD);
      }

      return new Declared(
          folder, config.get("vocab_size") instanceof Number number ? number.longValue() : -1);
    }

    /** Refuses an embedding that lacks rows for ids that texts have. */
    void check(BackboneWeights weights, int ids) throws IOException {
      long present = weights.embeddingRows();
      if (present >= 0 && (present < ids || (rows >= 0 && present != rows))) {
        throw new IOException(
            "Cannot use the embedding of %s: it has %d rows, vocab_size in config.json is %d, and the tokenizer has ids up to %d; needed is a row for every id, as many as vocab_size"
                .formatted(folder, present, rows, ids - 1));
      }
    }
  }
}
