package org.touchstone.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.apache.hadoop.fs.FileUtil;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.touchstone.LocalSpark;
import org.touchstone.cluster.SmallCorpus;
import org.touchstone.model.ArtifactDescription;
import org.touchstone.model.ConversationEncoder;
import org.touchstone.model.InitialWeights;
import org.touchstone.model.RewardModel;
import org.touchstone.model.RewardModelArtifact;
import org.touchstone.preference.Comparison;
import org.touchstone.schema.Columns;

@Tag("spark")
@Tag("native")
class ScoringTest {

  private static final double ROUNDING = 2e-6;
  private static final ScoreSettings SETTINGS = new ScoreSettings(256, 16);

  @TempDir static Path folder;

  private static RewardModelArtifact artifact;

  @BeforeAll
  static void writeAModel() throws IOException {
    artifact = model("model", 5);
  }

  @Test
  void rewardsAreThoseOfEachReplyByItself() throws IOException {
    List<Row> rows = scoring().apply(SmallCorpus.table(20)).collectAsList();

    ArtifactDescription description = artifact.description();
    try (RewardModel model = RewardModel.open(artifact.directory());
        ConversationEncoder encoder =
            ConversationEncoder.open(artifact.directory(), description.limits())) {
      List<Comparison> comparisons = SmallCorpus.comparisons(20);
      for (int i = 0; i < rows.size(); i++) {
        for (int reply = 0; reply < 2; reply++) {
          Comparison comparison = comparisons.get(i);
          int[] ids =
              encoder.encode(comparison.prompt(), comparison.replies().get(reply).messages()).ids();
          double alone = model.rewards(new int[][] {ids})[0];
          double scored = rows.get(i).<Double>getList(index(rows, Columns.REWARDS)).get(reply);
          assertThat(scored).isCloseTo(alone, within(ROUNDING));
          assertThat(rows.get(i).<Integer>getList(index(rows, Columns.TOKENS)).get(reply))
              .isEqualTo(ids.length);
        }
      }
    }
  }

  @Test
  void partitionsRowOrderAndBatchesChangeNothing() {
    Dataset<Row> table = SmallCorpus.table(60);
    Map<String, List<Double>> expected = byId(scoring().apply(table.coalesce(1)));
    List<Row> shuffled = new ArrayList<>(table.collectAsList());
    Collections.shuffle(shuffled, new Random(1));
    Dataset<Row> reordered = LocalSpark.session().createDataFrame(shuffled, table.schema());
    for (int partitions : new int[] {1, 3, 7}) {
      for (ScoreSettings settings :
          List.of(SETTINGS, new ScoreSettings(1, 1), new ScoreSettings(100_000, 100_000))) {
        Scoring scoring = Scoring.with(artifact.directory().toString(), settings);
        assertSame(byId(scoring.apply(reordered.repartition(partitions))), expected);
      }
    }
  }

  /** Whoever trains again to the same path in one session must not get the old model's rewards. */
  @Test
  void twoModelsAtOnePathGiveTwoRewards() throws IOException {
    RewardModelArtifact first = model("moving", 5);
    Scoring scoring = Scoring.with(first.directory().toString(), SETTINGS);
    Map<String, List<Double>> before = byId(scoring.apply(SmallCorpus.table(6)));
    FileUtil.fullyDelete(first.directory().toFile());
    RewardModelArtifact second = model("moving", 6);

    Dataset<Row> after = scoring.apply(SmallCorpus.table(6));

    assertThat(byId(after)).isNotEqualTo(before);
    assertThat(after.select(Columns.MODEL_DIGEST).distinct().collectAsList())
        .containsExactly(RowFactory.create(second.digest()));
  }

  @Test
  void otherColumnsPassThroughUntouchedAndInOrder() {
    Dataset<Row> table = SmallCorpus.table(15).withColumn("extra", functions.lit("kept"));

    Dataset<Row> scored = scoring().apply(table);

    assertThat(scored.columns()).startsWith(table.columns());
    assertThat(
            scored
                .drop(
                    Columns.REWARDS,
                    Columns.TOKENS,
                    Columns.TRUNCATED,
                    Columns.MODEL_DIGEST,
                    Columns.REFUSED)
                .collectAsList())
        .isEqualTo(table.collectAsList());
    assertThat(scored.select(Columns.MODEL_DIGEST).distinct().collectAsList())
        .containsExactly(RowFactory.create(artifact.digest()));
  }

