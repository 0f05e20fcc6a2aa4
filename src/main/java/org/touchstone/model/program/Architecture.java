package org.touchstone.model.program;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * The sizes of one kind of reward model, and the TorchScript program that computes it. A new kind
 * is one record that implements this, and one line in the list below.
 *
 * <p>Every program has the entry point
 *
 * <pre>
 *   forward(input_ids int64 (B, T), attention_mask int64 (B, T)) -> reward float32 (B, 1)
 * </pre>
 *
 * with B = sequences and T = padded length in tokens. The mask is 1 at tokens and 0 at padding,
 * which may stand left or right.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = LinearArchitecture.class, name = "linear"),
  @JsonSubTypes.Type(value = DecoderArchitecture.class, name = "decoder"),
  @JsonSubTypes.Type(value = BackboneArchitecture.class, name = "backbone"),
  @JsonSubTypes.Type(value = LengthArchitecture.class, name = "length"),
  @JsonSubTypes.Type(value = EnsembleArchitecture.class, name = "ensemble"),
  @JsonSubTypes.Type(value = ForeignArchitecture.class, name = "foreign"),
})
public interface Architecture extends Serializable {

  /**
   * Returns the trained parameters.
   *
   * @param tokens the ids the model reads
   * @return names, shapes and first values, in the order of the archive
   */
  List<TensorSpec> tensors(TokenSpace tokens);

  /**
   * Returns the methods of the program, {@code forward} among them.
   *
   * @param tokens the ids the model reads
   * @return TorchScript, indented by two spaces, with {@code %1$s} for the type of {@code self}
   */
  String methods(TokenSpace tokens);

  /**
   * Returns what {@code config.json} says.
   *
   * @param tokens the ids the model reads
   * @return keys and values as Hugging Face's transformers writes them
   */
  Map<String, Object> config(TokenSpace tokens);

  /**
   * Returns the useful arithmetic of one forward pass over one sequence: two operations per
   * parameter of a matrix product and token, and the attention products, half of them when causal.
   * Look-ups count nothing.
   *
   * @param sequenceTokens its length without padding
   * @return floating-point operations; a training step costs three times as many
   */
  double forwardOperations(int sequenceTokens);

  /**
   * Returns the operations that the program really executes for a sequence, where it skips some
   * that {@link #forwardOperations} counts because they cannot change the reward.
   *
   * @param sequenceTokens its length without padding
   * @return floating-point operations, at most {@link #forwardOperations}
   */
  default double executedOperations(int sequenceTokens) {
    return forwardOperations(sequenceTokens);
  }

  /**
   * Says whether the project wrote the program.
   *
   * @return false if it came from elsewhere: then its parameters are not known
   */
  @JsonIgnore
  default boolean isKnown() {
    return true;
  }

  /**
   * Returns the low-rank adapters that are merged when the model is published.
   *
   * @return one a matrix product that has one, in the order of the program
   */
  default List<Adapter> adapters() {
    return List.of();
  }

  /**
   * Says whether the program can be run layer by layer, so that a training step may forget what is
   * inside them.
   *
   * @return false if it is one piece
   */
  default boolean hasLayers() {
    return false;
  }

  /**
   * Returns the weights whose products with one vector of features are the outputs: the reward
   * first, then what length explains.
   *
   * @return names of tensors of shape (1, D), two where the program has a length head; none if it
   *     has no such weights
   */
  default List<String> headWeights() {
    return List.of();
  }

  /**
   * Says whether the program has a method {@code prepare} that is to be called once before scoring.
   *
   * @return true if it rounds its matrices there
   */
  default boolean needsPreparation() {
    return false;
  }

  /**
   * Says whether transformers' own class, given the published files, computes the same rewards.
   *
   * @return false if it does not know the kind, or reads the reward off elsewhere
   */
  default boolean loadsInTransformers() {
    return false;
  }

  /**
   * Returns what a trained model is published as: without what only its training needed.
   *
   * @return an architecture that computes the same rewards
   */
  default Architecture published() {
    return this;
  }

  /**
   * Returns the program of this architecture.
   *
   * @param tokens the ids the model reads
   * @return source and parameters
   */
  default TorchScriptProgram program(TokenSpace tokens) {
    return TorchScriptProgram.of(tensors(tokens), methods(tokens));
  }
}
