package org.touchstone.model.program;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.touchstone.model.program.ProgramBuilder.Outputs;
import org.touchstone.model.program.ProgramBuilder.Section;

/**
 * A Hugging Face model with one number for an output. Its {@code config.json} is the whole
 * description; beside it stands what this project adds.
 *
 * @param config as the checkpoint brought it
 * @param pooling which hidden state the reward is read off
 * @param adaptation what is trained
 * @param precision what the program computes in
 * @param head what it gives for a sequence
 */
public record BackboneArchitecture(
    Map<String, Object> config,
    Pooling pooling,
    Adaptation adaptation,
    Precision precision,
    Head head)
    implements Architecture {

  /** What the program gives for a sequence while it is trained. */
  public enum Head {
    /** The reward. */
    REWARD,
    /** The reward, and a second number that is to take up length, so that the reward need not. */
    REWARD_AND_LENGTH
  }

  /** Refuses a configuration that cannot be honoured. */
  public BackboneArchitecture {
    config = Collections.unmodifiableMap(new LinkedHashMap<>(config));
    boolean causal = BackboneFamily.read(new HuggingFaceConfig(config)).facts().isCausal();
    boolean fits =
        switch (pooling) {
          case LAST_TOKEN, LAST_ID -> causal;
          case FIRST_TOKEN -> !causal;
          case MEAN -> true;
        };
    if (!fits) {
      throw new IllegalArgumentException(
          "Cannot pool a %s by %s: allowed are %s"
              .formatted(
                  config.get("model_type"),
                  pooling,
                  causal ? "last-token, last-id, mean" : "first-token, mean"));
    }
  }

  /**
   * Reads a classifier as transformers computes it.
   *
   * @param config keys and values of config.json
   * @return the architecture, with transformers' pooling, trained in full in float32
   * @throws IllegalArgumentException if the family is not known or an option is not honoured
   */
  public static BackboneArchitecture of(Map<String, Object> config) {
    Pooling pooling = BackboneFamily.read(new HuggingFaceConfig(config)).facts().pooling();
    return new BackboneArchitecture(
        config, pooling, Adaptation.full(), Precision.FLOAT32, Head.REWARD);
  }

  /**
   * Returns the same model, trained in another way.
   *
   * @param other what is trained
   * @return the copy
   */
  public BackboneArchitecture with(Adaptation other) {
    return new BackboneArchitecture(config, pooling, other, precision, head);
  }

  /**
   * Returns the same model, computed in another precision.
   *
   * @param other what the program computes in
   * @return the copy
   */
  public BackboneArchitecture with(Precision other) {
    return new BackboneArchitecture(config, pooling, adaptation, other, head);
  }

  /**
   * Returns the same model, pooled in another way.
   *
   * @param other which hidden state the reward is read off
   * @return the copy
   */
  public BackboneArchitecture with(Pooling other) {
    return new BackboneArchitecture(config, other, adaptation, precision, head);
  }

  /**
   * Returns the same model with another output.
   *
   * @param other what the program gives for a sequence
   * @return the copy
   */
  public BackboneArchitecture with(Head other) {
    return new BackboneArchitecture(config, pooling, adaptation, precision, other);
  }

  private Backbone backbone() {
    return BackboneFamily.read(new HuggingFaceConfig(config));
  }

  /**
   * Returns the names and sizes that a checkpoint of this model has.
   *
   * @return facts of its family
   */
  @JsonIgnore
  public Backbone.Facts facts() {
    return backbone().facts();
  }

  @Override
  public Architecture published() {
    return with(Adaptation.full()).with(Head.REWARD);
  }

  @Override
  public List<Adapter> adapters() {
    return built().adapted().stream()
        .map(
            linear ->
                new Adapter(
                    linear.name(),
                    linear.in(),
                    linear.out(),
                    linear.layout() == Linear.Layout.ROWS_ARE_INPUTS,
                    adaptation.rank(),
                    adaptation.scale()))
        .toList();
  }

  @Override
  public boolean hasLayers() {
    return true;
  }

  @Override
  public List<String> headWeights() {
    return built().heads();
  }

  @Override
  public boolean needsPreparation() {
    return precision == Precision.BFLOAT16;
  }

  /** The last token by the mask is the last id, as what is trained has a pad id of its own. */
  @Override
  public boolean loadsInTransformers() {
    return switch (pooling) {
      case LAST_TOKEN, LAST_ID -> true;
      case FIRST_TOKEN, MEAN -> facts().pooling() == pooling || tellsPooling();
    };
  }

  /** ModernBERT's config.json alone names its pooling. */
  private boolean tellsPooling() {
    return "modernbert".equals(config.get("model_type"));
  }

  private ProgramBuilder built() {
    Outputs outputs = head == Head.REWARD ? Outputs.REWARD : Outputs.REWARD_AND_LENGTH;
    ProgramBuilder program = new ProgramBuilder(adaptation, precision, outputs);
    backbone().write(program, pooling);
    return program;
  }

  @Override
  public List<TensorSpec> tensors(TokenSpace tokens) {
    return built().tensors();
  }

  @Override
  public String methods(TokenSpace tokens) {
    return BackboneSource.methods(built(), prelude());
  }

  private List<String> prelude() {
    return Prelude.lines(pooling, new HuggingFaceConfig(config).integer("pad_token_id", -1));
  }

  @Override
  public Map<String, Object> config(TokenSpace tokens) {
    Map<String, Object> written = new LinkedHashMap<>(config);
    ConfigKeys.of(String.valueOf(config.get("model_type")), List.of(facts().architecture()), tokens)
        .forEach(
            (key, value) -> {
              if (!key.equals("max_position_embeddings")) {
                written.put(key, value);
              }
            });
    written.remove("dtype");
    if (tellsPooling()) {
      written.put("classifier_pooling", pooling == Pooling.MEAN ? "mean" : "cls");
    }

    return written;
  }

  @Override
  public double forwardOperations(int sequenceTokens) {
    double products = built().sections().stream().mapToDouble(Section::operationsPerToken).sum();
    Backbone.Facts facts = facts();
    double pairs = (double) sequenceTokens * sequenceTokens * (facts.isCausal() ? 0.5 : 1);
    return products * sequenceTokens + 4.0 * pairs * facts.attention() * facts.layers();
  }

  /** Names what shapes the rewards; config.json has the rest. */
  @Override
  public String toString() {
    return "%s, pooling %s, %s, trained: %s, %s"
        .formatted(config.get("model_type"), pooling, precision, adaptation, head)
        .toLowerCase(Locale.ROOT);
  }
}
