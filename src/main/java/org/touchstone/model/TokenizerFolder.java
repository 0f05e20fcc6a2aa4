package org.touchstone.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The tokenizer of a Hugging Face checkpoint, on its way into an artifact: {@code tokenizer.json}
 * and {@code tokenizer_config.json}, whatever older files the special tokens were spread over.
 */
final class TokenizerFolder {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String SPECIAL_TOKENS = "special_tokens_map.json";
  private static final String TEMPLATE = "chat_template.jinja";
  private static final List<String> ROLES =
      List.of("bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token");

  private final Path source;
  private final ObjectNode tokenizer;
  private final ObjectNode config;

  private TokenizerFolder(Path source, ObjectNode tokenizer, ObjectNode config) {
    this.source = source;
    this.tokenizer = tokenizer;
    this.config = config;
  }

  /** Reads the files; the template and special tokens end up in the configuration. */
  static TokenizerFolder read(Path folder) throws IOException {
    ObjectNode tokenizer = object(folder.resolve(TokenizerFiles.TOKENIZER));
    Path configFile = folder.resolve(TokenizerFiles.TOKENIZER_CONFIG);
    ObjectNode config = Files.exists(configFile) ? object(configFile) : JSON.createObjectNode();
    Path special = folder.resolve(SPECIAL_TOKENS);
    if (Files.exists(special)) {
      ObjectNode map = object(special);
      for (String role : ROLES) {
        if (!config.hasNonNull(role) && map.hasNonNull(role)) {
          config.set(role, map.get(role));
        }
      }
    }

    Path template = folder.resolve(TEMPLATE);
    if (Files.exists(template)) {
      config.put("chat_template", Files.readString(template));
    }

    takeDefaultTemplate(config);
    takeSeparator(tokenizer, config);
    return new TokenizerFolder(folder, tokenizer, config);
  }

  /** Of several named templates, the default one. */
  private static void takeDefaultTemplate(ObjectNode config) {
    for (JsonNode named : config.path("chat_template")) {
      if (named.path("name").asText().equals("default")) {
        config.set("chat_template", named.path("template"));
        return;
      }
    }
  }

  /**
   * Where no sep_token is named, it is what the post-processor puts behind the first of two texts:
   * transformers adds that one, whatever the configuration names.
   */
  private static void takeSeparator(ObjectNode tokenizer, ObjectNode config) {
    JsonNode processor = tokenizer.path("post_processor");
    String separator = processor.path("sep").path(0).asText("");
    for (JsonNode part : processor.path("pair")) {
      if (part.path("Sequence").path("id").asText().equals("B")) {
        break;
      }

      separator = part.path("SpecialToken").path("id").asText("");
    }

    if (!config.hasNonNull("sep_token") && !separator.isEmpty()) {
      config.put("sep_token", separator);
    }
  }

  /** Says whether there is a template. */
  boolean hasTemplate() {
    return config.path("chat_template").isTextual();
  }

  /** Takes the template that was asked for, and the date for one that asks for it. */
  void take(BackboneImport.Request request) {
    if (request.chatTemplate() != null) {
      template(request.chatTemplate());
    }

    if (request.chatTemplateDate() != null) {
      config.put(TemplateEncoder.PINNED_DATE, request.chatTemplateDate());
    }

    if (!request.chatTemplateKwargs().isEmpty()) {
      config.set(TemplateEncoder.ARGUMENTS, JSON.valueToTree(request.chatTemplateKwargs()));
    }
  }

  private static ObjectNode object(Path file) throws IOException {
    try {
      JsonNode read = JSON.readTree(file.toFile());
      if (read instanceof ObjectNode object) {
        return object;
      }

      throw new IOException("Cannot read %s: it holds no JSON object".formatted(file));
    } catch (NoSuchFileException | java.io.FileNotFoundException e) {
      throw new IOException(
          "Cannot read %s: there is no such file; needed is the tokenizer.json of a fast tokenizer"
              .formatted(file),
          e);
    }
  }

  /** Returns the text of a special token, or null if there is none. */
  @Nullable String token(String role) {
    JsonNode token = config.path(role);
    String text = token.isObject() ? token.path("content").asText("") : token.asText("");
    return text.isEmpty() || token.isNull() ? null : text;
  }

  /** Returns the id of a special token, or -1 if there is none. */
  int id(String role) {
    String text = token(role);
    return text == null ? -1 : idOf(text);
  }

