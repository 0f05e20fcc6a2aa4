package org.touchstone.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Logits of every architecture, case and padding side, against those of transformers. */
public abstract class BackboneLogits {

  @TempDir private Path directory;

  public static Stream<Arguments> models() throws IOException {
    List<Arguments> models = new ArrayList<>();
    for (Path model : GoldenModel.directories()) {
      for (String config : GoldenModel.configurations(model)) {
        models.add(Arguments.of(model.getFileName().toString(), config));
      }
    }

    return models.stream();
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("models")
  public void givesTheLogitsOfTransformers(String name, String config) throws IOException {
    GoldenModel model = GoldenModel.open(name, config);
    try (GoldenProgram program = model.program(directory, model.config())) {
      for (JsonNode test : model.golden().get("cases")) {
        compare(program, model, test, test, name + " " + test.get("name").asText());
      }
    }
  }

  public static Stream<String> folders() throws IOException {
    return GoldenModel.directories().stream().map(folder -> folder.getFileName().toString());
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("folders")
  public void givesTheLogitsOfEveryVariant(String name) throws IOException {
    GoldenModel model = GoldenModel.open(name, "config.json");
    for (JsonNode variant : model.golden().path("variants")) {
      String title = name + " " + variant.get("name").asText();
      if (isRefused(variant)) {
        assertThatThrownBy(() -> model.program(directory, model.config(variant)).close())
            .as(title)
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageStartingWith("Cannot read config.json of ");
        continue;
      }

      try (GoldenProgram program = model.program(directory, model.config(variant))) {
        for (JsonNode test : variant.get("cases")) {
          String at = title + " " + test.get("case").asText();
          compare(program, model, model.inputs(test), test, at);
        }
      }
    }
  }

  /** A configuration that the reference refuses whatever the input. */
  private static boolean isRefused(JsonNode variant) {
    boolean refused = true;
    for (JsonNode test : variant.get("cases")) {
      refused &= test.has("error");
    }

    return refused;
  }

  private static void compare(
      GoldenProgram program, GoldenModel model, JsonNode inputs, JsonNode expected, String title) {
    if (expected.has("error")) {
      assertThatThrownBy(() -> program.rewards(inputs)).as(title).isInstanceOf(Exception.class);
      return;
    }

    float[] rewards = program.rewards(inputs);
    JsonNode logits = model.documented(inputs, expected);
    assertThat(rewards).as(title).hasSize(logits.size());
    double tolerance = model.golden().get("suggested_tolerance").get("logits_abs").asDouble();
    for (int i = 0; i < rewards.length; i++) {
      assertThat((double) rewards[i])
          .as("%s, row %d", title, i)
          .isCloseTo(logits.get(i).asDouble(), within(tolerance));
    }
  }
}
