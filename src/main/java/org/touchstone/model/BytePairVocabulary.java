package org.touchstone.model;

import java.util.ArrayList;
import java.util.List;

/**
 * A byte-level byte-pair vocabulary: the special tokens, the 256 bytes, then one token a merge.
 *
 * @param tokens the tokens in the order of their ids, written in GPT-2's byte alphabet
 * @param merges the merges in the order in which they apply; merge m makes the token with id {@code
 *     SpecialToken.values().length + 256 + m}
 */
public record BytePairVocabulary(List<String> tokens, List<Merge> merges) {

  /**
   * One merge.
   *
   * @param left the token on the left
   * @param right the token on the right
   */
  public record Merge(String left, String right) {}

  /** Copies the lists and refuses a vocabulary in which tokens and merges do not match. */
  public BytePairVocabulary {
    tokens = List.copyOf(tokens);
    merges = List.copyOf(merges);
    int expected = base().size() + merges.size();
    if (tokens.size() != expected) {
      throw new IllegalArgumentException(
          "Cannot make a vocabulary: %d tokens for %d merges, %d needed"
              .formatted(tokens.size(), merges.size(), expected));
    }
  }

  /**
   * Builds the vocabulary that merges make.
   *
   * @param merges the merges in order
   * @return the vocabulary
   */
  static BytePairVocabulary of(List<Merge> merges) {
    List<String> tokens = base();
    merges.forEach(merge -> tokens.add(merge.left() + merge.right()));
    return new BytePairVocabulary(tokens, merges);
  }

  /** Returns the tokens that need no merge: special tokens, then bytes in alphabet order. */
  static List<String> base() {
    List<String> tokens = new ArrayList<>();
    for (SpecialToken special : SpecialToken.values()) {
      tokens.add(special.text());
    }

    for (int symbol = 0; symbol < ByteAlphabet.SIZE; symbol++) {
      tokens.add(String.valueOf(ByteAlphabet.character(symbol)));
    }

    return tokens;
  }
}
