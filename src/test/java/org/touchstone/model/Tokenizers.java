package org.touchstone.model;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.touchstone.text.PreTokenizer;

/** Small tokenizers for tests. */
final class Tokenizers {

  private static final Map<String, String> AS_IT_IS =
      Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false");

  private Tokenizers() {}

  /** Counts the pieces of texts. */
  static Map<String, Long> counts(List<String> texts, Function<String, List<String>> cut) {
    Map<String, Long> counts = new HashMap<>();
    for (String text : texts) {
      cut.apply(text).forEach(piece -> counts.merge(piece, 1L, Long::sum));
    }

    return counts;
  }

  /** Trains a byte-pair vocabulary on texts. */
  static BytePairVocabulary bytePairs(List<String> texts, int vocabularySize) {
    Map<String, Long> counts = counts(texts, PreTokenizer::byteLevelPieces);
    return BytePairTrainer.train(counts.entrySet(), vocabularySize, 2);
  }

  /** Takes all words of texts. */
  static WordVocabulary words(List<String> texts) {
    return WordVocabulary.of(counts(texts, PreTokenizer::words).entrySet(), 1_000_000, 1);
  }

  /** Opens the published files as others do, special tokens and all. */
  static HuggingFaceTokenizer published(Path directory) throws IOException {
    return HuggingFaceTokenizer.newInstance(directory.resolve(TokenizerFiles.TOKENIZER), AS_IT_IS);
  }
}
