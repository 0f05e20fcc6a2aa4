package org.touchstone.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.touchstone.LocalSpark;

/** The same records in whatever holds them, and what damage does to each. */
@Tag("spark")
class ContainersTest {

  private static final IngestSettings SETTINGS = IngestSettings.of(Format.AUTO).from("one");

  private static final List<String> RECORDS =
      List.of(
          "{\"prompt\":\"a, \\\"b\\\"\",\"chosen\":\"two\\n\\nlines\",\"rejected\":\"é 你好\"}",
          "{\"prompt\":\"[not json\",\"chosen\":\"x\\ty\",\"rejected\":\"]}{\"}",
          "{\"prompt\":\"q\",\"chosen\":\"back\\\\slash\",\"rejected\":\"\\\"\"}");

  private static final String CSV =
      "prompt,chosen,rejected\r\n"
          + "\"a, \"\"b\"\"\",\"two\n\nlines\",é 你好\r\n"
          + "[not json,x\ty,]}{\r\n\r\n"
          + "q,back\\slash,\"\"\"\"\r\n";

  @TempDir private Path folder;

  @Test
  void theSameRecordsHaveTheSameIdsInEveryContainer() throws IOException {
    String lines = String.join("\n", RECORDS);
    String array = "\uFEFF [\n" + String.join(" ,\n", RECORDS) + "\n]\n";
    List<String> expected = ids(write("a.jsonl", lines));

    assertThat(expected).hasSize(3).doesNotHaveDuplicates();
    assertThat(ids(write("a.json", array))).isEqualTo(expected);
    assertThat(ids(write("b.json", lines))).isEqualTo(expected);
    assertThat(ids(write("a.csv", CSV))).isEqualTo(expected);
    assertThat(ids(write("a.tsv", CSV.replace("x\ty", "\"x\ty\"").replaceAll(",(?! )", "\t"))))
        .isEqualTo(expected);
    assertThat(ids(compressed("a.jsonl.gz", lines))).isEqualTo(expected);
    assertThat(ids(compressed("a.ndjson.zst", lines))).isEqualTo(expected);
    assertThat(ids(compressed("a.json.zst", array))).isEqualTo(expected);
    assertThat(ids(compressed("a.csv.gz", CSV))).isEqualTo(expected);
    assertThat(ids(parquet("a.parquet", RECORDS, "zstd"))).isEqualTo(expected);
    assertThat(ids(parquet("b.parquet", RECORDS, "snappy"))).isEqualTo(expected);
  }

  /** A text may hold a semicolon: the next row tells. None is lost by looking at it. */
  @Test
  void oneColumnOfTextsWithSemicolonsIsOneColumn() throws IOException {
    for (String rows :
        List.of(
            "Tell me a joke; make it short\nWhy not\nB\nC\n",
            "Write;\"hello\" twice\nA\nB\n",
            "Tell me; now\n\"never closed\nB\n")) {
      Path file = write("one.csv", rows);
      List<String> read = new ArrayList<>();
      try (Records records =
          Container.CSV.open(
              new SourceFile(file.toString(), new Configuration()),
              new RecordLimits(1 << 20, Header.AUTO, 500))) {
        records.forEachRemaining(record -> read.add(record.raw().get().text()));
      }

      assertThat(read).as(rows).hasSize(rows.split("\n").length);
    }
  }

  @Test
  void aTableOfAnyDataSourceIsReadByItsName() throws IOException {
    List<String> expected = ids(write("a.jsonl", String.join("\n", RECORDS)));
    Path table = folder.resolve("table");
    LocalSpark.session()
        .read()
        .json(LocalSpark.session().createDataset(RECORDS, Encoders.STRING()))
        .write()
        .orc(table.toString());

    Ingested ingested = ingest(ofTables("orc"), table);

    assertThat(ids(ingested)).isEqualTo(expected);
    assertThatThrownBy(() -> ingest(ofTables("absent"), table))
        .isInstanceOf(UnreadableFileException.class)
        .hasMessageContaining("table: Spark cannot load it by table-format \"absent\"");
  }

  @Test
  void nestedParquetIsReadAsItsJsonWouldBe() throws IOException {
    String record =
        "{\"prompt\":[{\"role\":\"user\",\"content\":\"q\"}],\"completions\":"
            + "[{\"text\":\"x\",\"score\":1.5},{\"text\":\"y\",\"score\":2.5}],\"id\":7}";
    Row expected = ingest(write("n.jsonl", record)).comparisons().first();

    Row row = ingest(parquet("n.parquet", List.of(record), "gzip")).comparisons().first();

    assertThat(row).isEqualTo(expected);
    assertThat(row.getList(row.fieldIndex("ratings"))).isEqualTo(List.of(1.5, 2.5));
  }

