package org.touchstone.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.touchstone.split.SplitFixture.folds;
import static org.touchstone.split.SplitFixture.holdingOut;
import static org.touchstone.split.SplitFixture.leavingOut;
import static org.touchstone.split.SplitFixture.plain;
import static org.touchstone.split.SplitFixture.row;
import static org.touchstone.split.SplitFixture.rows;
import static org.touchstone.split.SplitFixture.splits;
import static org.touchstone.split.SplitFixture.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.touchstone.schema.Columns;

/** Sources and topics that are held out, or left out one at a time. */
@Tag("spark")
class ByValueTest {

  @Test
  void aSourceThatIsHeldOutIsWholeInTestWithAllOfItsClusters() {
    List<Row> rows = corpus();
    SplitSettings settings = holdingOut(0.1, Map.of("source", List.of("b")));

    SplitRows split = new Split(settings).apply(table(rows), 7);

    Map<String, String> splits = splits(split.comparisons());
    for (Row row : rows) {
      boolean held = row.getString(4).equals("b") || row.getString(6).equals("shared");
      if (held) {
        assertThat(splits.get(row.getString(0))).isEqualTo("test");
      }
    }

    assertThat(splits.values().stream().filter("test"::equals).count()).isGreaterThan(45);
    SplitReport report = new Split(settings).report(split, split.comparisons(), null);
    assertThat(report.heldOutRows()).isEqualTo(Map.of("source=b", 41L));
    assertThat(report.rowsHeldOutWithThem()).isEqualTo(3);
  }

  @Test
  void aTopicMayBeAllThatTestHas() {
    SplitSettings settings =
        holdingOut(0.0, Map.of("metadata.topic", List.of("about b", "about c")));

    Map<String, String> splits =
        splits(new Split(settings).apply(table(corpus()), 7).comparisons());

    assertThat(
            splits.entrySet().stream()
                .filter(entry -> entry.getValue().equals("test"))
                .map(Map.Entry::getKey)
                .filter(id -> id.startsWith("a ")))
        .containsExactlyInAnyOrder("a shared 0", "a shared 1", "a shared 2");
  }

  @Test
  void knownRowsThatAreHeldOutNowAreListedAsMoved() {
    Dataset<Row> before = new Split(plain()).apply(table(corpus()), 7).comparisons();
    SplitSettings settings = holdingOut(0.1, Map.of("source", List.of("b")));

    SplitRows after =
        new Split(settings)
            .apply(table(corpus()), 7, new PreviousSplit(before, plain().foldScheme(), List.of()));

    assertThat(splits(after.comparisons()).get("b 3")).isEqualTo("test");
    assertThat(after.moved().filter("reason <> 'hold-out'").count()).isZero();
    assertThat(after.moved().count()).isPositive();
  }

  @Test
  void refusesToHoldOutWhatNoRowHas() {
    SplitSettings settings = holdingOut(0.1, Map.of("source", List.of("b", "d")));

    assertThatThrownBy(() -> new Split(settings).apply(table(corpus()), 7))
        .hasMessage("Cannot hold out source [d]: no row has it, there are [a, b, c]");
  }

  @Test
  void setAsideFoldsLeaveAValueOutOfTheirModelAndTestNoPromptThatItSaw() {
    List<Row> rows = corpus();
    SplitSettings settings = leavingOut("source", LeaveOut.Spanning.SET_ASIDE);

    SplitRows split = new Split(settings).apply(table(rows), 7);

    assertThat(split.foldValues()).containsExactly(List.of("a"), List.of("b"), List.of("c"));
    Map<String, Integer> folds = folds(split.comparisons());
    checkModels(rows, folds, split.foldValues());
    SplitReport report = new Split(settings).report(split, split.comparisons(), null);
    assertThat(report.spanningClusters()).isEqualTo(1);
    assertThat(report.rowsSetAside()).isEqualTo(1);
    assertThat(report.folds())
        .containsExactly(
            new SplitReport.Fold(0, List.of("a"), 43),
            new SplitReport.Fold(1, List.of("b"), 40),
            new SplitReport.Fold(2, List.of("c"), 40));
  }

