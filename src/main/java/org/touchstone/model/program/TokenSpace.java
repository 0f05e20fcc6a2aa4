package org.touchstone.model.program;

/**
 * What a program must know of the token ids it reads; the rest of a model's sizes belong to its
 * {@link Architecture}.
 *
 * @param vocabularySize ids run from 0 to this, exclusive
 * @param padTokenId the id that fills rows up to the length of the longest; never occurs in an
 *     encoded text
 * @param maxTokens longest sequence in tokens
 */
public record TokenSpace(int vocabularySize, int padTokenId, int maxTokens) {

  /** Refuses a pad id outside the vocabulary and empty sizes. */
  public TokenSpace {
    if (vocabularySize < 1 || maxTokens < 1) {
      throw new IllegalArgumentException(
          "Cannot describe token ids: vocabulary size %d and max tokens %d, both must be at least 1"
              .formatted(vocabularySize, maxTokens));
    }

    if (padTokenId < 0 || padTokenId >= vocabularySize) {
      throw new IllegalArgumentException(
          "Cannot pad with id %d: must be from 0 to %d".formatted(padTokenId, vocabularySize - 1));
    }
  }
}
