package org.touchstone.model.program;

/**
 * One model as its {@code config.json} describes it: a member of a {@link BackboneFamily} with all
 * sizes and options known.
 */
public interface Backbone {

  /** Returns what others need to know of it. */
  Facts facts();

  /**
   * Writes the program: begin, one section a layer, finish.
   *
   * @param program collects tensors and statements; the prelude is there, with {@code ids} and
   *     {@code mask} (B, T) turned so that padding is on the right, {@code types} (B, T), {@code
   *     positions} (T) and {@code last} (B)
   * @param pooling which hidden state the reward is read off
   */
  void write(ProgramBuilder program, Pooling pooling);

  /**
   * What others need to know of a backbone.
   *
   * @param architecture class name in transformers, for {@code config.json}
   * @param prefix of all names in a checkpoint of the classifier that are not the head's, for
   *     example {@code model.}; checkpoints of the bare backbone leave it out
   * @param vocabulary rows of the embedding
   * @param hidden width of the hidden states
   * @param layers number of layers
   * @param attention width of all heads together
   * @param maxPositions longest sequence, in tokens
   * @param pooling transformers' rule
   * @param embedding name of the table of token embeddings
   */
  record Facts(
      String architecture,
      String prefix,
      int vocabulary,
      int hidden,
      int layers,
      int attention,
      int maxPositions,
      Pooling pooling,
      String embedding) {

    /**
     * Says whether tokens see only those before them.
     *
     * @return true for decoders
     */
    public boolean isCausal() {
      return pooling == Pooling.LAST_ID;
    }
  }
}