  @Test
  void allFilesOfAFolderAndOfThoseInItAreRead() throws IOException {
    Files.createDirectories(folder.resolve("in/deep"));
    Files.createDirectories(folder.resolve("in/_temporary"));
    write("in/train-00000-of-00002.jsonl", RECORDS.get(0));
    write("in/deep/train-00001-of-00002.jsonl", RECORDS.get(1));
    write("in/_temporary/other.jsonl", RECORDS.get(2));

    List<Row> rows =
        ingest(IngestSettings.of(Format.AUTO), folder.resolve("in")).comparisons().collectAsList();

    assertThat(rows)
        .extracting(row -> row.<String>getAs("source"))
        .containsExactly("train", "train");
  }

  @Test
  void badElementsOfAnArrayAreRefusedOneByOneByTheirLine() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(("[" + RECORDS.get(0) + ",\n{\"chosen\": tru},\n\"").getBytes(UTF_8));
    bytes.writeBytes(new byte[] {(byte) 0xC3, (byte) 0x28});
    bytes.writeBytes(("\",\n" + RECORDS.get(1) + ",\n{\"prompt\":1}\n]").getBytes(UTF_8));
    Path file = Files.write(folder.resolve("a.json"), bytes.toByteArray());

    Ingested ingested = ingest(file);

