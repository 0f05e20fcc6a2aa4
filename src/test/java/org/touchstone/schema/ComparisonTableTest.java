package org.touchstone.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.touchstone.LocalSpark;
import org.touchstone.preference.Comparison;
import org.touchstone.preference.Message;
import org.touchstone.preference.Reply;
import org.touchstone.preference.Role;

@Tag("spark")
class ComparisonTableTest {

  private static final Message ASK = new Message(Role.USER, "Où est la \"gare\"? 🚉");

  @Test
  void everyFieldSurvivesParquet(@TempDir Path folder) {
    Comparison full =
        new Comparison(
            List.of(new Message(Role.SYSTEM, ""), ASK),
            List.of(reply("here"), reply("there"), reply("nowhere")),
            List.of(2, 1, 2),
            List.of(3.5, 4.0, 3.5),
            0.25,
            "w0001",
            "survey",
            "fr",
            Instant.parse("2024-02-29T12:00:00Z"),
            Map.of("topic", "travel"));
    Comparison bare = Comparison.pair(List.of(), reply("a"), reply("b"), "bare");

    write(List.of(full, bare), folder);

    List<Row> rows = LocalSpark.session().read().parquet(folder.toString()).collectAsList();
    assertThat(rows).extracting(ComparisonTable::fromRow).containsExactlyInAnyOrder(full, bare);
  }

  @Test
  void rowsPassThroughTypedTransformations(@TempDir Path folder) {
    Comparison pair = Comparison.pair(List.of(ASK), reply("a"), reply("b"), "s");
    Dataset<Row> mapped =
        LocalSpark.session()
            .createDataset(List.of(1, 2, 3), Encoders.INT())
            .map(
                (org.apache.spark.api.java.function.MapFunction<Integer, Row>)
                    occurrence -> ComparisonTable.toRow(pair, occurrence),
                Encoders.row(ComparisonTable.SCHEMA));

    mapped.write().mode("overwrite").parquet(folder.toString());

    assertThat(LocalSpark.session().read().parquet(folder.toString()).count()).isEqualTo(3);
  }

  @Test
  void idsDoNotDependOnTheOrderOfReplies() {
    Comparison one = Comparison.pair(List.of(ASK), reply("a"), reply("b"), "s");
    Comparison swapped =
        new Comparison(
            List.of(ASK),
            List.of(reply("b"), reply("a")),
            List.of(2, 1),
            null,
            null,
            null,
            "s",
            null,
            null,
            Map.of());
    Comparison opposite = Comparison.pair(List.of(ASK), reply("b"), reply("a"), "s");

    assertThat(ContentIds.ofComparison(one)).isEqualTo(ContentIds.ofComparison(swapped));
    assertThat(ContentIds.ofComparison(one)).isNotEqualTo(ContentIds.ofComparison(opposite));
  }

  private static Reply reply(String text) {
    return new Reply(List.of(new Message(Role.ASSISTANT, text)), null);
  }

  private static void write(List<Comparison> comparisons, Path folder) {
    List<Row> rows = comparisons.stream().map(c -> ComparisonTable.toRow(c, 0)).toList();
    LocalSpark.session()
        .createDataFrame(rows, ComparisonTable.SCHEMA)
        .write()
        .mode("overwrite")
        .parquet(folder.toString());
  }
}
