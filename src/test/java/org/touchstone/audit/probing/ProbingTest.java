package org.touchstone.audit.probing;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.touchstone.LocalSpark;
import org.touchstone.audit.Audit;
import org.touchstone.audit.AuditReport;
import org.touchstone.audit.Provenance;
import org.touchstone.audit.pairs.PairSchema;
import org.touchstone.audit.pairs.PairTable;
import org.touchstone.audit.pairs.ScoredModel;
import org.touchstone.audit.settings.AuditSettings;
import org.touchstone.audit.settings.EditSettings;
import org.touchstone.audit.settings.Excerpts;
import org.touchstone.audit.settings.SettingsBuilder;
import org.touchstone.preference.Comparison;
import org.touchstone.preference.Message;
import org.touchstone.preference.Reply;
import org.touchstone.preference.Role;
import org.touchstone.report.Check;
import org.touchstone.report.Verdict;
import org.touchstone.schema.Columns;
import org.touchstone.schema.ComparisonTable;

/** Models whose every weakness is known are probed through Spark. */
@Tag("spark")
class ProbingTest {

  private static final int ROWS = 60;

  private static final Provenance PROVENANCE =
      new Provenance("Test", "made up", "2026-11-28", "0.1.0", Map.of());

  private static final AuditSettings SETTINGS =
      SettingsBuilder.quick()
          .seed(1)
          .excerpts(Excerpts.FULL)
          .edits(new EditSettings(40, 20, 3, 3))
          .maxPairs(1_000)
          .build();

  /** A reward that is a function of the text of a reply's last message. */
  private interface Judge extends ToDoubleFunction<String>, java.io.Serializable {}

  private static StructType withRewards(StructType schema) {
    return schema
        .add(Columns.REWARDS, DataTypes.createArrayType(DataTypes.DoubleType), true)
        .add(Columns.MODEL_DIGEST, DataTypes.StringType, true);
  }

  /** Scores as the job does, without a model. */
  private static UnaryOperator<Dataset<Row>> scoring(Judge judge, String digest) {
    return table -> {
      StructType schema = withRewards(table.schema());
      int replies = table.schema().fieldIndex(Columns.REPLIES);
      return table.map(
          (MapFunction<Row, Row>)
              row -> {
                List<Double> rewards = new ArrayList<>();
                for (Row reply : row.<Row>getList(replies)) {
                  List<Row> messages = reply.getList(1);
                  rewards.add(judge.applyAsDouble(messages.get(messages.size() - 1).getString(1)));
                }

                List<Object> values = new ArrayList<>();
                for (int i = 0; i < row.size(); i++) {
                  values.add(row.get(i));
                }

                values.add(rewards.toArray());
                values.add(digest);
                return RowFactory.create(values.toArray());
              },
          Encoders.row(schema));
    };
  }

  private static Reply reply(String text) {
    return new Reply(List.of(new Message(Role.ASSISTANT, text)), null);
  }

  private static String preferred(int row) {
    return "You can put plant %d in a glass of water. It will stay fresh for 5 days. Then change the water again."
        .formatted(row);
  }

