package org.touchstone.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Renders what transformers rendered: every case in {@code _chat_templates} of the folder that
 * {@code -Dgolden=DIR} names, else of the copies among the test resources.
 */
public abstract class ChatTemplates {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<List<Map<String, Object>>> MESSAGES = new TypeReference<>() {};
  private static final TypeReference<Map<String, String>> TOKENS = new TypeReference<>() {};
  private static final TypeReference<Map<String, Object>> VARIABLES = new TypeReference<>() {};

  @ParameterizedTest(name = "{0}", allowZeroInvocations = true)
  @MethodSource("cases")
  public void rendersAsTransformersDoes(String name, JsonNode file, JsonNode expected) {
    if (expected.has("rendered")) {
      assertThat(render(file, expected)).isEqualTo(expected.path("rendered").asText());
    } else if (expected.path("error").asText().equals("raise_exception")) {
      assertThatThrownBy(() -> render(file, expected))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(expected.path("message").asText());
    } else {
      assertThatThrownBy(() -> render(file, expected))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("Cannot re");
    }
  }

  private static String render(JsonNode file, JsonNode expected) {
    JsonNode source = expected.has("template") ? expected : file;
    Map<String, String> tokens = new LinkedHashMap<>();
    tokens.putAll(JSON.convertValue(file.path("special_tokens"), TOKENS));
    ChatTemplate template =
        ChatTemplate.of(
            source.path("template").asText(),
            tokens,
            LocalDateTime.parse(file.path("now").asText()));
    Map<String, Object> more = new LinkedHashMap<>();
    if (expected.has("tools")) {
      more.put("tools", JSON.convertValue(expected.path("tools"), Object.class));
    }

    if (expected.has("extra")) {
      more.putAll(JSON.convertValue(expected.path("extra"), VARIABLES));
    }

    return template.render(
        JSON.convertValue(expected.path("messages"), MESSAGES),
        expected.path("add_generation_prompt").asBoolean(),
        more);
  }

  public static Stream<Arguments> cases() throws IOException {
    Path folder =
        Path.of(System.getProperty("golden", "src/test/resources/golden"), "_chat_templates");
    if (!Files.exists(folder)) {
      return Stream.empty();
    }

    List<Path> files;
    try (Stream<Path> entries = Files.list(folder)) {
      files = entries.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }

    List<Arguments> cases = new ArrayList<>();
    for (Path path : files) {
      JsonNode file = JSON.readTree(path.toFile());
      for (JsonNode expected : file.path("cases")) {
        String name = path.getFileName().toString().replace(".json", "");
        String prompt = expected.path("add_generation_prompt").asBoolean() ? " + prompt" : "";
        String title = name + ": " + expected.path("name").asText() + prompt;
        cases.add(Arguments.of(title, file, expected));
      }
    }

    if (cases.isEmpty()) {
      throw new IllegalStateException(
          "Cannot test against %s: it holds no cases".formatted(folder));
    }

    return cases.stream();
  }
}
