package org.touchstone.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.touchstone.LocalSpark;
import org.touchstone.model.EncodingLimits;
import org.touchstone.preference.Comparison;
import org.touchstone.preference.Message;
import org.touchstone.preference.Reply;
import org.touchstone.preference.Role;
import org.touchstone.schema.Columns;
import org.touchstone.schema.ComparisonTable;
import org.touchstone.train.EncodedComparison;
import org.touchstone.train.LossSettings;
import org.touchstone.train.LossSettings.Kind;
import org.touchstone.train.LossSettings.Weighting;

@Tag("spark")
@Tag("native")
class PairEncodingTest {

  private static final List<String> TEXTS = List.of("Gladly!", "No.", "moss", "jazz and rain");

  @TempDir Path folder;

  private Path tokenizer = Path.of("");

  @BeforeEach
  void writeTheTokenizer() throws IOException {
    tokenizer = SmallCorpus.tokenizer(folder.resolve("tokenizer"));
  }

  private record Found(List<EncodedComparison> kept, EncodingCounts counts) {}

  @Test
  void bradleyTerryDropsTiesAndAListCountsOnce() {
    Found found =
        encode(LossSettings.BRADLEY_TERRY, comparison(List.of(1, 2, 2, 3), null, 4.0, "a"));

    assertThat(found.counts()).isEqualTo(new EncodingCounts(6, 5, 1, 0, 0, 0, 0, 0, 0));
    assertThat(found.kept()).hasSize(5);
    for (EncodedComparison pair : found.kept()) {
      assertThat(pair.rankings()).isDeepEqualTo(new int[][] {{1, 2}});
      assertThat(pair.weight()).isEqualTo(1f / 5);
      assertThat(pair.margin()).as("none of a list, and none by default").isZero();
    }
  }

  @Test
  void everyJudgementCountsOnceWhereAskedTo() {
    LossSettings judgements =
        new LossSettings(Kind.BRADLEY_TERRY, Weighting.JUDGEMENTS, 0.5, 0, 1, 1, 1, 1, 1, 0);
    Found found =
        encode(
            judgements,
            comparison(List.of(1, 2, 3), null, null, "a"),
            comparison(List.of(2, 1), null, 3.0, "a"));

    assertThat(found.kept()).hasSize(4);
    assertThat(found.kept()).allSatisfy(pair -> assertThat(pair.weight()).isEqualTo(1));
    assertThat(found.kept().stream().map(EncodedComparison::margin)).containsOnlyOnce(1.5f);
  }

  @Test
  void davidsonKeepsTies() {
    Found found =
        encode(LossSettings.of(Kind.DAVIDSON), comparison(List.of(1, 2, 2), null, null, "a"));

    assertThat(found.counts().kept()).isEqualTo(3);
    assertThat(found.counts().ties()).isZero();
    assertThat(found.kept().stream().filter(pair -> pair.rankings()[0][1] == 1)).hasSize(1);
    assertThat(found.kept()).allSatisfy(pair -> assertThat(pair.weight()).isEqualTo(1f / 3));
    assertThat(found.kept())
        .as("as under Bradley-Terry")
        .allSatisfy(pair -> assertThat(pair.pairWeight()).isEqualTo(1f / 2));
  }

  @Test
  void plackettLuceKeepsAListWholeAndBestFirst() {
    Found found =
        encode(
            LossSettings.of(Kind.PLACKETT_LUCE), comparison(List.of(3, 1, 2, 2), null, null, "a"));

    assertThat(found.kept()).hasSize(1);
    EncodedComparison list = found.kept().get(0);
    assertThat(list.rankings()).isDeepEqualTo(new int[][] {{1, 2, 2, 3}});
    assertThat(list.replies()).hasNumberOfRows(4);
    assertThat(list.weight()).isEqualTo(1);
    assertThat(list.pairWeight()).isEqualTo(1f / 5);
    assertThat(found.counts()).isEqualTo(new EncodingCounts(6, 5, 1, 0, 0, 0, 0, 0, 0));
  }

  @Test
  void ratingsAreScaledAndCountedWhereMissing() {
    LossSettings halves =
        new LossSettings(Kind.RATING_REGRESSION, Weighting.COMPARISONS, 0, 0, 1, 0.5, 1, 1, 1, 0);
    Found found =
        encode(
            halves,
            comparison(List.of(1, 1, 2), List.of(4.0, 4.0, 1.0), null, "a"),
            comparison(List.of(1, 2), null, null, "a"));

    assertThat(found.kept()).hasSize(1);
    assertThat(found.kept().get(0).ratings()).containsExactly(2, 2, 0.5f);
    assertThat(found.counts()).isEqualTo(new EncodingCounts(4, 3, 0, 0, 0, 1, 0, 0, 0));
  }

