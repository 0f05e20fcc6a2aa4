package org.touchstone.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.apache.commons.statistics.distribution.TDistribution;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.touchstone.LocalSpark;
import org.touchstone.preference.Comparison;
import org.touchstone.preference.Message;
import org.touchstone.preference.Reply;
import org.touchstone.preference.Role;
import org.touchstone.schema.Columns;
import org.touchstone.schema.ComparisonTable;

@Tag("spark")
class StatisticsTest {

  @Test
  void lengthBiasIsThatOfTheDefinitions() {
    SplittableRandom random = new SplittableRandom(4);
    List<Comparison> comparisons = new ArrayList<>();
    double[] chosen = new double[300];
    double[] rejected = new double[300];
    int longer = 0;
    int shorter = 0;
    for (int i = 0; i < 300; i++) {
      chosen[i] = 1 + random.nextInt(60);
      rejected[i] = 1 + random.nextInt(50);
      longer += chosen[i] > rejected[i] ? 1 : 0;
      shorter += chosen[i] < rejected[i] ? 1 : 0;
      comparisons.add(
          pair(
              "q" + i, "é".repeat((int) chosen[i]), "\uD83D\uDE80".repeat((int) rejected[i]), "s"));
    }

    GroupStatistics total = Statistics.of(table(comparisons), null).total();
    LengthBias bias = Objects.requireNonNull(total.lengthBias().get("characters"));

    double share = (double) longer / (longer + shorter);
    double pooled = Math.sqrt((variance(chosen) + variance(rejected)) / 2);
    double above = 0;
    for (double x : chosen) {
      for (double y : rejected) {
        above += x > y ? 1 : x == y ? 0.5 : 0;
      }
    }

    assertThat(bias.chosenLonger()).isEqualTo(longer);
    assertThat(bias.sameLength()).isEqualTo(300 - longer - shorter);
    assertThat(bias.longerWinsShare()).isEqualTo(share);
    assertThat(bias.effectSize()).isCloseTo((mean(chosen) - mean(rejected)) / pooled, within(1e-9));
    assertThat(bias.pooledAuc()).isCloseTo(above / 90_000, within(1e-9));
    double ofDifferences = 0;
    for (int i = 0; i < 300; i++) {
      for (int j = 0; j < 300; j++) {
        double sum = chosen[i] - rejected[i] + chosen[j] - rejected[j];
        ofDifferences += sum > 0 ? 1 : sum == 0 ? 0.5 : 0;
      }
    }

    assertThat(bias.auc()).isCloseTo(ofDifferences / 90_000, within(1e-9));
    // Prompts of one judgement each: the ends are the shares that a t test of 1 less just rejects.
    int n = longer + shorter;
    double t = TDistribution.of(n - 1).inverseSurvivalProbability(0.025);
    for (Double end : Arrays.asList(bias.low(), bias.high())) {
      double deviation = Math.sqrt(end * (1 - end) / (n - 1));
      assertThat(Math.abs(share - end) / deviation).isCloseTo(t, within(1e-5));
    }
  }

  @Test
  void groupsAreCountedBySourceAndSplit() {
    Dataset<Row> rows =
        table(
                List.of(
                    pair("a b c", "one two", "three", "x"),
                    pair("a b c", "four", "five six", "x"),
                    ranked("d", "y")))
            .withColumn(Columns.SPLIT, functions.expr("if(source = 'x', 'train', 'test')"))
            .withColumn(Columns.DUPLICATE_KIND, functions.expr("if(source = 'y', 'near', null)"))
            .withColumn(Columns.PROMPT_CLUSTER, functions.lit("c"));

    CorpusStatistics statistics = Statistics.of(rows, rejected("null-field", "null-field", "x"));

    assertThat(statistics.bySource()).containsOnlyKeys("x", "y");
    assertThat(statistics.bySplit()).containsOnlyKeys("train", "test");
    assertThat(statistics.rejected()).isEqualTo(Map.of("null-field", 2L, "x", 1L));
    GroupStatistics x = Objects.requireNonNull(statistics.bySource().get("x"));
    assertThat(x.rows()).isEqualTo(2);
    assertThat(x.distinctPrompts()).isEqualTo(1);
    assertThat(x.promptClusters()).isEqualTo(1);
    assertThat(x.lengths().get("prompt-words"))
        .returns(6L, Lengths::total)
        .returns(3.0, Lengths::mean);
    assertThat(x.lengths().get("reply-words"))
        .returns(1L, Lengths::least)
        .returns(2L, Lengths::most)
        .returns(1L, Lengths::median);
    assertThat(Objects.requireNonNull(statistics.bySourceAndSplit().get("y")).get("test"))
        .isEqualTo(statistics.bySplit().get("test"));
    GroupStatistics total = statistics.total();
    assertThat(total.judgements()).isEqualTo(5);
    assertThat(total.ties()).isEqualTo(1);
    assertThat(total.duplicates()).containsEntry("near", 1L).containsEntry("exact", 0L);
  }

