package org.touchstone.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The vocabulary of a word-level tokenizer: the special tokens, the unknown word, then the most
 * frequent words.
 *
 * @param tokens the tokens in the order of their ids
 */
public record WordVocabulary(List<String> tokens) {

  /** What stands for every word that is not in the vocabulary; no text is cut into it. */
  public static final String UNKNOWN = "[UNK]";

  private static final int BASE = SpecialToken.values().length + 1;

  /** Copies the list. */
  public WordVocabulary {
    tokens = List.copyOf(tokens);
  }

  /**
   * Takes the most frequent words; of words with equal counts the one that sorts first by UTF-16
   * code units, so that the result does not depend on the order of the input.
   *
   * @param wordCounts the words of {@link org.touchstone.text.PreTokenizer#words} and how often
   *     each occurs, at least 0; a word that comes twice counts with the sum
   * @param vocabularySize tokens wanted at most, the special ones and the unknown word among them
   * @param minCount how often a word must occur, at least 1
   * @return the vocabulary
   * @throws IllegalArgumentException if a count is negative, or a number is out of its range
   */
  public static WordVocabulary of(
      Iterable<Map.Entry<String, Long>> wordCounts, int vocabularySize, long minCount) {
    if (vocabularySize <= BASE || minCount < 1) {
      throw new IllegalArgumentException(
          "Cannot choose words: vocabulary size is %d and minimum count %d, must be above %d and at least 1"
              .formatted(vocabularySize, minCount, BASE));
    }

    List<String> tokens = new ArrayList<>();
    for (SpecialToken special : SpecialToken.values()) {
      tokens.add(special.text());
    }

    tokens.add(UNKNOWN);
    Comparator<Map.Entry<String, Long>> byCount = Map.Entry.comparingByValue();
    WordCounts.summed(wordCounts).entrySet().stream()
        .filter(entry -> entry.getValue() >= minCount)
        .sorted(byCount.reversed().thenComparing(Map.Entry.comparingByKey()))
        .limit(vocabularySize - BASE)
        .forEach(entry -> tokens.add(entry.getKey()));
    return new WordVocabulary(tokens);
  }
}
