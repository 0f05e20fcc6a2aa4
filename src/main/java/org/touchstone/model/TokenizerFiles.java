package org.touchstone.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.touchstone.text.PreTokenizer;

/**
 * Writes a vocabulary as {@code tokenizer.json} and {@code tokenizer_config.json}, the form that
 * Hugging Face tokenizers and transformers read.
 *
 * <p>No post-processor adds tokens: BOS and EOS come from the chat template and from nowhere else,
 * so each occurs once, whoever encodes. Equal vocabularies give equal bytes.
 */
public final class TokenizerFiles {

  /** The file with the vocabulary and how text is cut. */
  public static final String TOKENIZER = "tokenizer.json";

  /** The file with the names of the special tokens and the chat template. */
  public static final String TOKENIZER_CONFIG = "tokenizer_config.json";

  private static final ObjectMapper JSON = new ObjectMapper();

  private TokenizerFiles() {}

  /**
   * Writes the two files of a byte-level byte-pair tokenizer: any text goes in and comes back
   * unchanged.
   *
   * @param vocabulary tokens and merges
   * @param directory where the files go; exists already
   * @throws IOException if a file cannot be written
   */
  public static void write(BytePairVocabulary vocabulary, Path directory) throws IOException {
    ObjectNode model = JSON.createObjectNode().put("type", "BPE").putNull("dropout");
    model.putNull("unk_token").putNull("continuing_subword_prefix").putNull("end_of_word_suffix");
    model.put("fuse_unk", false).put("byte_fallback", false).put("ignore_merges", false);
    model.set("vocab", ids(vocabulary.tokens()));
    ArrayNode merges = model.putArray("merges");
    vocabulary.merges().forEach(merge -> merges.add(merge.left() + " " + merge.right()));

    ObjectNode tokenizer = frame(specialTokens());
    tokenizer.putNull("normalizer").set("pre_tokenizer", byteLevelCut());
    tokenizer.putNull("post_processor").set("decoder", byteLevel());
    tokenizer.set("model", model);
    write(tokenizer, directory.resolve(TOKENIZER));
    write(configuration(specialTokens()), directory.resolve(TOKENIZER_CONFIG));
  }

  /**
   * Writes the two files of a word-level tokenizer: words in NFC and lower case, the rest as the
   * unknown word.
   *
   * @param vocabulary the words
   * @param directory where the files go; exists already
   * @throws IOException if a file cannot be written
   */
  public static void write(WordVocabulary vocabulary, Path directory) throws IOException {
    List<String> special = specialTokens();
    special.add(WordVocabulary.UNKNOWN);
    ObjectNode model = JSON.createObjectNode().put("type", "WordLevel");
    model.set("vocab", ids(vocabulary.tokens()));
    model.put("unk_token", WordVocabulary.UNKNOWN);

    ObjectNode tokenizer = frame(special);
    tokenizer.set("normalizer", wordNormaliser());
    tokenizer.set("pre_tokenizer", wordCut());
    tokenizer.putNull("post_processor").putNull("decoder").set("model", model);
    write(tokenizer, directory.resolve(TOKENIZER));
    ObjectNode configuration = configuration(special);
    configuration.put("unk_token", WordVocabulary.UNKNOWN);
    write(configuration, directory.resolve(TOKENIZER_CONFIG));
  }

  /** The pre-tokenizer that does what {@link PreTokenizer#byteLevelPieces} does. */
  static ObjectNode byteLevelCut() {
    ObjectNode cut = JSON.createObjectNode().put("type", "Sequence");
    cut.putArray("pretokenizers")
        .add(split(PreTokenizer.BYTE_LEVEL_REGEX, "Isolated").put("invert", false))
        .add(byteLevel());
    return cut;
  }

  /** The normaliser that does what {@link PreTokenizer#normalised} does. */
  static ObjectNode wordNormaliser() {
    ObjectNode normaliser = JSON.createObjectNode().put("type", "Sequence");
    normaliser
        .putArray("normalizers")
        .add(JSON.createObjectNode().put("type", "NFC"))
        .add(JSON.createObjectNode().put("type", "Lowercase"));
    return normaliser;
  }

  /** The pre-tokenizer that does what {@link PreTokenizer#words} does. */
  static ObjectNode wordCut() {
    return split(PreTokenizer.WORDS_REGEX, "Removed").put("invert", true);
  }

  private static List<String> specialTokens() {
    List<String> tokens = new ArrayList<>();
    for (SpecialToken token : SpecialToken.values()) {
      tokens.add(token.text());
    }

    return tokens;
  }

  private static ObjectNode frame(List<String> special) {
    ObjectNode tokenizer = JSON.createObjectNode().put("version", "1.0");
    tokenizer.putNull("truncation").putNull("padding");
    ArrayNode added = tokenizer.putArray("added_tokens");
    for (int id = 0; id < special.size(); id++) {
      ObjectNode token = added.addObject().put("id", id);
      token.setAll(addedToken(special.get(id)));
    }

    return tokenizer;
  }

  private static ObjectNode addedToken(String text) {
    return JSON.createObjectNode()
        .put("content", text)
        .put("single_word", false)
        .put("lstrip", false)
        .put("rstrip", false)
        .put("normalized", false)
        .put("special", true);
  }

  private static ObjectNode configuration(List<String> special) {
    ObjectNode configuration =
        JSON.createObjectNode()
            .put("tokenizer_class", "PreTrainedTokenizerFast")
            .put("bos_token", SpecialToken.BOS.text())
            .put("eos_token", SpecialToken.EOS.text())
            .put("pad_token", SpecialToken.PAD.text())
            .put("padding_side", "right")
            .put("clean_up_tokenization_spaces", false);
    ObjectNode decoder = configuration.putObject("added_tokens_decoder");
    for (int id = 0; id < special.size(); id++) {
      decoder.set(Integer.toString(id), addedToken(special.get(id)));
    }

    return configuration.put("chat_template", ChatTemplate.OWN);
  }

  private static ObjectNode split(String regex, String behaviour) {
    ObjectNode split = JSON.createObjectNode().put("type", "Split");
    split.putObject("pattern").put("Regex", regex);
    return split.put("behavior", behaviour);
  }

  private static ObjectNode byteLevel() {
    return JSON.createObjectNode()
        .put("type", "ByteLevel")
        .put("add_prefix_space", false)
        .put("trim_offsets", true)
        .put("use_regex", false);
  }

  private static ObjectNode ids(List<String> tokens) {
    ObjectNode ids = JSON.createObjectNode();
    for (int id = 0; id < tokens.size(); id++) {
      ids.put(tokens.get(id), id);
    }

    return ids;
  }

  private static void write(ObjectNode json, Path file) throws IOException {
    Files.write(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(json));
  }
}
