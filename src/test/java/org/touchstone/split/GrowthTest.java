package org.touchstone.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.touchstone.split.SplitFixture.folds;
import static org.touchstone.split.SplitFixture.plain;
import static org.touchstone.split.SplitFixture.row;
import static org.touchstone.split.SplitFixture.splits;
import static org.touchstone.split.SplitFixture.stratified;
import static org.touchstone.split.SplitFixture.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.touchstone.schema.Columns;

/** A corpus that grows, with the earlier split given. */
@Tag("spark")
class GrowthTest {

  @Test
  void knownRowsKeepSideAndFoldThoughTheirClustersHaveOtherIds() {
    SplitSettings settings = plain();
    Dataset<Row> before =
        new Split(settings).apply(table(clusters(0, 200, "old ")), 7).comparisons();
    List<Row> grown = clusters(0, 200, "renamed ");
    grown.addAll(clusters(200, 300, "new "));

    SplitRows after = new Split(settings).apply(table(grown), 7, previous(before, settings));

    assertThat(splits(after.comparisons())).hasSize(600).containsAllEntriesOf(splits(before));
    assertThat(folds(after.comparisons())).containsAllEntriesOf(folds(before));
    assertThat(after.moved().count()).isZero();
    assertThat(new Split(settings).report(after, after.comparisons(), null).clustersByReason())
        .isEqualTo(Map.of("kept", 200L, "placed", 100L));
  }

  @Test
  void otherSeedsSharesAndStrataMoveNoKnownRow() {
    Dataset<Row> before = new Split(plain()).apply(table(clusters(0, 100, "c ")), 7).comparisons();
    SplitSettings other = stratified(0.5);

    SplitRows after =
        new Split(other).apply(table(clusters(0, 200, "c ")), 8, previous(before, plain()));

    assertThat(splits(after.comparisons())).containsAllEntriesOf(splits(before));
  }

  @Test
  void aClusterThatJoinsTwoSidesGoesWholeToTrainAndItsRowsAreListed() {
    SplitSettings settings = plain();
    Dataset<Row> before = new Split(settings).apply(table(clusters(0, 200, "c ")), 7).comparisons();
    Map<String, String> sides = splits(before);
    String tested = someRow(sides, "test");
    String validated = someRow(sides, "validation");
    String trained = someRow(sides, "train");
    List<Row> grown = new ArrayList<>();
    for (Row row : clusters(0, 200, "c ")) {
      String cluster = row.getString(6);
      boolean joins =
          List.of(cluster(tested), cluster(validated), cluster(trained)).contains(cluster);
      grown.add(row(row.getString(0), joins ? "bridge" : cluster, "people"));
    }

    grown.add(row("the bridge", "bridge", "people"));
    Split split = new Split(settings);
    SplitRows after = split.apply(table(grown), 7, previous(before, settings));

    Map<String, String> now = splits(after.comparisons());
    TreeSet<String> moved = new TreeSet<>();
    for (String id : sides.keySet()) {
      if (!Objects.equals(sides.get(id), now.get(id))) {
        moved.add(id);
        assertThat(now.get(id)).isEqualTo("train");
      }
    }

    // Two rows a cluster, and those in train stay there.
    assertThat(moved).hasSize(4).contains(tested, validated);
    assertThat(now.get("the bridge")).isEqualTo("train");
    assertThat(listed(after, "joined")).isEqualTo(moved);
    SplitReport.Kept kept =
        Objects.requireNonNull(
            split.report(after, after.comparisons(), previous(before, settings)).previous());
    assertThat(kept.knownRows()).isEqualTo(400);
    assertThat(kept.newRows()).isEqualTo(1);
    assertThat(kept.goneRows()).isZero();
    assertThat(kept.movedByReason()).containsEntry("joined", 4L);
    assertThat(kept.firstMoved().stream().filter(row -> row.reason().equals("joined")))
        .extracting(SplitReport.Moved::comparisonId)
        .isSubsetOf(moved);
    assertThat(split.certify(after.comparisons(), 7).certificate().straddlingClusters()).isZero();
  }

  @Test
  void aJoinedClusterHasOneFoldAndThoseThatLeaveTheirsAreListed() {
    SplitSettings settings = plain();
    Dataset<Row> before = new Split(settings).apply(table(clusters(0, 40, "c ")), 7).comparisons();
    List<Row> grown = new ArrayList<>();
    for (Row row : clusters(0, 40, "c ")) {
      grown.add(row(row.getString(0), "one", "people"));
    }

    SplitRows after = new Split(settings).apply(table(grown), 7, previous(before, settings));

    Map<Integer, Integer> sizes = new TreeMap<>();
    folds(before).values().forEach(fold -> sizes.merge(fold, 1, Integer::sum));
    int largest = sizes.values().stream().mapToInt(Integer::intValue).max().orElseThrow();
    Map<String, Integer> now = folds(after.comparisons());
    assertThat(new TreeSet<>(now.values())).hasSize(1);
    assertThat(sizes.get(now.values().iterator().next())).isEqualTo(largest);
    assertThat(after.moved().filter("from_fold <> to_fold").count()).isEqualTo(80L - largest);
  }

  @Test
  void refusesSidesThatTheSharesDoNotHave() {
    Dataset<Row> before = new Split(plain()).apply(table(clusters(0, 90, "c ")), 7).comparisons();
    Map<String, Double> renamed = new TreeMap<>(Map.of("train", 0.9, "dev", 0.1));
    SplitSettings settings = SplitSettings.plain(renamed, null);

    assertThatThrownBy(
            () ->
                new Split(settings)
                    .apply(table(clusters(0, 90, "c ")), 7, previous(before, plain())))
        .hasMessageContaining("Cannot keep the sides of the previous split: it has rows in [")
        .hasMessageContaining("shares has only [dev, train]");
  }

  private static PreviousSplit previous(Dataset<Row> rows, SplitSettings settings) {
    return new PreviousSplit(rows, settings.foldScheme(), List.of());
  }

  private static TreeSet<String> listed(SplitRows split, String reason) {
    TreeSet<String> ids = new TreeSet<>();
    for (Row row : split.moved().filter("reason = '" + reason + "'").collectAsList()) {
      ids.add(row.getAs(Columns.COMPARISON_ID));
    }

    return ids;
  }

  private static String someRow(Map<String, String> sides, String split) {
    return new TreeMap<>(sides)
        .entrySet().stream()
            .filter(side -> side.getValue().equals(split))
            .map(Map.Entry::getKey)
            .findFirst()
            .orElseThrow();
  }

  /** Row 17 a belongs to cluster 17. */
  private static String cluster(String id) {
    return "c " + id.substring(0, id.indexOf(' '));
  }

  /** Two rows a cluster. */
  private static List<Row> clusters(int from, int to, String prefix) {
    List<Row> rows = new ArrayList<>();
    for (int i = from; i < to; i++) {
      rows.add(row(i + " a", prefix + i, "people"));
      rows.add(row(i + " b", prefix + i, "people"));
    }

    return rows;
  }
}