  private int idOf(String text) {
    for (JsonNode added : tokenizer.path("added_tokens")) {
      if (added.path("content").asText().equals(text)) {
        return added.path("id").asInt();
      }
    }

    JsonNode vocabulary = tokenizer.path("model").path("vocab");
    if (vocabulary.isObject()) {
      return vocabulary.path(text).asInt(-1);
    }

    for (int i = 0; i < vocabulary.size(); i++) { // Unigram: a list of pairs
      if (vocabulary.get(i).path(0).asText().equals(text)) {
        return i;
      }
    }

    return -1;
  }

  /** Returns one more than the largest id. */
  int vocabularySize() {
    int largest = -1;
    for (JsonNode added : tokenizer.path("added_tokens")) {
      largest = Math.max(largest, added.path("id").asInt());
    }

    JsonNode vocabulary = tokenizer.path("model").path("vocab");
    if (vocabulary.isArray()) {
      return Math.max(largest, vocabulary.size() - 1) + 1;
    }

    for (JsonNode id : vocabulary) {
      largest = Math.max(largest, id.asInt());
    }

    return largest + 1;
  }

  /** Says whether the pad token is one that no encoded text has: special, and nothing else too. */
  boolean hasPadOfItsOwn() {
    String pad = token("pad_token");
    if (pad == null || id("pad_token") < 0) {
      return false;
    }

    Set<String> others = new HashSet<>();
    ROLES.stream()
        .filter(role -> !role.equals("pad_token"))
        .forEach(
            role -> {
              String other = token(role);
              if (other != null) {
                others.add(other);
              }
            });
    String template = config.path("chat_template").toString();
    return !others.contains(pad) && !template.contains(pad) && isSpecial(pad);
  }

  private boolean isSpecial(String text) {
    for (JsonNode added : tokenizer.path("added_tokens")) {
      if (added.path("content").asText().equals(text)) {
        return added.path("special").asBoolean();
      }
    }

    return false;
  }

  /**
   * Returns the id after which the second of two texts begins, if the tokenizer gives that one a
   * segment of its own; -1 otherwise.
   */
  int segmentSeparator() {
    JsonNode processor = tokenizer.path("post_processor");
    boolean second = processor.path("type").asText().equals("BertProcessing");
    for (JsonNode part : processor.path("pair")) {
      second |= part.path("Sequence").path("type_id").asInt() == 1;
    }

    return second ? id("sep_token") : -1;
  }

  /** Adds a pad token that occurs nowhere else; returns its id. */
  int addPad() {
    String text = "<|pad|>";
    while (idOf(text) >= 0) {
      text = "<|" + text + "|>";
    }

    int id = vocabularySize();
    ObjectNode added = JSON.createObjectNode();
    added.put("id", id).put("content", text).put("single_word", false);
    added.put("lstrip", false).put("rstrip", false).put("normalized", false).put("special", true);
    ArrayNode tokens =
        tokenizer.path("added_tokens") instanceof ArrayNode present
            ? present
            : tokenizer.putArray("added_tokens");
    tokens.add(added);
    config.put("pad_token", text);
    return id;
  }

  /** Replaces the template. */
  void template(String template) {
    config.put("chat_template", template);
  }

  /** Writes both files. */
  void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    JSON.writerWithDefaultPrettyPrinter()
        .writeValue(folder.resolve(TokenizerFiles.TOKENIZER).toFile(), tokenizer);
    JSON.writerWithDefaultPrettyPrinter()
        .writeValue(folder.resolve(TokenizerFiles.TOKENIZER_CONFIG).toFile(), config);
  }

  /**
   * Returns the rules by which messages become ids, for the artifact.
   *
   * @param written where both files are
   * @param limits how much of a conversation is kept
   * @param config config.json of the model, which says whether it tells segments apart
   */
  Map<String, String> rules(Path written, EncodingLimits limits, Map<String, Object> config)
      throws IOException {
    Map<String, String> rules;
    try (ConversationEncoder encoder = ConversationEncoder.open(written, limits)) {
      rules = new TreeMap<>(encoder.rules());
    }

    boolean tellsSegments =
        config.get("type_vocab_size") instanceof Number types && types.intValue() > 1;
    if (tellsSegments && segmentSeparator() >= 0) {
      rules.put(ArtifactDescription.SEGMENT_SEPARATOR, Integer.toString(segmentSeparator()));
    }

    return rules;
  }

  @Override
  public String toString() {
    return source.toString();
  }
}
