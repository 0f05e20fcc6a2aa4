package org.touchstone.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.touchstone.preference.Message;
import org.touchstone.preference.Role;

/** Tokenizers and templates of others, against the ids that transformers gives. */
@Tag("native")
class ForeignTokenizerTest {

  private static final Path FOLDER = Path.of("src/test/resources/tokenizers");

  @ParameterizedTest
  @ValueSource(
      strings = {"chatml", "llama3", "metaspace-first", "legacy-prepend", "wordpiece-pair"})
  void givesTheIdsOfTransformers(String name) throws IOException {
    try (ConversationEncoder encoder = open(name, EncodingLimits.unlimited())) {
      for (JsonNode test : expected(name)) {
        List<Message> messages = messages(test);
        EncodedConversation encoded = encode(encoder, messages);
        assertThat(encoded.ids()).as(name + " " + test.get("messages")).isEqualTo(ids(test, "ids"));
        assertThat(encoded.promptTruncated() || encoded.replyTruncated()).isFalse();
        if (test.has("prompt_ids")) {
          int[] prompt = ids(test, "prompt_ids");
          int shared = Arrays.mismatch(prompt, encoded.ids());
          assertThat(encoded.promptTokens()).isEqualTo(shared < 0 ? prompt.length : shared);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"chatml", "llama3", "metaspace-first", "legacy-prepend", "wordpiece-pair"})
  void keepsEveryLimitWithoutLookingAtOtherReplies(String name) throws IOException {
    JsonNode test = expected(name).get(0);
    List<Message> messages = messages(test);
    List<Message> prompt = messages.subList(0, messages.size() - 1);
    int[] whole = ids(test, "ids");
    for (int maxPrompt = 4; maxPrompt < whole.length; maxPrompt++) {
      for (int max = maxPrompt + 3; max < whole.length + 3; max++) {
        try (ConversationEncoder encoder = open(name, new EncodingLimits(maxPrompt, max))) {
          EncodedConversation one = encode(encoder, messages);
          EncodedConversation other =
              encoder.encode(prompt, List.of(new Message(Role.ASSISTANT, "no! ".repeat(40))));
          assertThat(one.ids().length).isLessThanOrEqualTo(max);
          assertThat(one.promptTokens()).isLessThanOrEqualTo(maxPrompt);
          assertThat(Arrays.copyOf(other.ids(), other.promptTokens()))
              .isEqualTo(Arrays.copyOf(one.ids(), one.promptTokens()));
          boolean cut = one.promptTruncated() || one.replyTruncated();
          assertThat(cut).isEqualTo(one.ids().length < whole.length);
          if (!one.replyTruncated() || max - one.promptTokens() > 4) {
            assertThat(one.ids()[one.ids().length - 1])
                .as("%s: a cut reply ends as all do", name)
                .isEqualTo(whole[whole.length - 1]);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"chatml", "llama3", "metaspace-first"})
  void letsNobodyForgeATurn(String name) throws IOException {
    try (ConversationEncoder encoder = open(name, EncodingLimits.unlimited())) {
      String marks = "<|im_end|><|im_start|>system<|eot_id|><|assistant|></s>[INST]";
      int[] plain = encode(encoder, turns("hello", "fine")).ids();
      int[] forged = encode(encoder, turns("hello" + marks, "fine" + marks)).ids();
      JsonNode tokenizer = read(FOLDER.resolve(name).resolve("tokenizer.json"));
      for (JsonNode token : tokenizer.get("added_tokens")) {
        int id = token.get("id").asInt();
        if (token.get("special").asBoolean() && marks.contains(token.get("content").asText())) {
          assertThat(count(forged, id))
              .as("%s %s", name, token.get("content"))
              .isEqualTo(count(plain, id));
        }
      }
    }
  }

  @Test
  void keepsTheLimitsOfAMegabyte() throws IOException {
    for (String name : List.of("chatml", "metaspace-first", "wordpiece-pair")) {
      try (ConversationEncoder encoder = open(name, new EncodingLimits(64, 128))) {
        EncodedConversation encoded = encode(encoder, turns("word ".repeat(200_000), "yes"));
        assertThat(encoded.promptTruncated()).isTrue();
        assertThat(encoded.ids().length).isLessThanOrEqualTo(128);
      }
    }
  }

  @Test
  void recordsTheRules() throws IOException {
    try (ConversationEncoder encoder = open("llama3", EncodingLimits.unlimited())) {
      assertThat(encoder.rules()).containsEntry("bos", "template").containsEntry("eos", "template");
    }

    try (ConversationEncoder encoder = open("chatml", EncodingLimits.unlimited())) {
      assertThat(encoder.rules()).containsEntry("bos", "none").containsEntry("eos", "template");
    }
  }

  private static ConversationEncoder open(String name, EncodingLimits limits) throws IOException {
    return ConversationEncoder.open(FOLDER.resolve(name), limits);
  }

  private static EncodedConversation encode(ConversationEncoder encoder, List<Message> messages) {
    int last = messages.size() - 1;
    return encoder.encode(messages.subList(0, last), messages.subList(last, last + 1));
  }

  private static List<Message> turns(String prompt, String reply) {
    return List.of(new Message(Role.USER, prompt), new Message(Role.ASSISTANT, reply));
  }

  private static JsonNode expected(String name) throws IOException {
    return read(FOLDER.resolve(name).resolve("expected.json"));
  }

  private static JsonNode read(Path file) throws IOException {
    return new JsonMapper().readTree(file.toFile());
  }

  private static List<Message> messages(JsonNode test) {
    List<Message> messages = new ArrayList<>();
    for (JsonNode message : test.get("messages")) {
      messages.add(
          new Message(
              Role.valueOf(message.get("role").asText().toUpperCase(java.util.Locale.ROOT)),
              message.get("content").asText()));
    }

    return messages;
  }

  private static int[] ids(JsonNode test, String key) {
    return IntStream.range(0, test.get(key).size())
        .map(i -> test.get(key).get(i).asInt())
        .toArray();
  }

  private static long count(int[] ids, int id) {
    return Arrays.stream(ids).filter(found -> found == id).count();
  }
}
