package org.touchstone.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.touchstone.HhRlhfSample;
import org.touchstone.RandomText;
import org.touchstone.preference.Message;
import org.touchstone.preference.Role;
import org.touchstone.text.PreTokenizer;

@Tag("native")
class TokenizerFilesTest {

  private static final int BYTES_ONLY = 8 + 256;

  @TempDir private Path directory;

  @Test
  void bringsEveryTextBackUnchanged() throws IOException {
    TokenizerFiles.write(Tokenizers.bytePairs(HhRlhfSample.transcripts(), 1_000), directory);
    try (HuggingFaceTokenizer tokenizer = Tokenizers.published(directory)) {
      for (String text : texts()) {
        long[] ids = tokenizer.encode(text, false, false).getIds();
        assertThat(tokenizer.decode(ids, false)).isEqualTo(text);
      }
    }
  }

  @Test
  void cutsBytePiecesAsTheNativeTokenizerDoes() throws IOException {
    TokenizerFiles.write(Tokenizers.bytePairs(List.of(), BYTES_ONLY), directory);
    try (HuggingFaceTokenizer tokenizer = Tokenizers.published(directory)) {
      for (String text : texts()) {
        if (isComparable(text)) {
          assertThat(nativePieces(tokenizer.encode(text, false, false)))
              .isEqualTo(inAlphabet(PreTokenizer.byteLevelPieces(text)));
        }
      }
    }
  }

  @Test
  void cutsWordsAsTheNativeTokenizerDoes() throws IOException {
    List<String> texts = texts();
    texts.removeIf(text -> !isComparable(text));
    TokenizerFiles.write(Tokenizers.words(texts), directory);
    try (HuggingFaceTokenizer tokenizer = Tokenizers.published(directory)) {
      for (String text : texts) {
        assertThat(tokenizer.encode(text, false, false).getTokens())
            .containsExactlyElementsOf(PreTokenizer.words(text));
      }
    }
  }

  @Test
  void appliesTheMergesInTheirOrder() throws IOException {
    BytePairVocabulary vocabulary = Tokenizers.bytePairs(HhRlhfSample.transcripts(), 1_000);
    TokenizerFiles.write(vocabulary, directory);
    try (HuggingFaceTokenizer tokenizer = Tokenizers.published(directory)) {
      for (String piece :
          PreTokenizer.byteLevelPieces(
              String.join(" ", HhRlhfSample.transcripts().subList(0, 9)))) {
        assertThat(tokenizer.encode(piece, false, false).getTokens())
            .containsExactlyElementsOf(merged(piece, vocabulary));
      }
    }
  }

  @Test
  void givesUnknownWordsTheUnknownToken() throws IOException {
    WordVocabulary vocabulary = Tokenizers.words(List.of("yes yes no"));
    assertThat(vocabulary.tokens().subList(8, 11)).containsExactly("[UNK]", "yes", "no");
    TokenizerFiles.write(vocabulary, directory);
    try (HuggingFaceTokenizer tokenizer = Tokenizers.published(directory)) {
      assertThat(tokenizer.encode("YES, no", false, false).getIds()).containsExactly(9, 8, 10);
    }
  }

  @Test
  void namesTheSpecialTokensForTransformers() throws IOException {
    TokenizerFiles.write(Tokenizers.bytePairs(List.of(), BYTES_ONLY), directory);
    JsonNode configuration = read(TokenizerFiles.TOKENIZER_CONFIG);
    assertThat(configuration.get("tokenizer_class").asText()).isEqualTo("PreTrainedTokenizerFast");
    assertThat(configuration.get("pad_token").asText()).isEqualTo("<|pad|>");
    assertThat(configuration.get("chat_template").asText()).isEqualTo(ChatTemplate.OWN);
    assertThat(configuration.at("/added_tokens_decoder/0/content").asText()).isEqualTo("<|pad|>");
    JsonNode tokenizer = read(TokenizerFiles.TOKENIZER);
    assertThat(tokenizer.get("added_tokens")).hasSize(8);
    assertThat(tokenizer.at("/model/vocab/<|pad|>").asInt()).isZero();
    assertThat(tokenizer.get("post_processor").isNull()).isTrue();
  }

  @Test
  void opensAsADirectoryInDjl() throws IOException {
    TokenizerFiles.write(Tokenizers.bytePairs(HhRlhfSample.transcripts(), 300), directory);
    try (HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.newInstance(directory)) {
      String rendered = ChatTemplate.own().render(List.of(new Message(Role.USER, "Hi")));
      assertThat(tokenizer.encode(rendered).getTokens())
          .startsWith("<|bos|>", "<|user|>")
          .endsWith("<|end|>", "<|eos|>")
          .doesNotContain("<|pad|>");
    }
  }

  @Test
  void writesEqualBytesForEqualVocabularies() throws IOException {
    TokenizerFiles.write(Tokenizers.bytePairs(HhRlhfSample.transcripts(), 500), directory);
    byte[] first = Files.readAllBytes(directory.resolve(TokenizerFiles.TOKENIZER));
    TokenizerFiles.write(Tokenizers.bytePairs(HhRlhfSample.transcripts(), 500), directory);
    assertThat(Files.readAllBytes(directory.resolve(TokenizerFiles.TOKENIZER))).isEqualTo(first);
  }

  private JsonNode read(String file) throws IOException {
    return new ObjectMapper().readTree(directory.resolve(file).toFile());
  }

  private static List<String> texts() {
    SplittableRandom random = new SplittableRandom(3);
    List<String> texts = new ArrayList<>(HhRlhfSample.transcripts());
    for (int i = 0; i < 600; i++) {
      texts.add(RandomText.next(random));
    }

    return texts;
  }

  /** False for special tokens, cut out before, and for code points newer than the JDK's Unicode. */
  private static boolean isComparable(String text) {
    return !text.contains("<|")
        && !text.contains("[UNK]")
        && text.codePoints().allMatch(Character::isDefined);
  }

  /** Joins the tokens of each piece; without merges a token is a byte. */
  private static List<String> nativePieces(Encoding encoding) {
    List<StringBuilder> pieces = new ArrayList<>();
    long last = -1;
    String[] tokens = encoding.getTokens();
    for (int i = 0; i < tokens.length; i++) {
      if (encoding.getWordIds()[i] != last) {
        pieces.add(new StringBuilder());
      }

      last = encoding.getWordIds()[i];
      pieces.get(pieces.size() - 1).append(tokens[i]);
    }

    return pieces.stream().map(StringBuilder::toString).toList();
  }

  private static List<String> inAlphabet(List<String> pieces) {
    return pieces.stream().map(piece -> String.join("", bytes(piece))).toList();
  }

  private static List<String> bytes(String piece) {
    return Arrays.stream(ByteAlphabet.symbols(piece))
        .mapToObj(symbol -> String.valueOf(ByteAlphabet.character(symbol)))
        .toList();
  }

  /** Byte-pair encoding by its definition: merge after merge over the whole piece. */
  private static List<String> merged(String piece, BytePairVocabulary vocabulary) {
    List<String> tokens = new ArrayList<>(bytes(piece));
    for (BytePairVocabulary.Merge merge : vocabulary.merges()) {
      for (int i = 0; i + 1 < tokens.size(); i++) {
        if (tokens.get(i).equals(merge.left()) && tokens.get(i + 1).equals(merge.right())) {
          tokens.set(i, merge.left() + merge.right());
          tokens.remove(i + 1);
        }
      }
    }

    return tokens;
  }
}