  @Test
  void undeduplicatedAndEmptyCorporaHaveStatisticsToo() {
    CorpusStatistics some = Statistics.of(table(List.of(pair("a", "b", "c", "s"))), null);
    CorpusStatistics none = Statistics.of(table(List.of()), null);

    assertThat(some.total().promptClusters()).isNull();
    assertThat(some.bySplit()).isEmpty();
    assertThat(Objects.requireNonNull(some.total().lengthBias().get("words")).longerWinsShare())
        .isNull();
    assertThat(none.total().rows()).isZero();
    assertThat(none.bySource()).isEmpty();
  }

  @Test
  void aColumnOfAnotherTypeIsRefusedByName() {
    Dataset<Row> rows =
        table(List.of(pair("a", "b", "c", "s"))).withColumn(Columns.TOKENS, functions.lit(5));

    assertThatThrownBy(() -> Statistics.of(rows, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot count column tokens of type int: array<int> needed");
  }

  @Test
  void wordsOfDistinctTextsAreCountedOnce() {
    Dataset<Row> rows =
        table(
            List.of(
                pair("a b", "c c", "d", "x"),
                pair("a b", "c c", "e", "x"),
                pair("b", "f", "g", "x")));
    WordCounts.Cutter blanks = text -> Arrays.asList(text.split(" "));

    WordCounts all = WordCounts.of(rows, blanks, 100);
    WordCounts top = WordCounts.of(rows.repartition(5), blanks, 3);

    assertThat(all.counts())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("a", 1L, "b", 2L, "c", 2L, "d", 1L, "e", 1L, "f", 1L, "g", 1L));
    assertThat(all.pieces()).isEqualTo(9).isEqualTo(all.countedPieces());
    assertThat(top.counts().keySet()).containsExactly("b", "c", "a");
    assertThat(top.distinctPieces()).isEqualTo(7);
    assertThat(top.countedPieces()).isEqualTo(5);
    assertThatThrownBy(() -> WordCounts.of(rows, blanks, 0)).hasMessageContaining("0 pieces");
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  private static double variance(double[] values) {
    double mean = mean(values);
    return Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum()
        / (values.length - 1);
  }

  private static Comparison pair(String prompt, String chosen, String rejected, String source) {
    return Comparison.pair(List.of(user(prompt)), reply(chosen), reply(rejected), source);
  }

  /** Three replies of which two tie: three judgements. */
  private static Comparison ranked(String prompt, String source) {
    return new Comparison(
        List.of(user(prompt)),
        List.of(reply("best of all"), reply("same"), reply("equal")),
        List.of(1, 2, 2),
        null,
        null,
        null,
        source,
        null,
        null,
        Map.of());
  }

  private static Message user(String text) {
    return new Message(Role.USER, text);
  }

  private static Reply reply(String text) {
    return new Reply(List.of(new Message(Role.ASSISTANT, text)), null);
  }

  private static Dataset<Row> table(List<Comparison> comparisons) {
    List<Row> rows = comparisons.stream().map(each -> ComparisonTable.toRow(each, 0)).toList();
    return LocalSpark.session().createDataFrame(rows, ComparisonTable.SCHEMA);
  }

  private static Dataset<Row> rejected(String... reasons) {
    return LocalSpark.session()
        .createDataset(List.of(reasons), Encoders.STRING())
        .toDF(Columns.REASON);
  }
}