  @Test
  void annotatorsOfTheSameRepliesBecomeOnePair() {
    Comparison[] votes = {
      comparison(List.of(1, 2), null, null, "a"),
      comparison(List.of(1, 2), null, null, "b"),
      comparison(List.of(1, 1), null, null, "c"),
      comparison(List.of(2, 1), null, null, "d"),
      swapped(comparison(List.of(1, 2), null, null, "e")),
      comparison(List.of(1, 2, 3), null, null, "f"),
    };
    Found found = encode(LossSettings.of(Kind.SOFT_LABELS), votes);

    assertThat(found.counts().kept()).isEqualTo(8);
    assertThat(found.kept()).hasSize(3);
    EncodedComparison shared =
        found.kept().stream().filter(pair -> pair.rankings().length > 1).findFirst().orElseThrow();
    assertThat(shared.rankings()).hasNumberOfRows(6);
    assertThat(shared.weight()).isEqualTo(1);
    long first = Arrays.stream(shared.rankings()).filter(ranks -> ranks[0] < ranks[1]).count();
    long second = Arrays.stream(shared.rankings()).filter(ranks -> ranks[0] > ranks[1]).count();
    assertThat(List.of(first, second)).containsExactlyInAnyOrder(3L, 2L);
    LossSettings judgements =
        new LossSettings(Kind.SOFT_LABELS, Weighting.JUDGEMENTS, 0, 0, 1, 1, 1, 1, 1, 0);
    assertThat(encode(judgements, votes).kept().stream().map(EncodedComparison::weight))
        .containsExactlyInAnyOrder(6f, 1f, 1f);
  }

  @Test
  void repliesCutToTheSameTokensTeachNothing() {
    String tail = " and then some more of it".repeat(20);
    List<Reply> replies =
        List.of(reply("jazz" + tail + " one"), reply("jazz" + tail + " two"), reply("No."));
    Comparison cut = comparison(replies, List.of(1, 2, 3), null, null, "a");

    for (Kind kind : new Kind[] {Kind.BRADLEY_TERRY, Kind.PLACKETT_LUCE}) {
      Found found = encode(LossSettings.of(kind), cut);
      assertThat(found.counts().identicalAfterTruncation()).isEqualTo(1);
      assertThat(found.counts().kept()).isEqualTo(2);
      assertThat(found.kept()).allSatisfy(kept -> assertThat(kept.replies()).hasNumberOfRows(2));
    }
  }

  @Test
  void countsWhatTheTemplateRefusesAndKeepsTheRest() throws IOException {
    Path refusing = Files.createDirectories(folder.resolve("refusing"));
    Files.copy(
        Path.of("src/test/resources/tokenizers/llama3/tokenizer.json"),
        refusing.resolve("tokenizer.json"));
    Files.writeString(
        refusing.resolve("tokenizer_config.json"),
        """
        {"chat_template": "{% for m in messages %}{% if 'jazz' in m['content'] %}{{ raise_exception('no jazz') }}{% endif %}{{ m['content'] + '<|eot_id|>' }}{% endfor %}"}
        """);
    tokenizer = refusing;
    List<Reply> refused = List.of(reply("jazz"), reply("rock"), reply("folk"));
    List<Reply> taken = List.of(reply("rock"), reply("folk"));
    Found found =
        encode(
            LossSettings.BRADLEY_TERRY,
            comparison(refused, List.of(1, 2, 3), null, null, "a"),
            comparison(taken, List.of(1, 2), null, null, "a"));

    assertThat(found.kept()).hasSize(1);
    assertThat(found.counts()).isEqualTo(new EncodingCounts(4, 1, 0, 0, 0, 0, 3, 0, 0));
  }

  private Found encode(LossSettings loss, Comparison... comparisons) {
    List<Row> rows = new ArrayList<>();
    for (Comparison comparison : comparisons) {
      rows.add(ComparisonTable.toRow(comparison, 0));
    }

    Dataset<Row> table =
        LocalSpark.session()
            .createDataFrame(rows, ComparisonTable.SCHEMA)
            .withColumn(Columns.PROMPT_CLUSTER, functions.lit("cluster"));
    PairEncoding encoding =
        new PairEncoding(
            tokenizer.toUri().toString(),
            new EncodingLimits(SmallCorpus.MAX_PROMPT_TOKENS, SmallCorpus.MAX_TOKENS),
            loss);
    try (EncodedPairs pairs = EncodedPairs.of(table, encoding)) {
      return new Found(pairs.kept().collect(), pairs.counts());
    }
  }

  private static Comparison comparison(
      List<Integer> ranks,
      @Nullable List<Double> ratings,
      @Nullable Double margin,
      String annotator) {
    List<Reply> replies =
        TEXTS.subList(0, ranks.size()).stream().map(PairEncodingTest::reply).toList();
    return comparison(replies, ranks, ratings, margin, annotator);
  }

  private static Comparison comparison(
      List<Reply> replies,
      List<Integer> ranks,
      @Nullable List<Double> ratings,
      @Nullable Double margin,
      String annotator) {
    return new Comparison(
        List.of(new Message(Role.USER, "Tell me about bread")),
        replies,
        ranks,
        ratings,
        margin,
        annotator,
        "small",
        null,
        null,
        Map.of());
  }

  /** The same replies shown the other way round, and the other one preferred. */
  private static Comparison swapped(Comparison pair) {
    return comparison(
        List.of(pair.replies().get(1), pair.replies().get(0)), pair.ranks(), null, null, "swapped");
  }

  private static Reply reply(String text) {
    return new Reply(List.of(new Message(Role.ASSISTANT, text)), null);
  }
}
