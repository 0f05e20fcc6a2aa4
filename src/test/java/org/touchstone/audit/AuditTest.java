package org.touchstone.audit;

import static java.util.Objects.requireNonNull;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.substring;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.touchstone.LocalSpark;
import org.touchstone.audit.pairs.Contender;
import org.touchstone.audit.pairs.ScoredModel;
import org.touchstone.audit.pairs.Standing;
import org.touchstone.audit.settings.AuditSettings;
import org.touchstone.audit.settings.Excerpts;
import org.touchstone.audit.settings.SettingsBuilder;
import org.touchstone.preference.Comparison;
import org.touchstone.preference.Message;
import org.touchstone.preference.Reply;
import org.touchstone.preference.Role;
import org.touchstone.report.Estimate;
import org.touchstone.report.Example;
import org.touchstone.report.ReportPage;
import org.touchstone.report.Section;
import org.touchstone.report.Table;
import org.touchstone.schema.Columns;
import org.touchstone.schema.ComparisonTable;
import org.touchstone.schema.MetadataKeys;

@Tag("spark")
class AuditTest {

  private static final Provenance PROVENANCE =
      new Provenance("Test", "made up", "2026-11-23", "0.1.0", Map.of());

  private static final StructType SCORED =
      ComparisonTable.SCHEMA
          .add(Columns.PROMPT_CLUSTER, DataTypes.StringType, true)
          .add(Columns.SPLIT, DataTypes.StringType, true)
          .add(Columns.REWARDS, DataTypes.createArrayType(DataTypes.DoubleType), true)
          .add(Columns.MODEL_DIGEST, DataTypes.StringType, false);

  private static Reply reply(String text) {
    return new Reply(List.of(new Message(Role.ASSISTANT, text)), null);
  }

  private static Comparison comparison(int number, List<String> replies, List<Integer> ranks) {
    return new Comparison(
        List.of(new Message(Role.USER, "question " + number)),
        replies.stream().map(AuditTest::reply).toList(),
        ranks,
        null,
        null,
        null,
        number % 2 == 0 ? "even" : "odd",
        null,
        null,
        Map.of());
  }

  private static Row scored(
      Comparison comparison, @Nullable String cluster, String digest, @Nullable Double... rewards) {
    Row row = ComparisonTable.toRow(comparison, 0);
    Object[] values = new Object[SCORED.size()];
    for (int i = 0; i < row.size(); i++) {
      values[i] = row.get(i);
    }

    values[row.size()] = cluster;
    values[row.size() + 1] = "test";
    values[row.size() + 2] = rewards;
    values[row.size() + 3] = digest;
    return RowFactory.create(values);
  }

  private static Dataset<Row> table(List<Row> rows) {
    return LocalSpark.session().createDataFrame(rows, SCORED);
  }

