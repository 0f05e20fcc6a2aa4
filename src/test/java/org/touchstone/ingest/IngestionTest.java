package org.touchstone.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.touchstone.LocalSpark;
import org.touchstone.schema.ComparisonTable;

@Tag("spark")
class IngestionTest {

  private static final IngestSettings SETTINGS = IngestSettings.of(Format.HH_RLHF);

  @TempDir private Path folder;

  @Test
  void everyLineIsAComparisonOrRejectedByFileAndLine() throws IOException {
    gzip("a.jsonl.gz", pair("q", "x", "y") + "\n\n{\"chosen\": \n" + pair("q", "x", "x") + "\n");
    write("b.json", "\uFEFF" + pair("r", "x", "y") + "\r\n[1]\n" + pair("q", "y", "x") + "{}");
    write("notes.txt", "not feedback");

    Ingested ingested = ingest(SETTINGS, folder.toString());

    assertThat(ingested.comparisons().schema().fieldNames())
        .isEqualTo(ComparisonTable.SCHEMA.fieldNames());
    assertThat(ingested.comparisons().collectAsList())
        .extracting(row -> row.<String>getAs("source"))
        .containsExactlyInAnyOrder("a", "b");
    assertThat(ingested.rejected().collectAsList())
        .extracting(row -> row.get(0) + ":" + row.get(1) + " " + row.get(2))
        .containsExactlyInAnyOrder(
            "file:%s/a.jsonl.gz:3 malformed-json".formatted(folder),
            "file:%s/a.jsonl.gz:4 identical-sides".formatted(folder),
            "file:%s/b.json:2 malformed-json".formatted(folder),
            "file:%s/b.json:3 malformed-json".formatted(folder));
    assertThat(ingested.skipped())
        .extracting(SkippedFile::words)
        .containsExactly("notes.txt (unknown ending)");
  }

  @Test
  void badBytesAndLongLinesAreRejectedAndShortened() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes("{\"chosen\": \"".getBytes(StandardCharsets.UTF_8));
    bytes.writeBytes(new byte[] {(byte) 0xC3, (byte) 0x28, '"', '}', '\n'});
    bytes.writeBytes(pair("q", "é".repeat(3_000), "y").getBytes(StandardCharsets.UTF_8));
    Files.write(folder.resolve("c.jsonl"), bytes.toByteArray());

    List<Row> rejected =
        ingest(limited(4_000), folder.toString()).rejected().orderBy("line").collectAsList();

    assertThat(rejected)
        .extracting(row -> row.getString(2))
        .containsExactly("invalid-text", "too-long");
    assertThat(rejected.get(1).getString(3)).contains("allowed are 4000");
    assertThat(rejected.get(1).getString(4)).hasSize(500);
    assertThat(rejected)
        .extracting(row -> row.<Boolean>getAs("raw_cut"))
        .containsExactly(false, true);
  }

  @Test
  void repeatsAreNumberedByFileAndLineWhateverTheOrderOfInputs() throws IOException {
    write("b.jsonl", pair("q", "x", "y") + "\n" + pair("other", "x", "y"));
    write("a.jsonl", pair("q", "x", "y") + "\n" + pair("q", "x", "y"));
    IngestSettings settings = SETTINGS.from("one");
    String a = folder.resolve("a.jsonl").toString();
    String b = folder.resolve("b.jsonl").toString();

    List<String> forward = keys(ingest(settings, a, b));

    assertThat(keys(ingest(settings, b, a, a))).isEqualTo(forward);
    assertThat(forward).hasSize(4).doesNotHaveDuplicates();
    assertThat(forward.stream().filter(key -> key.endsWith("/2"))).hasSize(1);
  }

  @Test
  void largeFilesOfLinesAreReadInPartsAsIfWhole() throws IOException {
    String broken = "{\"chosen\": \n".repeat(70); // more than are looked at for the format
    String lines =
        broken + (pair("q", "x", "y") + "\n\n" + pair("r", "y", "é") + "\n{}\n").repeat(9);
    write("b.jsonl", lines);
    write("a.jsonl", pair("q", "x", "y") + "\n");
    gzip("c.jsonl.gz", lines);
    IngestSettings settings = IngestSettings.of(Format.AUTO).from("one");
    Ingested whole = ingest(settings, folder.toString());

    for (int bytes : new int[] {50, 333, 1_000}) {
      Ingested parts =
          new Ingestion(LocalSpark.session(), settings, bytes).read(List.of(folder.toString()));
      assertThat(keys(parts)).isEqualTo(keys(whole));
      assertThat(lines(parts)).isEqualTo(lines(whole)).hasSize(2 * 79);
      assertThat(parts.records()).isEqualTo(whole.records());
    }
  }

  private static List<String> lines(Ingested ingested) {
    return ingested.rejected().collectAsList().stream().map(Row::toString).sorted().toList();
  }

  @Test
  void aTruncatedGzipFailsByName() throws IOException {
    gzip("cut.jsonl.gz", (pair("q", "x", "y") + "\n").repeat(50));
    Path cut = folder.resolve("cut.jsonl.gz");
    byte[] whole = Files.readAllBytes(cut);
    Files.write(cut, Arrays.copyOf(whole, whole.length - 12));

    assertThatThrownBy(() -> ingest(SETTINGS, cut.toString()))
        .isInstanceOf(UnreadableFileException.class)
        .hasMessageContaining("cut.jsonl.gz: its gzip stream is damaged or cut off after line");
  }

  @Test
  void missingPathsAndOtherEndingsFailByName() throws IOException {
    write("table.txt", "a,b");
    String missing = folder.resolve("absent.jsonl").toString();

    assertThatThrownBy(() -> ingest(SETTINGS, missing))
        .hasMessage("Cannot ingest %s: there is no such file or folder", missing);
    assertThatThrownBy(() -> ingest(SETTINGS, folder.resolve("table.txt").toString()))
        .hasMessageContaining("must end with one of [.jsonl, .ndjson, .json, .csv, ");
    assertThatThrownBy(() -> ingest(SETTINGS, folder.toString()))
        .hasMessageContaining("no file in it ends with one of [.jsonl, .ndjson, .json, .csv, ");
  }

  private static Ingested ingest(IngestSettings settings, String... inputs) {
    return new Ingestion(LocalSpark.session(), settings).read(List.of(inputs));
  }

  private static IngestSettings limited(int maxLineBytes) {
    return new IngestSettings(
        Format.HH_RLHF, Mapping.NONE, null, Header.AUTO, "given", maxLineBytes, 500, List.of());
  }

  private static List<String> keys(Ingested ingested) {
    return ingested.comparisons().collectAsList().stream()
        .map(row -> row.getString(0) + "/" + row.getInt(1))
        .sorted()
        .toList();
  }

  private static String pair(String question, String chosen, String rejected) {
    String line =
        "{\"chosen\": \"\\n\\nHuman: %s\\n\\nAssistant: %s\","
            + " \"rejected\": \"\\n\\nHuman: %s\\n\\nAssistant: %s\"}";
    return line.formatted(question, chosen, question, rejected);
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private void gzip(String name, String text) throws IOException {
    try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve(name)))) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
