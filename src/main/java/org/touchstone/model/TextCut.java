package org.touchstone.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.touchstone.text.PreTokenizer;

/**
 * How a tokenizer cuts text into pieces that it encodes one by one, as far as the JDK can do the
 * same.
 */
enum TextCut {
  /** The cut of the project's byte-pair tokenizers. */
  BYTE_LEVEL {
    @Override
    List<String> pieces(String text) {
      return isCutAlike(text) ? PreTokenizer.byteLevelPieces(text) : List.of(text);
    }
  },
  /** The cut of the project's word-level tokenizers; its pieces are in their normal form. */
  WORDS {
    @Override
    List<String> pieces(String text) {
      return isCutAlike(text) ? PreTokenizer.words(text) : List.of(text);
    }
  },
  /** Some other cut, left to the native tokenizer. */
  UNKNOWN {
    @Override
    List<String> pieces(String text) {
      return List.of(text);
    }
  };

  /** A letter to the JDK and an ideograph to the tokenizer. */
  private static final int OLD_CHINESE_ITERATION_MARK = 0x16FE3;

  /** Returns texts whose ids, one after another, are those of the text. */
  abstract List<String> pieces(String text);

  /** Recognises the cut of a {@code tokenizer.json}. */
  static TextCut of(JsonNode tokenizer) {
    JsonNode cut = tokenizer.path("pre_tokenizer");
    JsonNode normaliser = tokenizer.path("normalizer");
    if (cut.equals(TokenizerFiles.byteLevelCut()) && normaliser.isNull()) {
      return BYTE_LEVEL;
    }

    boolean words =
        cut.equals(TokenizerFiles.wordCut()) && normaliser.equals(TokenizerFiles.wordNormaliser());
    return words ? WORDS : UNKNOWN;
  }

  /** False if the tokenizer's Unicode tables may know more of a character than the JDK's. */
  private static boolean isCutAlike(String text) {
    for (int at = 0; at < text.length(); at++) {
      char unit = text.charAt(at);
      if (unit < 0x80) {
        continue;
      }

      int codePoint = text.codePointAt(at);
      if (!Character.isDefined(codePoint) || codePoint == OLD_CHINESE_ITERATION_MARK) {
        return false;
      }

      at += Character.charCount(codePoint) - 1;
    }

    return true;
  }
}
