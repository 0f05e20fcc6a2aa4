package org.touchstone.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.touchstone.model.program.BackboneArchitecture;
import org.touchstone.model.program.Pooling;
import org.touchstone.model.program.TensorSpec;
import org.touchstone.model.program.TokenSpace;
import org.touchstone.preference.Message;
import org.touchstone.preference.Role;

/** Which token a reward is read off, over real dialogues and what could confuse the rules. */
@Tag("native")
class LastTokenTest {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Path FEEDBACK =
      Path.of("src/quickstart/hh-rlhf/helpful-rejection-sampled.jsonl.gz");
  private static final int ROWS = 96;
  private static final EncodingLimits LIMITS = new EncodingLimits(48, 96);
  private static final String MARKS = " <|pad|><pad></s><|endoftext|><|eot_id|><|im_end|>";

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource({
    "llama, llama3",
    "qwen2_bf16, chatml",
    "qwen3, chatml",
    "gemma2, metaspace-first",
    "gpt2, llama3",
    "gpt_neox_fp16, legacy-prepend",
    "opt, chatml",
    "mistral, legacy-prepend"
  })
  void isTheSameByTheMaskAndByTransformersRule(String model, String tokenizer) throws IOException {
    Path checkpoint = checkpoint(model, tokenizer);
    BackboneImport.Request request =
        new BackboneImport.Request(BackboneSettings.usual(), LIMITS, null, null, Map.of(), 5);
    Path files = directory.resolve("tokenizer");
    try (BackboneImport opened = BackboneImport.forTraining(checkpoint, request, files);
        ConversationEncoder encoder = ConversationEncoder.open(files, LIMITS)) {
      BackboneArchitecture byMask = (BackboneArchitecture) opened.description().architecture();
      int[][] rows = rows(encoder);
      int pad = opened.description().padTokenId();
      assertThat(Arrays.stream(rows).flatMapToInt(Arrays::stream)).doesNotContain(pad);

      float[] expected = rewards("mask", opened, byMask, rows);
      float[] sorted = expected.clone();
      Arrays.sort(sorted);
      assertThat(sorted[ROWS - 1] - sorted[0])
          .as("another token is another reward")
          .isGreaterThan(0.01f);
      assertThat(rewards("id", opened, byMask.with(Pooling.LAST_ID), rows))
          .containsExactly(expected);
      for (Pooling rule : List.of(Pooling.LAST_TOKEN, Pooling.LAST_ID)) {
        float[] left = paddedOnTheLeft(checkpoint, byMask.with(rule), rows, pad);
        assertClose(left, expected);
      }

      dependsOnNoOtherRow(opened, byMask, rows, expected);
    }
  }

  /** Alone, in another order, and beside other rows. */
  private void dependsOnNoOtherRow(
      BackboneImport opened, BackboneArchitecture architecture, int[][] rows, float[] expected)
      throws IOException {
    List<Integer> order = new ArrayList<>(IntStream.range(0, rows.length).boxed().toList());
    Collections.shuffle(order, new Random(4));
    int[][] shuffled = order.stream().map(i -> rows[i]).toArray(int[][]::new);
    float[] found = rewards("shuffled", opened, architecture, shuffled);
    for (int i = 0; i < found.length; i++) {
      assertThat(found[i]).isCloseTo(expected[order.get(i)], within(2e-5f));
    }

    int[][] few = Arrays.copyOfRange(rows, 5, 7);
    assertClose(rewards("few", opened, architecture, few), Arrays.copyOfRange(expected, 5, 7));
    int[][] one = Arrays.copyOfRange(rows, 9, 10);
    assertClose(rewards("one", opened, architecture, one), Arrays.copyOfRange(expected, 9, 10));
  }

  private static void assertClose(float[] found, float[] expected) {
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < found.length; i++) {
      assertThat(found[i]).isCloseTo(expected[i], within(2e-5f));
    }
  }

  private float[] rewards(
      String name, BackboneImport opened, BackboneArchitecture architecture, int[][] rows)
      throws IOException {
    RewardModelArtifact artifact =
        RewardModelArtifact.write(
            directory.resolve(name),
            opened.description().with(architecture),
            opened.weights(),
            opened.tokenizer(),
            Map.of());
    try (RewardModel model = RewardModel.open(artifact.directory())) {
      return model.rewards(rows);
    }
  }

  private float[] paddedOnTheLeft(
      Path checkpoint, BackboneArchitecture architecture, int[][] rows, int pad)
      throws IOException {
    int width = Arrays.stream(rows).mapToInt(row -> row.length).max().orElseThrow();
    ObjectNode inputs = JSON.createObjectNode();
    ArrayNode ids = inputs.putArray("input_ids");
    ArrayNode mask = inputs.putArray("attention_mask");
    for (int[] row : rows) {
      ArrayNode rowIds = ids.addArray();
      ArrayNode rowMask = mask.addArray();
      for (int i = row.length - width; i < row.length; i++) {
        rowIds.add(i < 0 ? pad : row[i]);
        rowMask.add(i < 0 ? 0 : 1);
      }
    }

    Path place = Files.createDirectories(directory.resolve("left"));
    try (GoldenProgram program = GoldenProgram.open(place, checkpoint, architecture)) {
      return program.rewards(inputs);
    }
  }

  /** A model of a fixture's sizes, with room for the ids of a tokenizer and no pad id. */
  private Path checkpoint(String model, String tokenizer) throws IOException {
    Map<String, Object> config = new TreeMap<>(GoldenModel.open(model, "config.json").config());
    config.put("vocab_size", 904);
    config.remove("pad_token_id");
    BackboneArchitecture architecture = BackboneArchitecture.of(config);
    Path folder = Files.createDirectories(directory.resolve("checkpoint"));
    JSON.writeValue(folder.resolve("config.json").toFile(), config);
    CheckpointWriter.write(
        folder,
        architecture.tensors(new TokenSpace(904, 0, 128)),
        TensorSpec::type,
        new InitialWeights(3),
        CheckpointWriter.USUAL_SHARD_BYTES);
    for (String name : List.of("tokenizer.json", "tokenizer_config.json")) {
      Files.copy(Path.of("src/test/resources/tokenizers", tokenizer, name), folder.resolve(name));
    }

    return folder;
  }

  /** Dialogues; every fifth spells special tokens, also as its last words. */
  private static int[][] rows(ConversationEncoder encoder) throws IOException {
    int[][] rows = new int[ROWS][];
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(FEEDBACK)), StandardCharsets.UTF_8))) {
      for (int i = 0; i < ROWS; i++) {
        JsonNode record = JSON.readTree(lines.readLine());
        String text = record.get(i % 2 == 0 ? "chosen" : "rejected").asText();
        int cut = text.lastIndexOf("\n\nAssistant:");
        String marks = i % 5 == 0 ? MARKS : "";
        rows[i] =
            encoder
                .encode(
                    List.of(new Message(Role.USER, text.substring(0, cut).strip() + marks)),
                    List.of(new Message(Role.ASSISTANT, text.substring(cut).strip() + marks)))
                .ids();
      }
    }

    return rows;
  }
}
