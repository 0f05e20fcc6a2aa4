package org.touchstone.model.program;

/** Which hidden state a reward is read off. */
public enum Pooling {
  /** The last token by the attention mask: what this project trains. */
  LAST_TOKEN,
  /**
   * The rightmost token whose id is not the pad id, whatever the mask says: transformers' rule for
   * decoders, kept for classifiers that were trained elsewhere.
   */
  LAST_ID,
  /** The first token, as encoders with a classification token. */
  FIRST_TOKEN,
  /** The mean over the tokens that the mask keeps. */
  MEAN
}
