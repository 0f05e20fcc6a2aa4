package org.touchstone.audit.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.touchstone.LocalSpark;
import org.touchstone.audit.Audit;
import org.touchstone.audit.AuditReport;
import org.touchstone.audit.Provenance;
import org.touchstone.audit.pairs.Pool;
import org.touchstone.audit.pairs.Pools;
import org.touchstone.audit.pairs.ScoredModel;
import org.touchstone.audit.settings.AuditSettings;
import org.touchstone.preference.Comparison;
import org.touchstone.preference.Message;
import org.touchstone.preference.Reply;
import org.touchstone.preference.Role;
import org.touchstone.report.Check;
import org.touchstone.report.Verdict;
import org.touchstone.schema.Columns;
import org.touchstone.schema.ComparisonTable;

@Tag("spark")
class PoolsTest {

  private static final StructType SCORED =
      ComparisonTable.SCHEMA
          .add(Columns.REWARDS, DataTypes.createArrayType(DataTypes.DoubleType), true)
          .add(Columns.MODEL_DIGEST, DataTypes.StringType, false);

  /** A judgement of replies "1", "2", ... whose number is the reward, a word for each. */
  private static Row judged(
      String prompt, @Nullable String annotator, List<Integer> replies, List<Integer> ranks) {
    Comparison comparison =
        new Comparison(
            List.of(new Message(Role.USER, prompt)),
            replies.stream().map(PoolsTest::reply).toList(),
            ranks,
            null,
            null,
            annotator,
            "s",
            null,
            null,
            Map.of());
    Row row = ComparisonTable.toRow(comparison, 0);
    Object[] values = new Object[SCORED.size()];
    for (int i = 0; i < row.size(); i++) {
      values[i] = row.get(i);
    }

    values[row.size()] = replies.stream().map(Integer::doubleValue).toArray();
    values[row.size() + 1] = "d";
    return RowFactory.create(values);
  }

  private static Reply reply(int number) {
    return new Reply(List.of(new Message(Role.ASSISTANT, "word ".repeat(number))), null);
  }

  private static Dataset<Row> table(List<Row> rows) {
    return LocalSpark.session().createDataFrame(rows, SCORED);
  }

  private static List<Pool> pools(List<Row> rows) {
    return Pools.of(table(rows), 10_000);
  }

  /** What people think of every reply, by its reward. */
  private static double[] byReward(Pool pool) {
    Integer[] order = new Integer[pool.size()];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (i, j) -> Double.compare(pool.rewards()[i], pool.rewards()[j]));
    return Arrays.stream(order).mapToDouble(i -> pool.gold()[i]).toArray();
  }

  @Test
  void ofRankedListsPeopleThinkTheirMeanRank() {
    List<Row> rows =
        List.of(
            judged("p", "a", List.of(1, 2, 3, 4), List.of(4, 3, 2, 1)),
            judged("p", "b", List.of(4, 3, 2, 1), List.of(1, 1, 1, 2)),
            judged("q", "a", List.of(1, 2, 3), List.of(1, 2, 3)));

    List<Pool> pools = pools(rows);

    assertThat(pools).hasSize(1);
    // Ranks 1, 1, 1, 2 are the places 2, 2, 2, 4.
    assertThat(byReward(pools.get(0))).containsExactly(-4, -2.5, -2, -1.5);
    assertThat(pools.get(0).words()).containsExactly(pools.get(0).rewards());
  }

  @Test
  void ofManyPairsPeopleThinkBradleyTerryScores() {
    List<Row> rows = new ArrayList<>();
    for (int i = 1; i <= 6; i++) {
      for (int j = i + 1; j <= 6; j++) {
        rows.add(judged("topic", "a", List.of(i, j), List.of(2, 1)));
      }
    }

    List<Pool> pools = pools(rows);

    assertThat(pools).hasSize(1);
    double[] gold = byReward(pools.get(0));
    assertThat(gold).isSorted();
    // Everything is turned round in the middle: the scores are as far above 0 as below.
    for (int i = 0; i < 6; i++) {
      assertThat(gold[i]).isCloseTo(-gold[5 - i], within(1e-6));
    }
  }

  @Test
  void repliesThatNothingTiesTogetherAreNoPool() {
    List<Row> rows = new ArrayList<>();
    rows.add(judged("p", null, List.of(1, 2), List.of(2, 1)));
    rows.add(judged("p", null, List.of(3, 4), List.of(2, 1)));
    assertThat(pools(rows)).isEmpty();

    rows.add(judged("p", null, List.of(2, 3), List.of(1, 1)));
    assertThat(pools(rows)).hasSize(1);
    rows.add(judged("p", null, List.of(5, 6, 7, 8), List.of(4, 3, 2, 1)));
    assertThat(pools(rows)).hasSize(2);
    assertThat(pools(rows))
        .anySatisfy(pool -> assertThat(byReward(pool)).containsExactly(-4, -3, -2, -1));
  }

  @Test
  void theOrderOfRowsDoesNotMatterAndTheAuditAnswers() {
    List<Row> rows = new ArrayList<>();
    for (int p = 0; p < 12; p++) {
      rows.add(judged("p" + p, "a", List.of(1, 2, 3, 4), List.of(4, 3, 1, 2)));
      rows.add(judged("p" + p, "b", List.of(1, 2, 3, 4), List.of(3, 4, 2, 1)));
    }

    AuditReport report = report(rows);
    Collections.shuffle(rows, new Random(5));

    Check check =
        report.checks().stream()
            .filter(one -> one.id().equals("best-of-n"))
            .findFirst()
            .orElseThrow();
    assertThat(check.verdict()).isEqualTo(Verdict.PASS);
    assertThat(check.estimate().n()).isEqualTo(12);
    assertThat(report(rows).json()).isEqualTo(report.json());
  }

  private static AuditReport report(List<Row> rows) {
    return new Audit(AuditSettings.DEFAULT)
        .report(
            List.of(new ScoredModel("m", table(rows))),
            new Provenance("Test", "made up", "2026-11-28", "0.1.0", Map.of()));
  }

  @Test
  void moreThanTheDriverMayHoldAreRefused() {
    List<Row> rows =
        List.of(
            judged("p", "a", List.of(1, 2, 3, 4), List.of(4, 3, 2, 1)),
            judged("p", "b", List.of(1, 2, 3, 4), List.of(4, 3, 2, 1)));

    assertThat(Pools.of(table(rows), 2)).hasSize(1);
    assertThatThrownBy(() -> Pools.of(table(rows), 1))
        .hasMessageContaining("over 1 comparisons of prompts with at least 4 replies");
  }
}
