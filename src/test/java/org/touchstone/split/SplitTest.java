package org.touchstone.split;

import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.touchstone.split.SplitFixture.leavingOut;
import static org.touchstone.split.SplitFixture.plain;
import static org.touchstone.split.SplitFixture.shares;
import static org.touchstone.split.SplitFixture.splits;
import static org.touchstone.split.SplitFixture.stratified;
import static org.touchstone.split.SplitFixture.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.touchstone.schema.Columns;
import org.touchstone.text.ContentHash;

@Tag("spark")
class SplitTest {

  private static final SplitSettings SETTINGS = plain();

  @Test
  void clustersStayTogetherAndSharesAreMet() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 6_000; i++) {
      rows.add(row(i, "question " + i / 3, ContentHash.of("cluster " + i / 3)));
    }

    SplitRows split = new Split(SETTINGS).apply(table(rows), 7);

    Map<String, String> splits = new HashMap<>();
    Map<String, Integer> folds = new HashMap<>();
    Integer[] foldSizes = {0, 0, 0, 0, 0};
    for (Row row : split.comparisons().collectAsList()) {
      String cluster = row.getAs(Columns.PROMPT_CLUSTER);
      String name = row.getAs(Columns.SPLIT);
      int fold = row.<Integer>getAs(Columns.FOLD);
      assertThat(splits.merge(cluster, name, (a, b) -> a)).isEqualTo(name);
      assertThat(folds.merge(cluster, fold, (a, b) -> a)).isEqualTo(fold);
      foldSizes[fold]++;
    }

    // Five standard deviations of 2,000 draws.
    SplitCertificate certificate =
        new Split(SETTINGS).certify(split.comparisons(), 7).certificate();
    assertThat(clusters(certificate, "train") / 2_000.0).isCloseTo(0.8, within(0.045));
    assertThat(clusters(certificate, "test") / 2_000.0).isCloseTo(0.1, within(0.034));
    assertThat(foldSizes).allSatisfy(size -> assertThat(size / 6_000.0).isBetween(0.155, 0.245));
    assertThat(certificate.rows().keySet()).containsExactly("train", "validation", "test");
    assertThat(certificate.rows().get("train")).isEqualTo(3 * clusters(certificate, "train"));
    assertThat(certificate.largestClusterRows()).isEqualTo(3);
    assertThat(certificate.straddlingClusters()).isZero();
    // A row outside has no sibling in training with chance 0.2 x 0.2.
    assertThat(certificate.rowwiseLeakShare()).isCloseTo(0.96, within(0.03));
  }

  @Test
  void moreRowsMoveNoneOfTheOthers() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      rows.add(row(i, "question " + i, ContentHash.of("cluster " + i)));
    }

    Map<String, String> before = splits(apply(rows.subList(0, 100), 7));
    Map<String, String> after = splits(apply(rows, 7));

    assertThat(after).hasSize(300).containsAllEntriesOf(before);
    assertThat(splits(apply(rows, 8))).isNotEqualTo(after);
  }

  @Test
  void theCertificateFindsWhatAWrongClusteringLeaks() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      rows.add(row(i, "The same question?", ContentHash.of("cluster " + i)));
    }

    SplitCertificate certificate = new Split(SETTINGS).certify(apply(rows, 7), 7).certificate();

    assertThat(certificate.straddlingClusters()).isZero();
    assertThat(certificate.nearDuplicates().pairsBySides())
        .isEqualTo(Map.of("train/validation", 1L, "train/test", 1L, "validation/test", 1L));
    assertThat(certificate.sharedPrompts()).isEqualTo(1);
    assertThat(certificate.sharedOpenings()).isEqualTo(1);
    assertThat(certificate.clean()).isFalse();
  }

  @Test
  void straddlingIsCountedOnTheRowsThemselves() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      rows.add(row(i, "question " + i, "cluster " + i % 4));
    }

    Dataset<Row> straddling =
        apply(rows, 7)
            .withColumn(
                Columns.SPLIT,
                expr(
                    "if(prompt_cluster = 'cluster 2' and comparison_id < 'id 20', 'test', 'train')"));

    assertThat(new Split(SETTINGS).certify(straddling, 7).certificate())
        .returns(1L, SplitCertificate::straddlingClusters)
        .returns(0L, SplitCertificate::sharedPrompts);
  }

  @Test
  void refusesSharesAndRowsThatCannotBeSplit() {
    assertThatThrownBy(() -> SplitSettings.plain(shares(0.8, 0.1, 0.2), null))
        .hasMessageContaining("they must sum to 1, not 1.1");
    assertThatThrownBy(() -> SplitSettings.plain(Map.of("all", 1.0), null))
        .hasMessageContaining("from 2 to 30 needed");
    assertThatThrownBy(() -> SplitSettings.plain(shares(0.8, 0.2, 0.0), null))
        .hasMessageContaining("split \"test\" the share 0.0");
    assertThatThrownBy(() -> SplitSettings.plain(shares(0.8, 0.1, 0.1), 1))
        .hasMessageContaining("Cannot make 1 folds");
    assertThatThrownBy(() -> leavingOut("topic", LeaveOut.Spanning.JOIN))
        .hasMessageContaining("by \"topic\": allowed are [source, language, annotator] and");
    assertThatThrownBy(() -> stratified(0.0)).hasMessageContaining("must be above 0, or null");
    assertThatThrownBy(
            () -> new Split(SETTINGS).apply(table(List.of()).drop(Columns.PROMPT_CLUSTER), 7))
        .hasMessageContaining("without the column prompt_cluster: deduplicate them first");
  }

  private static long clusters(SplitCertificate certificate, String split) {
    return Objects.requireNonNull(certificate.clusters().get(split));
  }

  private static Dataset<Row> apply(List<Row> rows, long seed) {
    return new Split(SETTINGS).apply(table(rows), seed).comparisons();
  }

  private static Row row(int id, String question, String cluster) {
    return SplitFixture.row("id " + id, question, cluster, "people");
  }
}