    assertThat(ingested.records()).isEqualTo(5);
    assertThat(ids(ingested)).hasSize(2);
    assertThat(rejected(ingested))
        .containsExactly("2 malformed-json", "3 invalid-text", "5 missing-field");
  }

  @Test
  void badRowsOfCsvAreRefusedOneByOneByTheirLine() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes("prompt,chosen,rejected\nq,\"x\n\",y\nq,x\nq,\"x\"x,y\n".getBytes(UTF_8));
    bytes.writeBytes(new byte[] {'q', ',', (byte) 0xFF, ',', 'y', '\n'});
    bytes.writeBytes(("q," + "x".repeat(3_000) + ",y\n").getBytes(UTF_8));
    bytes.writeBytes("q,\"never closed,y\nr,x,y\n".getBytes(UTF_8));
    Path file = Files.write(folder.resolve("a.csv"), bytes.toByteArray());

    Ingested ingested =
        ingest(
            new IngestSettings(Format.AUTO, Mapping.NONE, null, Header.AUTO, "one", 2_000), file);

    assertThat(ids(ingested)).hasSize(2);
    assertThat(rejected(ingested))
        .containsExactly(
            "4 malformed-csv",
            "5 malformed-csv",
            "6 invalid-text",
            "7 too-long",
            "8 malformed-csv");
  }

  @Test
  void aStringOfTenMegabytesIsRefusedAndItsNeighboursAreKept() throws IOException {
    String huge = RECORDS.get(0).replace("a, ", "a".repeat(10_000_000));
    Path file = write("a.jsonl", RECORDS.get(1) + "\n" + huge + "\n" + RECORDS.get(2));

    Ingested ingested = ingest(file);

    assertThat(ids(ingested)).hasSize(2);
    assertThat(rejected(ingested)).containsExactly("2 too-long");
    Ingested table = ingest(parquet("a.parquet", List.of(RECORDS.get(1), huge), "zstd"));
    assertThat(ids(table)).hasSize(1);
    assertThat(rejected(table)).containsExactly("2 too-long");
  }

  @Test
  void bytesInParquetThatAreNotUtf8AreRefused() throws IOException {
    Path target = folder.resolve("bytes");
    LocalSpark.session()
        .range(2)
        .select(
            functions.lit("q").as("prompt"),
            functions.concat(functions.lit("x"), functions.col("id")).as("chosen"),
            functions.expr("if(id = 1, X'C328', X'79')").as("rejected"))
        .coalesce(1)
        .write()
        .parquet(target.toString());

    Ingested ingested = ingest(target);

    assertThat(ids(ingested)).hasSize(1);
    assertThat(rejected(ingested)).containsExactly("2 invalid-text");
  }

  @ParameterizedTest
  @CsvSource({
    "a.jsonl.gz,its gzip stream is damaged or cut off",
    "a.csv.gz,its gzip stream is damaged or cut off",
    "a.json.gz,its gzip stream is damaged or cut off",
    "a.jsonl.zst,its zstd stream is damaged or cut off",
    "a.json.zst,its zstd stream is damaged or cut off",
    "a.json,its JSON array is cut off on line",
    "a.parquet,its Parquet data is damaged or cut off",
  })
  void aFileThatIsCutOffFailsByName(String name, String why) throws IOException {
    List<String> many = Stream.generate(() -> RECORDS).limit(200).flatMap(List::stream).toList();
    String text = name.contains(".json.") || name.endsWith(".json") ? many.toString() : CSV;
    text = name.contains(".jsonl") ? String.join("\n", many) : text;
    Path file = name.endsWith(".parquet") ? parquet(name, many, "zstd") : compressed(name, text);
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 10));

    assertThatThrownBy(() -> ingest(file))
        .isInstanceOf(UnreadableFileException.class)
        .hasMessageStartingWith("Cannot ingest ")
        .hasMessageContaining("/" + name + ": " + why);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.jsonl.gz", "a.jsonl.zst", "a.parquet"})
  void aFileOfOtherBytesFailsByName(String name) throws IOException {
    write("good.jsonl", RECORDS.get(0));
    write(name, "these bytes are something else altogether, and long enough to be read");

    assertThatThrownBy(() -> ingest(folder))
        .isInstanceOf(UnreadableFileException.class)
        .hasMessageContaining("/" + name + ": its ");
  }

  @Test
  void bytesInsideParquetThatWereChangedFailByName() throws IOException {
    List<String> many = Stream.generate(() -> RECORDS).limit(200).flatMap(List::stream).toList();
    Path file = parquet("a.parquet", many, "zstd");
    byte[] bytes = Files.readAllBytes(file);
    Arrays.fill(bytes, 4, 120, (byte) 0x5A);
    Files.write(file, bytes);

    assertThatThrownBy(() -> ingest(file))
        .isInstanceOf(UnreadableFileException.class)
        .hasMessageContaining("/a.parquet: its Parquet data is damaged or cut off");
  }

  @Test
  void allMembersOfAGzipAreRead() throws IOException {
    ByteArrayOutputStream members = new ByteArrayOutputStream();
    for (String record : RECORDS) {
      try (OutputStream out = new GZIPOutputStream(members)) {
        out.write((record + "\n").getBytes(UTF_8));
      }
    }

    assertThat(ids(Files.write(folder.resolve("a.jsonl.gz"), members.toByteArray()))).hasSize(3);
  }

  @Test
  void anUnknownFormatFailsByName() throws IOException {
    Path file = write("stars.csv", "text,stars\nx,5\n");

    assertThatThrownBy(() -> ingest(file))
        .isInstanceOf(UnknownFormatException.class)
        .hasMessageContaining("/stars.csv: its records, with keys [text, stars], are of none of");
  }

  private static final java.nio.charset.Charset UTF_8 = StandardCharsets.UTF_8;

  private static IngestSettings ofTables(String format) {
    return new IngestSettings(Format.AUTO, Mapping.NONE, format, Header.AUTO, "one", 1 << 20);
  }

  private static Ingested ingest(Path file) {
    return ingest(SETTINGS, file);
  }

  private static Ingested ingest(IngestSettings settings, Path file) {
    return new Ingestion(LocalSpark.session(), settings).read(List.of(file.toString()));
  }

  private static List<String> ids(Path file) {
    Ingested ingested = ingest(file);
    assertThat(rejected(ingested)).isEmpty();
    return ids(ingested);
  }

  private static List<String> ids(Ingested ingested) {
    return ingested.comparisons().select("comparison_id").collectAsList().stream()
        .map(row -> row.getString(0))
        .sorted()
        .toList();
  }

  private static List<String> rejected(Ingested ingested) {
    return ingested.rejected().orderBy("line").collectAsList().stream()
        .map(row -> row.get(1) + " " + row.get(2))
        .toList();
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private Path compressed(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    try (OutputStream raw = Files.newOutputStream(file);
        OutputStream out =
            name.endsWith(".gz")
                ? new GZIPOutputStream(raw)
                : name.endsWith(".zst") ? new ZstdOutputStream(raw) : raw) {
      out.write(text.getBytes(UTF_8));
    }

    return file;
  }

  private Path parquet(String name, List<String> records, String codec) throws IOException {
    Path written = folder.resolve(name + "-written");
    LocalSpark.session()
        .read()
        .json(LocalSpark.session().createDataset(records, Encoders.STRING()))
        .coalesce(1)
        .write()
        .option("compression", codec)
        .parquet(written.toString());
    try (Stream<Path> files = Files.list(written)) {
      Path part = files.filter(file -> file.toString().endsWith(".parquet")).findFirst().get();
      return Files.copy(part, folder.resolve(name));
    }
  }
}