  @Test
  void completionsMayBeStrings() {
    StructType schema =
        new StructType()
            .add("prompt", DataTypes.StringType)
            .add("reply", DataTypes.StringType)
            .add("n", DataTypes.IntegerType);
    List<Row> rows =
        List.of(
            RowFactory.create("Tell me about bread", "Gladly!", 1),
            RowFactory.create(null, "no prompt", 2),
            RowFactory.create("no reply", null, 3),
            RowFactory.create("long", "bread ".repeat(500), 4));

    List<Row> scored =
        scoring().apply(LocalSpark.session().createDataFrame(rows, schema)).collectAsList();

    assertThat(scored).extracting(row -> row.getInt(2)).containsExactly(1, 2, 3, 4);
    assertThat(scored)
        .extracting(row -> row.isNullAt(index(scored, Columns.REWARD)))
        .containsExactly(false, true, true, false);
    assertThat(scored.get(0).getBoolean(index(scored, Columns.TRUNCATED))).isFalse();
    assertThat(scored.get(3).getBoolean(index(scored, Columns.TRUNCATED))).isTrue();
    assertThat(scored.get(3).getInt(index(scored, Columns.TOKENS)))
        .isEqualTo(artifact.description().maxTokens());
  }

  @Test
  void heldOutRowsAreScoredByTheModelOfTheirFold() throws IOException {
    List<String> folders = new ArrayList<>();
    List<String> digests = new ArrayList<>();
    for (int fold = 0; fold < 3; fold++) {
      RewardModelArtifact model = model("fold-" + fold, 100 + fold);
      folders.add(model.directory().toString());
      digests.add(model.digest());
    }

    Dataset<Row> table = SmallCorpus.table(40);
    List<Row> scored = Scoring.heldOut(folders, SETTINGS).apply(table).collectAsList();
    List<Map<String, List<Double>>> alone = new ArrayList<>();
    for (String model : folders) {
      alone.add(byId(Scoring.with(model, SETTINGS).apply(table)));
    }

    for (Row row : scored) {
      int fold = row.getInt(index(scored, Columns.FOLD));
      assertThat(row.getString(index(scored, Columns.MODEL_DIGEST))).isEqualTo(digests.get(fold));
      String id = row.getString(index(scored, Columns.COMPARISON_ID));
      List<Double> rewards = row.getList(index(scored, Columns.REWARDS));
      assertThat(rewards.get(0))
          .isCloseTo(Objects.requireNonNull(alone.get(fold).get(id)).get(0), within(ROUNDING));
    }
  }

  @Test
  void tablesThatCannotBeScoredAreRefusedByTheirColumns() {
    Dataset<Row> table = SmallCorpus.table(3);

    assertThatThrownBy(() -> scoring().apply(table.drop("replies")))
        .hasMessageContaining("it needs a prompt, in one of");
    assertThatThrownBy(() -> scoring().apply(scoring().apply(table)))
        .hasMessageContaining("has a column rewards already");
  }

  private static Scoring scoring() {
    return Scoring.with(artifact.directory().toString(), SETTINGS);
  }

  private static int index(List<Row> rows, String column) {
    return rows.get(0).fieldIndex(column);
  }

  private static Map<String, List<Double>> byId(Dataset<Row> scored) {
    Map<String, List<Double>> rewards = new HashMap<>();
    for (Row row : scored.select(Columns.COMPARISON_ID, Columns.REWARDS).collectAsList()) {
      rewards.put(row.getString(0), row.getList(1));
    }

    return rewards;
  }

  private static void assertSame(
      Map<String, List<Double>> found, Map<String, List<Double>> expected) {
    assertThat(found.keySet()).isEqualTo(expected.keySet());
    found.forEach(
        (id, rewards) -> {
          List<Double> wanted = Objects.requireNonNull(expected.get(id));
          for (int i = 0; i < rewards.size(); i++) {
            assertThat(rewards.get(i)).isCloseTo(wanted.get(i), within(ROUNDING));
          }
        });
  }

  private static RewardModelArtifact model(String name, long seed) throws IOException {
    Path tokenizer = SmallCorpus.tokenizer(folder.resolve("tokenizer"));
    return RewardModelArtifact.write(
        folder.resolve(name),
        SmallCorpus.decoder(tokenizer, seed),
        new InitialWeights(seed),
        tokenizer,
        Map.of());
  }
}
