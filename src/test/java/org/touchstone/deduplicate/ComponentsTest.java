package org.touchstone.deduplicate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.touchstone.LocalSpark;

@Tag("spark")
class ComponentsTest {

  @Test
  void roundsOfStarsFindWhatOneTaskFinds() {
    Dataset<Row> edges = edges().repartition(5).cache();

    Map<Long, Long> inOneTask = labels(Components.of(edges));
    Map<Long, Long> inRounds = labels(Components.of(edges, 0));

    assertThat(inRounds).isEqualTo(inOneTask).isEqualTo(joined(edges.collectAsList()));
    Components.check(edges, Components.of(edges));
    edges.unpersist();
  }

  @Test
  void labelsOnEveryExecutorAreThoseOfTheTable() {
    Dataset<Row> edges = edges().repartition(5);
    List<long[]> pairs =
        edges.collectAsList().stream().map(e -> new long[] {e.getLong(0), e.getLong(1)}).toList();
    Labels labels = Labels.of(pairs);

    labels(Components.of(edges))
        .forEach((vertex, cluster) -> assertThat(labels.of(vertex)).isEqualTo(cluster));
    assertThat(labels.of(Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
    assertThat(pairs.stream().mapToLong(labels::torn).sum()).isZero();
    assertThat(labels.misnamed()).isZero();
  }

  @Test
  void labelsThatTearAnEdgeOrAreMisnamedAreCounted() {
    LongPairs members = new LongPairs();
    members.add(2, 1);
    members.add(4, 3);
    members.add(3, 5);
    members.sortAndDropRepeats();
    Labels labels = Labels.of(members);

    assertThat(labels.torn(new long[] {1, 2, 2, 3, 3, 5})).isEqualTo(1);
    assertThat(labels.misnamed()).isEqualTo(2);
  }

  @Test
  void clustersThatTearAnEdgeAreRefused() {
    Dataset<Row> edges = table(List.of(RowFactory.create(1L, 2L), RowFactory.create(2L, 3L)));
    Dataset<Row> torn = table(List.of(RowFactory.create(2L, 1L)));
    Dataset<Row> misnamed =
        table(
            List.of(
                RowFactory.create(1L, 3L), RowFactory.create(2L, 3L), RowFactory.create(3L, 3L)));

    assertThatThrownBy(() -> Components.check(edges, torn))
        .hasMessageContaining("1 pairs of similar texts are in different ones and 0 are not named");
    assertThatThrownBy(() -> Components.check(edges, misnamed))
        .hasMessageContaining("0 pairs of similar texts are in different ones");
  }

  /** Random graphs, a chain of 300 and a star of 200, none connected with another. */
  private static Dataset<Row> edges() {
    SplittableRandom random = new SplittableRandom(5);
    List<Row> edges = new ArrayList<>();
    for (int i = 0; i < 1_500; i++) {
      long graph = random.nextInt(3) * 10_000L;
      edges.add(RowFactory.create(graph + random.nextInt(900), graph + random.nextInt(900)));
    }

    for (long i = 0; i < 300; i++) {
      edges.add(RowFactory.create(-1_000 + (i * 7) % 301, -1_000 + ((i + 1) * 7) % 301));
    }

    for (long i = 1; i < 200; i++) {
      edges.add(RowFactory.create(Long.MIN_VALUE + 100 + i, Long.MIN_VALUE + 100));
    }

    return table(edges);
  }

  private static Dataset<Row> table(List<Row> edges) {
    return LocalSpark.session().createDataFrame(edges, Components.SCHEMA);
  }

  private static Map<Long, Long> labels(Dataset<Row> labels) {
    Map<Long, Long> map = new HashMap<>();
    for (Row row : labels.collectAsList()) {
      assertThat(map.put(row.getLong(0), row.getLong(1))).isNull();
    }

    return map;
  }

  private static Map<Long, Long> joined(List<Row> edges) {
    Forest forest = new Forest();
    edges.forEach(edge -> forest.join(edge.getLong(0), edge.getLong(1)));
    Map<Long, Long> map = new HashMap<>();
    forest.members().forEachRemaining(member -> map.put(member[0], member[1]));
    return map;
  }
}
