package org.touchstone.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.huggingface.translator.TextClassificationTranslatorFactory;
import ai.djl.inference.Predictor;
import ai.djl.modality.Classifications;
import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.touchstone.model.program.Architecture;
import org.touchstone.model.program.DecoderArchitecture;
import org.touchstone.model.program.LengthArchitecture;
import org.touchstone.model.program.TokenSpace;

@Tag("native")
class RewardModelTest {

  private static final TokenSpace TOKENS = new TokenSpace(64, 0, 48);
  private static final DecoderArchitecture DECODER =
      new DecoderArchitecture(32, 2, 4, 2, 48, 10_000, 1e-6);

  @TempDir private Path directory;

  /** The tokens of "very good text" in the fixture's tokenizer. */
  private static final int[] VERY_GOOD_TEXT = {4, 2, 5};

  @Test
  void givesARewardThatDependsOnNoOtherRowNorOnPadding() throws IOException {
    SplittableRandom random = new SplittableRandom(9);
    int[][] rows = new int[30][];
    Arrays.setAll(rows, i -> random.ints(1 + random.nextInt(48), 1, 64).toArray());
    try (RewardModel model = open(DECODER)) {
      float[] together = model.rewards(rows);
      for (int i = 0; i < rows.length; i++) {
        float[] alone = model.rewards(new int[][] {rows[i]});
        assertThat(alone[0]).isCloseTo(together[i], within(1e-5f));
      }

      assertThat(model.rewards(rows)).containsExactly(together);
    }
  }

  @Test
  void givesTheSameBitsOnSeveralThreadsAtOnce() throws IOException {
    int[][] rows = {{1, 2, 3}, {4, 5, 6, 7, 8}, {9}};
    try (RewardModel model = open(DECODER)) {
      float[] expected = model.rewards(rows);
      List<float[]> found =
          IntStream.range(0, 40).parallel().mapToObj(i -> model.rewards(rows)).toList();
      assertThat(found).allSatisfy(rewards -> assertThat(rewards).containsExactly(expected));
    }
  }

  @Test
  void countsTokensForTheLengthBaseline() throws IOException {
    try (RewardModel model = open(new LengthArchitecture())) {
      assertThat(model.rewards(new int[][] {{1}, {2, 3, 4}, {5, 6}})).containsExactly(1f, 3f, 2f);
    }
  }

  @Test
  void refusesRowsThatTheModelCannotRead() throws IOException {
    try (RewardModel model = open(DECODER)) {
      assertThat(model.rewards(new int[0][])).isEmpty();
      assertThatThrownBy(() -> model.rewards(new int[][] {{1}, {}}))
          .hasMessageContaining("row 1: it has 0 tokens");
      assertThatThrownBy(() -> model.rewards(new int[][] {new int[49]}))
          .hasMessageContaining("it has 49 tokens, must have 1 to 48");
      assertThatThrownBy(() -> model.rewards(new int[][] {{64}}))
          .hasMessageContaining("token id 64, must be from 0 to 63");
    }
  }

  @Test
  void runsInPlainDjlAndAsDjlServingLoadsIt() throws Exception {
    Path artifact = ArtifactFixtures.untrained(directory, DECODER, TOKENS);
    float expected = reward(artifact);
    Criteria<String, Float> criteria =
        Criteria.builder()
            .setTypes(String.class, Float.class)
            .optModelPath(artifact)
            .optTranslatorFactory(new RewardTranslatorFactory())
            .build();
    try (ZooModel<String, Float> model = criteria.loadModel();
        Predictor<String, Float> predictor = model.newPredictor()) {
      assertThat(predictor.predict("very good text")).isCloseTo(expected, within(1e-5f));
      List<Float> batch = predictor.batchPredict(List.of("bad", "very good text"));
      assertThat(batch.get(1)).isCloseTo(expected, within(1e-5f));
    }

    Criteria<Input, Output> serving =
        Criteria.builder()
            .setTypes(Input.class, Output.class)
            .optModelPath(artifact)
            .optArgument("translatorFactory", translatorFactory(artifact))
            .build();
    try (ZooModel<Input, Output> model = serving.loadModel();
        Predictor<Input, Output> predictor = model.newPredictor()) {
      Input input = new Input();
      input.add("very good text".getBytes(StandardCharsets.UTF_8));
      String json = predictor.predict(input).getData().getAsString();
      assertThat(Float.parseFloat(json.replaceAll("[^-0-9.E]", "")))
          .isCloseTo(expected, within(1e-5f));
    }
  }

  /** The Criteria of the DJL Spark extension's TextClassifier: a url and this translator. */
  @Test
  void runsInTheDjlSparkExtensionsWayAsAClassifierOfOneLabel() throws Exception {
    Path artifact = ArtifactFixtures.untrained(directory, DECODER, TOKENS);
    float expected = reward(artifact);
    Criteria<String, Classifications> criteria =
        Criteria.builder()
            .setTypes(String.class, Classifications.class)
            .optEngine("PyTorch")
            .optModelUrls(artifact.toUri().toString())
            .optTranslatorFactory(new TextClassificationTranslatorFactory())
            .build();
    try (ZooModel<String, Classifications> model = criteria.loadModel();
        Predictor<String, Classifications> predictor = model.newPredictor()) {
      Classifications result =
          predictor.batchPredict(List.of("bad", "very good text", "good")).get(1);
      assertThat(result.getClassNames()).containsExactly("LABEL_0");
      assertThat(result.getProbabilities().get(0))
          .isCloseTo(1 / (1 + Math.exp(-expected)), within(1e-5));

      int[] longest = new int[TOKENS.maxTokens()];
      Arrays.fill(longest, VERY_GOOD_TEXT[0]);
      Classifications cut = predictor.predict("very ".repeat(2 * longest.length));
      assertThat(cut.getProbabilities().get(0))
          .isCloseTo(1 / (1 + Math.exp(-reward(artifact, longest))), within(1e-5));
    }
  }

  @Test
  void givesTheSameBitsInAnotherProcess() throws Exception {
    Path artifact = ArtifactFixtures.untrained(directory, DECODER, TOKENS);
    File output = directory.resolve("output.txt").toFile();
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                Score.class.getName(),
                artifact.toString())
            .redirectErrorStream(true)
            .redirectOutput(output)
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(output).content().contains("reward " + Float.floatToIntBits(reward(artifact)));
    assertThat(process.exitValue()).isZero();
  }

  /** Scores one text in a process of its own. */
  static final class Score {

    private Score() {}

    public static void main(String[] arguments) throws IOException {
      System.out.println("reward " + Float.floatToIntBits(reward(Path.of(arguments[0]))));
    }
  }

  /** DJL Serving hands over what serving.properties names; plain DJL reads the file too late. */
  private static String translatorFactory(Path artifact) throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(artifact.resolve("serving.properties"))) {
      properties.load(reader);
    }

    return properties.getProperty("translatorFactory");
  }

  private RewardModel open(Architecture architecture) throws IOException {
    return RewardModel.open(ArtifactFixtures.untrained(directory, architecture, TOKENS));
  }

  private static float reward(Path artifact) throws IOException {
    return reward(artifact, VERY_GOOD_TEXT);
  }

  private static float reward(Path artifact, int[] tokens) throws IOException {
    try (RewardModel model = RewardModel.open(artifact)) {
      return model.rewards(new int[][] {tokens})[0];
    }
  }
}