  @Test
  void joinedFoldsHoldEveryRowAndValuesThatShareAClusterTogether() {
    List<Row> rows = corpus();
    SplitSettings settings = leavingOut("metadata.topic", LeaveOut.Spanning.JOIN);

    SplitRows split = new Split(settings).apply(table(rows), 7);

    assertThat(split.foldValues())
        .containsExactly(List.of("about a", "about b"), List.of("about c"));
    Map<String, Integer> folds = folds(split.comparisons());
    assertThat(folds.values()).doesNotContain(-1);
    assertThat(folds.get("a 1")).isEqualTo(folds.get("b 1")).isNotEqualTo(folds.get("c 1"));
  }

  @Test
  void valuesKeepTheirFoldWhenOthersAreAdded() {
    SplitSettings settings = leavingOut("source", LeaveOut.Spanning.SET_ASIDE);
    List<Row> rows = corpus();
    rows.removeIf(row -> row.getString(4).equals("a"));
    SplitRows before = new Split(settings).apply(table(rows), 7);
    PreviousSplit previous =
        new PreviousSplit(before.comparisons(), settings.foldScheme(), before.foldValues());

    SplitRows after = new Split(settings).apply(table(corpus()), 7, previous);

    assertThat(before.foldValues()).containsExactly(List.of("b"), List.of("c"));
    assertThat(after.foldValues()).containsExactly(List.of("b"), List.of("c"), List.of("a"));
    // The one row of b in a cluster that is mostly of a now has no fold.
    assertThat(after.moved().filter("reason = 'fold'").collectAsList())
        .extracting(row -> row.<String>getAs(Columns.COMPARISON_ID))
        .containsExactly("b shared");
  }

  @Test
  void aValueThatHasMostOfNoClusterIsNamed() {
    List<Row> rows = corpus();
    rows.add(row("d 0", "shared", "d"));
    SplitSettings settings = leavingOut("source", LeaveOut.Spanning.SET_ASIDE);

    SplitRows split = new Split(settings).apply(table(rows), 7);

    assertThat(split.foldValues()).hasSize(3);
    SplitReport report = new Split(settings).report(split, split.comparisons(), null);
    assertThat(report.valuesWithoutFold()).containsExactly("d");
    assertThat(report.rowsSetAside()).isEqualTo(2);
  }

  @Test
  void refusesFoldsThatAreNone() {
    SplitSettings joined = leavingOut("source", LeaveOut.Spanning.JOIN);
    List<Row> one = rows("a", "x", "y");
    one.addAll(rows("b", "x", "z"));

    assertThatThrownBy(() -> new Split(joined).apply(table(one), 7))
        .hasMessageContaining("Cannot leave out by source: values [a, b] make 1 fold")
        .hasMessageContaining("spanning: set-aside");
  }

  /** Model m is trained on every fold but m, as cross-fitting does. */
  private static void checkModels(
      List<Row> rows, Map<String, Integer> folds, List<List<String>> values) {
    for (int model = 0; model < values.size(); model++) {
      TreeSet<String> trainedSources = new TreeSet<>();
      TreeSet<String> trainedClusters = new TreeSet<>();
      TreeMap<String, String> measured = new TreeMap<>();
      for (Row row : rows) {
        int fold = folds.getOrDefault(row.getString(0), -1);
        if (fold == model) {
          measured.put(row.getString(6), row.getString(4));
        } else if (fold >= 0) {
          trainedSources.add(row.getString(4));
          trainedClusters.add(row.getString(6));
        }
      }

      assertThat(measured).isNotEmpty().doesNotContainKeys(trainedClusters.toArray(String[]::new));
      assertThat(values.get(model)).containsAll(new TreeSet<>(measured.values()));
      assertThat(trainedSources).doesNotContainAnyElementsOf(values.get(model));
    }
  }

  /** 40 clusters of each source, and one that is mostly of a and has a row of b. */
  private static List<Row> corpus() {
    List<Row> rows = new ArrayList<>();
    for (String source : List.of("a", "b", "c")) {
      for (int i = 0; i < 40; i++) {
        rows.add(row(source + " " + i, source + " cluster " + i, source));
      }
    }

    for (int i = 0; i < 3; i++) {
      rows.add(row("a shared " + i, "shared", "a"));
    }

    rows.add(row("b shared", "shared", "b"));
    return rows;
  }
}
