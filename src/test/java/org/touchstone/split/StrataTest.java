package org.touchstone.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.touchstone.split.SplitFixture.limited;
import static org.touchstone.split.SplitFixture.row;
import static org.touchstone.split.SplitFixture.splits;
import static org.touchstone.split.SplitFixture.stratified;
import static org.touchstone.split.SplitFixture.table;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Shares within sources, and clusters that are too large. */
@Tag("spark")
class StrataTest {

  private static final List<String> SPLITS = List.of("train", "validation", "test");
  private static final double[] SHARES = {0.8, 0.1, 0.1};
  private static final long SEED = 28;

  @Test
  void everySourceHasTheSharesToWithinTheRowsOfOneCluster() {
    for (int seed = 0; seed < 3; seed++) {
      List<Row> rows = corpus(new SplittableRandom(seed));

      SplitRows split = new Split(stratified(null)).apply(table(rows), seed);

      Map<String, String> splits = splits(split.comparisons());
      for (String source : List.of("a", "b", "c")) {
        List<Row> own = rows.stream().filter(row -> row.getString(4).equals(source)).toList();
        for (int side = 0; side < SPLITS.size(); side++) {
          String name = SPLITS.get(side);
          long count =
              own.stream().filter(row -> name.equals(splits.get(row.getString(0)))).count();
          assertThat((double) count)
              .as("%s of source %s, seed %d", name, source, seed)
              .isCloseTo(SHARES[side] * own.size(), within(5.0));
        }
      }
    }
  }

  @Test
  void manySmallSourcesMeetTheSharesTogether() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 1_500; i++) {
      rows.add(row("id " + i, "cluster " + i, "source " + i / 3));
    }

    Map<String, String> splits =
        splits(new Split(stratified(null)).apply(table(rows), 7).comparisons());

    // Three clusters a source cannot have the shares, but 500 of them can: 5 standard deviations.
    long tested = splits.values().stream().filter("test"::equals).count();
    assertThat(tested / 1_500.0).isCloseTo(0.1, within(0.039));
  }

  @Test
  void partitionsAndRowOrderChangeNothing() {
    List<Row> rows = corpus(new SplittableRandom(5));
    Map<String, String> first =
        splits(new Split(stratified(0.5)).apply(table(rows).coalesce(1), 7).comparisons());
    Collections.shuffle(rows, new Random(9));

    assertThat(
            splits(new Split(stratified(0.5)).apply(table(rows).repartition(7), 7).comparisons()))
        .isEqualTo(first);
  }

  @Test
  void aClusterThatSpansSourcesIsInOneSplitAndCountsForTheSourceOfMostRows() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      rows.add(row("a " + i, "cluster " + i, "a"));
      rows.add(row("more a " + i, "cluster " + i, "a"));
      rows.add(row("b " + i, "cluster " + i, "b"));
    }

    SplitRows split = new Split(stratified(null)).apply(table(rows), 7);

    Map<String, String> splits = splits(split.comparisons());
    for (int i = 0; i < 100; i++) {
      assertThat(splits.get("b " + i)).isEqualTo(splits.get("a " + i));
    }

    Map<String, Map<String, Double>> shares =
        new Split(stratified(null)).report(split, split.comparisons(), null).shares();
    assertThat(shares).containsOnlyKeys("a", "b");
    assertThat(shares.get("a")).containsEntry("train", 0.8).isEqualTo(shares.get("b"));
  }

  @Test
  void clustersTooLargeForASmallSplitGoToTrainAndTheOthersMakeUpForIt() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      rows.add(row("id " + i, i < 60 ? "recipes" : "cluster " + i, "a"));
    }

    Split split = new Split(stratified(0.5));
    SplitRows done = split.apply(table(rows), 7);

    Map<String, Integer> sizes = new HashMap<>();
    splits(done.comparisons()).values().forEach(name -> sizes.merge(name, 1, Integer::sum));
    assertThat(sizes.get("train")).isCloseTo(800, within(1));
    assertThat(sizes.get("test")).isCloseTo(100, within(1));
    SplitReport report = split.report(done, done.comparisons(), null);
    assertThat(report.clustersByReason()).isEqualTo(Map.of("huge", 1L, "placed", 940L));
    assertThat(report.firstLargeClusters())
        .containsExactly(new SplitReport.LargeCluster("recipes", 60, "train"));
  }

  @Test
  void aCorpusOfFewPromptsIsSplitThoughAllAreLarge() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      rows.add(row("id " + i, "topic " + i % 10, "a"));
    }

    Split split = new Split(stratified(0.5));
    SplitRows done = split.apply(table(rows), 7);

    Map<String, Integer> sizes = new HashMap<>();
    splits(done.comparisons()).values().forEach(name -> sizes.merge(name, 1, Integer::sum));
    assertThat(sizes).isEqualTo(Map.of("train", 800, "validation", 100, "test", 100));
    assertThat(split.report(done, done.comparisons(), null).clustersByReason())
        .isEqualTo(Map.of("huge", 8L, "placed", 2L));
  }

  /** 24 of 30 large clusters fill train, and the hash puts the other 6 there too. */
  @Test
  void refusesALimitThatLeavesASplitEmptyAndNamesOneThatDoesNot() {
    List<Row> rows = largeClusters(30);
    Map<String, Integer> sizes = sizes(limited(null), rows);

    assertThatThrownBy(() -> new Split(limited(0.1)).apply(table(rows), SEED))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot split: clusters above max-cluster-share 0.1 leave [validation, test] no rows, the"
                + " largest has 0.34 of the rows that the smallest split should have; set"
                + " max-cluster-share: null, or at least 0.34, for rows {train=%d, validation=%d,"
                + " test=%d}",
            sizes.get("train"), sizes.get("validation"), sizes.get("test"));
    assertThat(sizes(limited(0.34), rows)).isEqualTo(sizes).containsOnlyKeys(SPLITS);
  }

  @Test
  void aSplitThatIsEmptyWithoutALimitTooIsLeftEmpty() {
    List<Row> rows = largeClusters(2);

    assertThat(sizes(limited(0.1), rows))
        .isEqualTo(sizes(limited(null), rows))
        .isEqualTo(Map.of("train", 20));
  }

  private static Map<String, Integer> sizes(SplitSettings settings, List<Row> rows) {
    Map<String, Integer> sizes = new HashMap<>();
    splits(new Split(settings).apply(table(rows), SEED).comparisons())
        .values()
        .forEach(name -> sizes.merge(name, 1, Integer::sum));
    return sizes;
  }

  /** Ten rows each. */
  private static List<Row> largeClusters(int number) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 10 * number; i++) {
      rows.add(row("id " + i, "topic " + i / 10, "a"));
    }

    return rows;
  }

  /** Sources of 3,000, 300 and 30 clusters of up to 5 rows. */
  private static List<Row> corpus(SplittableRandom random) {
    List<Row> rows = new ArrayList<>();
    int clusters = 3_000;
    for (String source : List.of("a", "b", "c")) {
      for (int i = 0; i < clusters; i++) {
        int size = random.nextInt(1, 6);
        for (int member = 0; member < size; member++) {
          rows.add(row(source + i + "/" + member, source + i, source));
        }
      }

      clusters /= 10;
    }

    return rows;
  }
}