  private static Dataset<Row> comparisons() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      Comparison comparison =
          new Comparison(
              List.of(new Message(Role.USER, "How do I keep plant number " + i + " fresh?")),
              List.of(
                  reply(preferred(i)),
                  reply("I think you should not worry about number %d.".formatted(i))),
              List.of(1, 2),
              null,
              null,
              null,
              "s",
              "en",
              null,
              Map.of());
      rows.add(ComparisonTable.toRow(comparison, 0));
    }

    return LocalSpark.session().createDataFrame(rows, ComparisonTable.SCHEMA);
  }

  /** Scored rows as they are read from a file, with their schema. */
  private static Dataset<Row> scored(UnaryOperator<Dataset<Row>> scoring) {
    Dataset<Row> scored = scoring.apply(comparisons());
    return LocalSpark.session().createDataFrame(scored.collectAsList(), scored.schema());
  }

  private static AuditReport audit(Judge judge) {
    UnaryOperator<Dataset<Row>> scoring = scoring(judge, "d");
    ScoredModel model = new ScoredModel("m", scored(scoring), scoring);
    return new Audit(SETTINGS).report(List.of(model), PROVENANCE);
  }

  private static Check check(AuditReport report, String id) {
    return report.checks().stream()
        .filter(candidate -> candidate.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aCounterOfCharactersIsFooledByPadding() {
    AuditReport report = audit(text -> text.length() / 50.0);

    assertThat(check(report, "worse-edits").verdict()).isEqualTo(Verdict.FAIL);
    assertThat(check(report, "worse-edits").estimate().value()).isEqualTo(1);
    assertThat(check(report, "withstands-search").verdict()).isEqualTo(Verdict.FAIL);
    assertThat(check(report, "withstands-search").estimate().value()).isEqualTo(1);
  }

  @Test
  void aModelThatHatesEveryChangeIsNotFooledByOne() {
    HashSet<String> preferred = new HashSet<>();
    for (int i = 0; i < ROWS; i++) {
      preferred.add(preferred(i));
    }

    AuditReport report = audit(text -> preferred.contains(text) ? 2 : -1);

    // It does not read the prompt, so a good reply to another prompt is as good to it.
    assertThat(check(report, "worse-edits").verdict()).isEqualTo(Verdict.WARN);
    assertThat(check(report, "worse-edits").sentence())
        .startsWith("0 of ")
        .contains("the reply is one to another prompt, the reward rises in 50.0\u00a0%");
    assertThat(check(report, "same-edits").verdict()).isEqualTo(Verdict.FAIL);
    assertThat(check(report, "withstands-search").verdict()).isNotEqualTo(Verdict.FAIL);
  }

  @Test
  void aSentenceCountsWhatTheRewardLosesWithoutIt() {
    // The model likes the worse reply, so all pairs are mistakes and are taken apart.
    Judge judge = text -> text.contains("not worry") ? 5 + text.length() / 100.0 : 0.5;
    UnaryOperator<Dataset<Row>> scoring = scoring(judge, "d");
    ScoredModel model = new ScoredModel("m", scored(scoring), scoring);
    List<Row> pairs = Audit.pairs(List.of(model)).select(PairSchema.measured()).collectAsList();
    PairTable table = PairTable.of(pairs.stream().map(PairSchema::pair).toList());

    Probed probed = Probing.of(model, table, SETTINGS).orElseThrow();

    assertThat(probed.explanations()).isNotEmpty();
    for (Explanation explanation : probed.explanations()) {
      String whole = String.join("", explanation.sentences());
      for (int i = 0; i < explanation.sentences().size(); i++) {
        List<String> rest = new ArrayList<>(explanation.sentences());
        rest.remove(i);
        double expected =
            explanation.sentences().size() == 1
                ? 0
                : judge.applyAsDouble(whole) - judge.applyAsDouble(String.join("", rest));
        assertThat(explanation.changes().get(i)).isCloseTo(expected, within(1e-9));
      }
    }
  }

  @Test
  void theSameRepliesAreDrawnInAnyOrder() {
    Judge judge = text -> text.length() / 50.0;
    Dataset<Row> scored = scored(scoring(judge, "d"));

    List<String> once = ids(Sampled.draw(scored.repartition(7), 3, 25));
    List<String> again =
        ids(Sampled.draw(scored.orderBy(Columns.COMPARISON_ID).coalesce(1), 3, 25));

    assertThat(once).hasSize(25).doesNotHaveDuplicates().isEqualTo(again);
    assertThat(ids(Sampled.draw(scored, 4, 25))).isNotEqualTo(once);
  }

  private static List<String> ids(List<Sampled> sample) {
    return sample.stream().map(Sampled::comparisonId).toList();
  }

  @Test
  void anotherModelThanTheOneThatScoredIsRefused() {
    Dataset<Row> scored = scored(scoring(text -> text.length(), "d"));
    ScoredModel model = new ScoredModel("m", scored, scoring(text -> text.length(), "e"));

    assertThatThrownBy(() -> new Audit(SETTINGS).report(List.of(model), PROVENANCE))
        .hasMessage("Cannot probe model m: its artifact has the digest e, its scores come from d");
  }

  @Test
  void withoutTheModelItselfTheQuestionSaysWhatItNeeds() {
    Dataset<Row> scored = scored(scoring(text -> text.length() / 50.0, "d"));

    AuditReport report =
        new Audit(SETTINGS).report(List.of(new ScoredModel("m", scored)), PROVENANCE);

    assertThat(Arrays.asList("edits", "exploits", "sentences"))
        .noneMatch(id -> report.sections().stream().anyMatch(section -> section.id().equals(id)));
    assertThat(requireNonNull(report.answers())).hasSize(13);
  }
}