  /** Pairs where the first reply is preferred; the model is right but in every fourth. */
  private static List<Row> pairs(int count, String digest, double scale) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Comparison comparison =
          comparison(i, List.of("good reply " + i, "a bad reply " + i), List.of(1, 2));
      double margin = (i % 4 == 0 ? -1 : 1) * scale * (1 + i % 7) / 7;
      rows.add(scored(comparison, "cluster " + i / 2, digest, margin, 0.0));
    }

    return rows;
  }

  @Test
  void aTableOfScoresBecomesAReportAndPairsInParquet(@TempDir Path folder) {
    List<ScoredModel> models =
        List.of(
            new ScoredModel("decoder", table(pairs(240, "digest-0", 1))),
            new ScoredModel("linear", table(pairs(480, "digest-1", 0.5))));
    Audit audit = new Audit(AuditSettings.DEFAULT);
    Audit.pairs(models).write().parquet(folder.resolve("pairs").toString());
    Dataset<Row> pairs = LocalSpark.session().read().parquet(folder.resolve("pairs").toString());

    AuditReport report = audit.report(models, pairs, FurtherTables.NONE, PROVENANCE);

    assertThat(pairs.count()).isEqualTo(720);
    assertThat(report.standings())
        .extracting(Standing::name)
        .containsExactly(
            "decoder", "linear", Contender.LONGER_WINS, Contender.LENGTH_ALONE, Contender.COIN);
    Standing decoder = report.standings().get(0);
    assertThat(decoder.digest()).isEqualTo("digest-0");
    assertThat(decoder.accuracy().value()).isEqualTo(0.75);
    assertThat(decoder.accuracy().n()).isEqualTo(240);
    assertThat(decoder.accuracy().clusters()).isEqualTo(120);
    assertThat(report.standings().get(1).accuracyAllRows().n()).isEqualTo(480);
    // "a bad reply" has one word more than "good reply": longer wins is always wrong.
    assertThat(report.standings().get(2).accuracy().value()).isEqualTo(0);
    assertThat(report.coverage().get(1).sharedPairs()).isEqualTo(240);
    assertThat(ReportPage.render(report.tree())).contains("a bad reply 20");
  }

  @Test
  void comparisonsOfSeveralRepliesGiveAllTheirPairsAndTiesAreCounted() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      Comparison four =
          comparison(i, List.of("a" + i, "b" + i, "c" + i, "d" + i), List.of(1, 2, 2, 3));
      rows.add(scored(four, null, "m", 3.0, 1.0, 2.0, 0.0));
    }

    AuditReport report =
        new Audit(AuditSettings.DEFAULT)
            .report(List.of(new ScoredModel("m", table(rows))), PROVENANCE);

    AuditReport.Coverage coverage = report.coverage().get(0);
    assertThat(coverage.comparisons()).isEqualTo(12);
    assertThat(coverage.judgedPairs()).isEqualTo(60);
    assertThat(coverage.tiedPairs()).isEqualTo(12);
    assertThat(report.standings().get(0).accuracy().value()).isEqualTo(1);
    assertThat(report.standings().get(0).accuracy().clusters()).isEqualTo(12);
  }

  @Test
  void theOrderOfRepliesInARowDoesNotMatter() {
    Comparison three = comparison(1, List.of("x", "y", "z"), List.of(1, 1, 2));
    Comparison turned = comparison(1, List.of("z", "y", "x"), List.of(2, 1, 1));
    List<ScoredModel> models =
        List.of(
            new ScoredModel("one", table(List.of(scored(three, null, "d1", 2.0, 1.0, 0.5)))),
            new ScoredModel("two", table(List.of(scored(turned, null, "d2", 0.5, 1.0, 2.0)))));

    AuditReport report = new Audit(AuditSettings.DEFAULT).report(models, PROVENANCE);

    assertThat(report.coverage().get(1).sharedPairs()).isEqualTo(2);
    Standing two = report.standings().get(1);
    assertThat(two.logLoss()).isEqualTo(report.standings().get(0).logLoss());
  }

  @Test
  void aCrossFittedModelHasOneDigestAFold() {
    List<Row> rows = new ArrayList<>(pairs(20, "fold-0", 1));
    rows.addAll(pairs(40, "fold-1", 1).subList(20, 40));
    Dataset<Row> folded =
        table(rows).withColumn(Columns.FOLD, substring(col(Columns.MODEL_DIGEST), 6, 1));

    AuditReport report =
        new Audit(AuditSettings.DEFAULT)
            .report(List.of(new ScoredModel("linear", folded)), PROVENANCE);

    assertThat(report.coverage().get(0).modelDigest()).startsWith("cross-fit-");
    assertThat(report.coverage().get(0).judgedPairs()).isEqualTo(40);
  }

  @Test
  void oneSwitchHidesAllTexts() {
    AuditSettings silent =
        SettingsBuilder.quick().seed(1).excerpts(Excerpts.NONE).maxPairs(1_000).build();
    List<ScoredModel> models = List.of(new ScoredModel("m", table(pairs(60, "d", 1))));

    assertThat(ReportPage.render(new Audit(silent).report(models, PROVENANCE).tree()))
        .doesNotContain("bad reply", "question 1")
        .contains("Texts are switched off");
    List<Example> shown =
        new Audit(AuditSettings.DEFAULT)
            .report(models, PROVENANCE).sections().stream()
                .map(Section::examples)
                .flatMap(List::stream)
                .toList();
    assertThat(shown).hasSize(15);
    Example surest = shown.get(0);
    assertThat(surest.chosen()).startsWith("assistant: good reply ");
    assertThat(surest.rejected()).startsWith("assistant: a bad reply ");
    assertThat(surest.chosenReward()).isNegative();
    String number = requireNonNull(surest.chosen()).replaceAll("\\D", "");
    assertThat(surest.prompt()).isEqualTo("user: question " + number);
  }

  @Test
  void aProbeBringsTheBestAnswersAndKindsOfItsQuestions() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      Comparison plain =
          comparison(i, List.of("a" + i, "b" + i, "c" + i, "d" + i), List.of(1, 1, 2, 2));
      Comparison known =
          new Comparison(
              plain.prompt(),
              plain.replies(),
              plain.ranks(),
              null,
              null,
              null,
              "set",
              null,
              null,
              Map.of(
                  MetadataKeys.CATEGORY,
                  i % 2 == 0 ? "Law" : "Health",
                  MetadataKeys.BEST_ANSWER,
                  "b" + i,
                  MetadataKeys.BEST_INCORRECT_ANSWER,
                  "c" + i));
      rows.add(scored(known, null, "d", 0.0, i % 3 == 0 ? 1.0 : 3.0, 2.0, 5.0));
    }

    List<ScoredModel> models = List.of(new ScoredModel("m", table(pairs(60, "d", 1))));
    FurtherTables tables =
        new FurtherTables(
            null,
            null,
            List.of(new ScoredModel("set", table(rows))),
            List.of(),
            List.of(),
            List.of(),
            null,
            null,
            List.of(),
            null,
            true,
            null);
    AuditReport report =
        new Audit(AuditSettings.DEFAULT).report(models, Audit.pairs(models), tables, PROVENANCE);

    List<Object> best = table(report, "best-answers").rows().get(0);
    assertThat(((Estimate) best.get(1)).value()).isEqualTo(16 / 24.0);
    assertThat(((Estimate) best.get(1)).n()).isEqualTo(24);
    List<List<Object>> kinds = table(report, "honesty-kinds-1").rows();
    assertThat(kinds).extracting(row -> row.get(0)).containsExactly("Health", "Law");
    assertThat(((Estimate) kinds.get(1).get(1)).n()).isEqualTo(48);
  }

  private static Table table(AuditReport report, String figure) {
    return report.sections().stream()
        .flatMap(section -> section.figures().stream())
        .filter(own -> own.id().equals(figure))
        .findFirst()
        .orElseThrow()
        .table();
  }

  @Test
  void rowsWithAReplyWithoutRewardAreUnscored() {
    List<Row> rows = new ArrayList<>(pairs(240, "d", 1));
    rows.add(scored(comparison(999, List.of("a", "b"), List.of(1, 2)), null, "d", 1.0, null));

    AuditReport report =
        new Audit(SettingsBuilder.quick().seed(1).excerpts(Excerpts.NONE).build())
            .report(List.of(new ScoredModel("m", table(rows))), PROVENANCE);

    assertThat(report.json()).containsPattern("\"without_reward\" ?: ?1\\b");
  }

  @Test
  void whatCannotBeAuditedIsRefusedByName() {
    List<Row> mixed = new ArrayList<>(pairs(20, "d1", 1));
    mixed.addAll(pairs(40, "d2", 1).subList(20, 40));
    assertThatThrownBy(
            () ->
                new Audit(AuditSettings.DEFAULT)
                    .report(List.of(new ScoredModel("m", table(mixed))), PROVENANCE))
        .hasMessageContaining("its rows carry 2 model digests, needed is 1, or 1 a fold");
    List<Row> unscored =
        List.of(
            scored(comparison(1, List.of("a", "b"), List.of(1, 2)), null, "d", Double.NaN, 1.0));
    assertThatThrownBy(
            () ->
                new Audit(AuditSettings.DEFAULT)
                    .report(List.of(new ScoredModel("m", table(unscored))), PROVENANCE))
        .hasStackTraceContaining("a reward is NaN, must be finite");
    AuditSettings tight =
        SettingsBuilder.quick().seed(1).excerpts(Excerpts.NONE).maxPairs(10).build();
    assertThatThrownBy(
            () ->
                new Audit(tight)
                    .report(List.of(new ScoredModel("m", table(pairs(20, "d", 1)))), PROVENANCE))
        .hasMessageContaining("20 judged pairs, must be from 1 to max-pairs = 10");
  }
}
