package org.touchstone.ingest;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.touchstone.LocalSpark;

/** Kinds of files that people have, and what ingest must do with each. */
@Tag("spark")
class FileKindsTest {

  private static final IngestSettings SETTINGS = IngestSettings.of(Format.AUTO).from("one");

  private static final String FIRST = "{\"prompt\":\"p\",\"chosen\":\"a\",\"rejected\":\"b\"}";
  private static final String SECOND = "{\"prompt\":\"q\",\"chosen\":\"c\",\"rejected\":\"d\"}";
  private static final String LINES = FIRST + "\n" + SECOND + "\n";
  private static final String ARRAY = "[" + FIRST + "," + SECOND + "]";
  private static final String POINTER =
      "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n";

  @TempDir private Path folder;

  private static List<Arguments> readable() throws IOException {
    byte[] lines = LINES.getBytes(UTF_8);
    byte[] two = concatenated(bzip2(FIRST + "\n"), bzip2(SECOND + "\n"));
    List<Arguments> kinds = new ArrayList<>();
    for (String name : List.of("a.jsonl", "D.JSONL", "a.NdJson", "a.json", "a.Json")) {
      kinds.add(Arguments.of(name, lines));
    }

    String table = "prompt,chosen,rejected\np,a,b\nq,c,d\n";
    kinds.add(Arguments.of("A.CSV", table.getBytes(UTF_8)));
    kinds.add(Arguments.of("A.TSV", table.replace(',', '\t').getBytes(UTF_8)));
    for (char between : new char[] {';', '|', '\t'}) {
      kinds.add(Arguments.of("other.csv", table.replace(',', between).getBytes(UTF_8)));
    }

    kinds.add(Arguments.of("b.jsonl.bz2", bzip2(LINES)));
    kinds.add(Arguments.of("b.JSONL.BZ2", two));
    kinds.add(Arguments.of("b.csv.bz2", bzip2(table)));
    kinds.add(Arguments.of("c.Jsonl.GZ", gzip(LINES)));
    kinds.add(Arguments.of("c.jsonl.gz", concatenated(gzip(FIRST + "\n"), gzip(SECOND + "\n"))));
    kinds.add(Arguments.of("c.json.ZST", zstd(ARRAY)));
    kinds.add(Arguments.of("10:30.jsonl", lines));
    kinds.add(Arguments.of("10:30.json.gz", gzip(ARRAY)));
    for (String wrapped :
        List.of(
            "{\"data\": %s}",
            "\uFEFF{\"version\": \"1 [a]\", \"n\": [1], \"train\" :\n %s, \"more\": {\"x\": \"}\"}}\n",
            "{\"features\": [{\"name\": \"prompt\"}], \"rows\": %s, \"partial\": false}")) {
      kinds.add(Arguments.of("w.json", wrapped.formatted(ARRAY).getBytes(UTF_8)));
    }

    String rows =
        "[{\"row_idx\":0,\"row\":%s},{\"row_idx\":1,\"row\":%s}]".formatted(FIRST, SECOND);
    kinds.add(Arguments.of("v.json", "{\"rows\": %s}".formatted(rows).getBytes(UTF_8)));
    return kinds;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("readable")
  void readsAllRecords(String name, byte[] bytes) throws IOException {
    Path in = Files.createDirectories(folder.resolve("in"));
    Files.write(in.resolve(name), bytes);

    for (String input : List.of(in.resolve(name).toString(), in.toString(), in + "/*")) {
      try (Ingested ingested = ingest(input)) {
        assertThat(prompts(ingested)).as(input).containsExactly("p", "q");
        assertThat(ingested.counts().refused()).isZero();
      }
    }
  }

  private static List<Arguments> unreadable() throws IOException {
    byte[] half = gzip(LINES.repeat(200));
    byte[] bzip2 = bzip2(LINES.repeat(200));
    String page = "\n<!DOCTYPE html>\n<html><body>Please log in</body></html>";
    String pretty = FIRST.replace(",", ",\n");
    return List.of(
        Arguments.of("a.jsonl", POINTER.getBytes(UTF_8), "pointer of Git LFS"),
        Arguments.of("a.csv", POINTER.getBytes(UTF_8), "pointer of Git LFS"),
        Arguments.of("a.json.gz", POINTER.getBytes(UTF_8), "pointer of Git LFS"),
        Arguments.of("a.parquet", POINTER.getBytes(UTF_8), "pointer of Git LFS"),
        Arguments.of("a.jsonl", page.getBytes(UTF_8), "HTML page"),
        Arguments.of("a.parquet", page.getBytes(UTF_8), "HTML page"),
        Arguments.of("a.jsonl.gz", gzip(page), "HTML page"),
        Arguments.of("a.jsonl", new byte[] {'P', 'K', 3, 4, 0, 0}, "a zip archive, not text"),
        Arguments.of("a.jsonl", gzip(LINES), "gzip, not text"),
        Arguments.of("a.json", "PAR1....PAR1".getBytes(UTF_8), "Parquet, not text"),
        Arguments.of("a.jsonl.gz", LINES.getBytes(UTF_8), "its name says gzip, which it is not"),
        Arguments.of("a.jsonl.bz2", gzip(LINES), "its name says bzip2, but it is gzip"),
        Arguments.of("a.parquet", LINES.getBytes(UTF_8), "its name says Parquet, which it is not"),
        Arguments.of("a.parquet", new byte[0], "it is empty"),
        Arguments.of("a.csv", LINES.getBytes(UTF_16), "its text is UTF-16, must be UTF-8"),
        Arguments.of("a.jsonl", LINES.getBytes(UTF_16LE), "its text is UTF-16LE, must be UTF-8"),
        Arguments.of(
            "a.jsonl.gz", Arrays.copyOf(half, half.length / 2), "gzip stream is damaged or cut"),
        Arguments.of(
            "a.jsonl.bz2", Arrays.copyOf(bzip2, bzip2.length - 9), "bzip2 stream is damaged or"),
        Arguments.of("a.json", ARRAY.substring(0, 60).getBytes(UTF_8), "JSON array is cut off"),
        Arguments.of(
            "a.json",
            "{\"train\": %s, \"test\": %s}".formatted(ARRAY, ARRAY).getBytes(UTF_8),
            "several lists of records, under [train, test]"),
        Arguments.of("a.json", (pretty + pretty).getBytes(UTF_8), "first object spans several"));
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource("unreadable")
  void saysWhatAFileIsInsteadOfItsRecords(String name, byte[] bytes, String why)
      throws IOException {
    Path file = Files.write(folder.resolve(name), bytes);

    assertThatThrownBy(() -> ingest(file.toString()))
        .isInstanceOf(UnreadableFileException.class)
        .hasMessageStartingWith("Cannot ingest file:" + file)
        .hasMessageContaining(why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "s3://bucket/a.jsonl | no file system for scheme \"s3\"; write s3a:// and add hadoop-aws",
        "s3a://bucket/a.jsonl | no file system for scheme \"s3a\"; add hadoop-aws",
        "gs://bucket/a.jsonl | no file system for scheme \"gs\"; add Google's gcs-connector",
        "https://example.org/a.jsonl | files are not read from the web; download it first",
        "hf://datasets/someone/some | download the data set first",
        "hdfs://host.invalid:8020/a.jsonl | its host \"host.invalid:8020\" cannot be reached",
        "nosuch://x/a.jsonl | no file system for scheme \"nosuch\"; allowed are",
      })
  void saysWhatAFileSystemLacks(String input, String why) {
    assertThatThrownBy(() -> ingest(input))
        .hasMessageStartingWith("Cannot read " + input)
        .hasMessageContaining(why);
  }

  @Test
  void listsWhatItSkipsInAFolder() throws IOException {
    Files.createDirectories(folder.resolve("sub/_temporary"));
    Files.writeString(folder.resolve("a.jsonl"), FIRST);
    Files.write(folder.resolve("b.jsonl.bz2"), bzip2(SECOND));
    Files.writeString(folder.resolve("d.JSONL"), FIRST);
    Files.writeString(folder.resolve("sub/c.jsonl"), SECOND);
    for (String other :
        List.of("README.md", "_SUCCESS", "notes.txt", "e.jsonl.xz", "f.jsonl.txt")) {
      Files.writeString(folder.resolve(other), LINES);
    }

    try (Ingested ingested = ingest(folder.toString())) {
      assertThat(prompts(ingested)).containsExactly("p", "p", "q", "q");
      assertThat(ingested.skipped())
          .extracting(SkippedFile::words)
          .containsExactly(
              "README.md (unknown ending)",
              "_SUCCESS (hidden)",
              "e.jsonl.xz (unknown ending)",
              "f.jsonl.txt (unknown ending)",
              "notes.txt (unknown ending)",
              "_temporary (hidden folder)");
    }
  }

  @Test
  void aColonInOneNameStopsNoOther() throws IOException {
    Files.writeString(folder.resolve("a.jsonl"), FIRST);
    Files.writeString(folder.resolve("run 10:30.jsonl"), SECOND);

    try (Ingested all = ingest(folder.toString());
        Ingested one = ingest(folder + "/a*.jsonl")) {
      assertThat(prompts(all)).containsExactly("p", "q");
      assertThat(prompts(one)).containsExactly("p");
    }
  }

  @Test
  void parquetFilesWithOtherColumnsAreReadEachByItsOwn() {
    try (Ingested ingested = ingest("src/test/resources/cases/parquet/ingest")) {
      assertThat(ingested.rejected().collectAsList())
          .extracting(row -> row.<String>getAs("detail"))
          .allMatch(detail -> detail.startsWith("field \"margin\""));
      assertThat(ingested.files()).hasSize(4);
      assertThat(ingested.files().values()).allMatch(file -> file.records() > 0);
    }
  }

  @Test
  void saysWhichElementOfAnArrayIsRefused() throws IOException {
    Path file = folder.resolve("a.json");
    Files.writeString(file, "[%s,{\"prompt\":1},%s,[1]]".formatted(FIRST, SECOND));

    try (Ingested ingested = ingest(file.toString())) {
      assertThat(ingested.rejected().orderBy("element").collectAsList())
          .extracting(row -> row.getAs("line") + "[" + row.getAs("element") + "]")
          .containsExactly("1[1]", "1[3]");
      assertThat(Objects.requireNonNull(ingested.files().get("file:" + file)).note()).isNull();
    }
  }

  @Test
  void saysUnderWhichKeyTheRecordsOfAWrappedFileAre() throws IOException {
    Path file = folder.resolve("a.json");
    Files.writeString(file, "{\"data\": %s}".formatted(ARRAY));

    try (Ingested ingested = ingest(file.toString())) {
      assertThat(Objects.requireNonNull(ingested.files().get("file:" + file)).note())
          .isEqualTo("records are the list under \"data\"");
    }
  }

  @Test
  void anObjectThatIsARecordIsNotUnwrapped() throws IOException {
    String record =
        "{\"messages\": [{\"role\": \"user\", \"content\": \"p\"},\n"
            + "{\"role\": \"assistant\", \"content\": \"a\"}],\n\"rejected_response\": \"b\"}";
    Path file = Files.writeString(folder.resolve("a.json"), record);

    try (Ingested ingested = ingest(file.toString())) {
      assertThat(prompts(ingested)).containsExactly("p");
    }
  }

  private static Ingested ingest(String input) {
    return new Ingestion(LocalSpark.session(), SETTINGS).read(List.of(input));
  }

  private static List<String> prompts(Ingested ingested) {
    return ingested.comparisons().selectExpr("prompt[0].content").collectAsList().stream()
        .map((Row row) -> row.getString(0))
        .sorted()
        .toList();
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    return written(text, new GZIPOutputStream(bytes), bytes);
  }

  private static byte[] zstd(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    return written(text, new ZstdOutputStream(bytes), bytes);
  }

  private static byte[] bzip2(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    return written(text, new BZip2CompressorOutputStream(bytes), bytes);
  }

  private static byte[] written(String text, OutputStream out, ByteArrayOutputStream bytes)
      throws IOException {
    try (out) {
      out.write(text.getBytes(UTF_8));
    }

    return bytes.toByteArray();
  }

  private static byte[] concatenated(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
