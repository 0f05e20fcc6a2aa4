package org.touchstone.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.touchstone.LocalSpark;

/** Columns of files that no job of ours wrote. */
@Tag("spark")
class RawTablesTest {

  @TempDir private Path folder;

  @Test
  void filesOfSeveralContainersAreUnitedByName() throws IOException {
    write("a.jsonl", "{\"prompt\":\"1\",\"n\":7,\"list\":[1]}\n{\"prompt\":[\"2\"],\"n\":8}");
    write("b.csv", "prompt,more\n3,x\n");
    parquet("c.parquet", "message m { optional int64 n; optional binary prompt (STRING); }");

    RawTable table = read();

    assertThat(table.columns().columns()).containsExactly("prompt", "n", "list", "more");
    assertThat(table.mixed()).containsExactly("prompt");
    List<Row> rows = table.columns().orderBy("prompt").collectAsList();
    assertThat(rows)
        .extracting(row -> row.getString(0))
        .containsExactly("\"1\"", "\"3\"", "\"p\"", "[\"2\"]");
    assertThat(rows).extracting(row -> row.get(1)).containsExactly(7L, null, 5L, 8L);
  }

  @Test
  void typesDoNotDependOnTheOrderOfRecords() throws IOException {
    List<String> lines =
        List.of(
            "{\"v\":1,\"w\":9007199254740993}", "{\"v\":2.5,\"w\":0.5}", "{\"v\":null,\"w\":1}");
    for (int[] order : new int[][] {{0, 1, 2}, {2, 1, 0}, {1, 2, 0}}) {
      write(
          "a.jsonl", lines.get(order[0]) + "\n" + lines.get(order[1]) + "\n" + lines.get(order[2]));

      assertThat(read().columns().schema().apply("v").dataType().catalogString())
          .isEqualTo("double");
      assertThat(read().mixed()).containsExactly("w");
    }
  }

  @Test
  void recordsThatAreNoneAreCountedAndKept() throws IOException {
    write("a.jsonl", "{\"v\":1}\n{broken\n{\"v\":2}");

    RawTable table = read();

    assertThat(table.refused()).isEqualTo(Map.of("malformed-json", 1L));
    assertThat(table.samples().get(0).row()).isEqualTo(2);
    assertThat(table.rejected().select("line", "raw").head().getString(1)).isEqualTo("{broken");
    assertThat(table.rows().select("v", "touchstone_origin.row").collectAsList())
        .extracting(Row::toString)
        .containsExactly("[1,1]", "[2,3]");
  }

  @Test
  void typesThatSparkDoesNotHaveAreNamed() throws IOException {
    parquet(
        "a.parquet",
        "message m { optional int64 n (TIMESTAMP(NANOS,true)); optional int32 u (INTEGER(8,false));"
            + " optional binary prompt (STRING); }");

    RawTable table = read();

    assertThat(table.retyped())
        .isEqualTo(Map.of("n", "nanoseconds become microseconds", "u", "uint8 becomes int16"));
    assertThat(table.columns().select(functions.unix_micros(functions.col("n"))).head().getLong(0))
        .isEqualTo(-1);
  }

  @Test
  void columnsInTheNamesOfFoldersAreKept() {
    LocalSpark.session()
        .sql("select 'q' as prompt, 'a b' as lang, 1 as part union all select 'r', 'c=d', 2")
        .write()
        .partitionBy("lang", "part")
        .parquet(folder.resolve("in").toString());

    RawTable table = read();

    assertThat(table.columns().columns()).containsExactly("prompt", "lang", "part");
    assertThat(table.columns().orderBy("prompt").collectAsList())
        .extracting(Row::toString)
        .containsExactly("[q,a b,1]", "[r,c=d,2]");
  }

  private RawTable read() {
    return new RawTables(LocalSpark.session()).read(List.of(folder.toString()));
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  /** One row: 5 in n, or a nanosecond before 1970 where n is a time; 200 in u; "p" in prompt. */
  private void parquet(String name, String schema) throws IOException {
    MessageType type = MessageTypeParser.parseMessageType(schema);
    Group row = new SimpleGroup(type);
    row.add("n", schema.contains("NANOS") ? -1L : 5L);
    row.add("prompt", "p");
    if (type.containsField("u")) {
      row.add("u", 200);
    }

    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(folder.resolve(name).toString()))
            .withType(type)
            .withConf(new Configuration())
            .build()) {
      writer.write(row);
    }
  }
}
