package org.touchstone.jobs;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.touchstone.ingest.Characters;
import org.touchstone.ingest.FileAccount;
import org.touchstone.ingest.IngestCounts;
import org.touchstone.ingest.Ingested;
import org.touchstone.ingest.SkippedFile;
import org.touchstone.ingest.UnusedColumn;
import org.touchstone.schema.Columns;

/** What a person should know of an ingestion: in the manifest all of it, in the summary briefly. */
final class IngestReport {

  private static final int SHOWN = 3;

  /** A detail may quote a value; a long one is a person's text, which no summary shows. */
  private static final Pattern QUOTED = Pattern.compile("(?s)(?<=^|[\\s(])(['\"])(.*?)(\\1|$)");

  private static final int QUOTED_CHARACTERS = 24;

  private final Ingested ingested;
  private final List<String> samples;

  private IngestReport(Ingested ingested, List<String> samples) {
    this.ingested = ingested;
    this.samples = samples;
  }

  /**
   * Prepares the report.
   *
   * @param rejected the rejected records as they were written
   */
  static IngestReport of(Ingested ingested, Dataset<Row> rejected) {
    List<String> samples =
        ingested.counts().refused() == 0
            ? List.of()
            : rejected
                .orderBy(Columns.FILE, Columns.LINE, Columns.ELEMENT)
                .limit(SHOWN)
                .collectAsList()
                .stream()
                .map(IngestReport::sample)
                .toList();
    return new IngestReport(ingested, samples);
  }

  private static String sample(Row row) {
    Long element = row.getAs(Columns.ELEMENT);
    return "%s:%d%s %s: %s"
        .formatted(
            plain(row.getAs(Columns.FILE)),
            row.<Long>getAs(Columns.LINE),
            element == null ? "" : "[%d]".formatted(element),
            row.getAs(Columns.REASON),
            withoutTexts(row.getAs(Columns.DETAIL)));
  }

  private static String withoutTexts(String detail) {
    return QUOTED
        .matcher(detail)
        .replaceAll(
            quoted ->
                Matcher.quoteReplacement(
                    quoted.group(2).length() <= QUOTED_CHARACTERS
                        ? quoted.group()
                        : quoted.group(1) + "..." + quoted.group(1)));
  }

  /** The first refusals, each with its place; empty if there are none. */
  String samples() {
    return String.join("; ", samples);
  }

  /** Adds everything to a job's results. */
  void addTo(ObjectNode results) {
    IngestCounts counts = ingested.counts();
    Conservation.of(ingested.records())
        .plus("compared", counts.compared())
        .plus("joined", counts.joined())
        .plus("refused", counts.refused())
        .in(results, "records");
    Characters text = counts.characters();
    Conservation.of(text.in())
        .plus("kept", text.kept())
        .plus("cut", text.cut())
        .plus("unused", text.unused())
        .plus("refused", text.refused())
        .in(results, "characters");
    ArrayNode skipped = results.putArray("skipped_files");
    for (SkippedFile file : ingested.skipped()) {
      skipped.addObject().put("path", file.path()).put("reason", file.reason());
    }

    ArrayNode files = results.putArray("files");
    ingested.files().forEach((path, account) -> addFile(files.addObject(), path, account));
  }

  private void addFile(ObjectNode file, String path, FileAccount account) {
    file.put("path", path);
    file.put("records", account.records());
    file.put("judgements", account.judgements());
    file.put("empty_prompts", account.emptyPrompts());
    if (account.note() != null) {
      file.put("note", account.note());
    }

    ArrayNode unused = file.putArray("unused_text");
    for (Map.Entry<String, UnusedColumn> column : account.unused().entrySet()) {
      unused
          .addObject()
          .put("key", column.getKey())
          .put("rows", column.getValue().rows())
          .put("characters", column.getValue().characters())
          .put("share", share(column.getValue().characters()));
    }
  }

  private double share(long characters) {
    long all = ingested.counts().characters().in();
    return all == 0 ? 0 : (double) characters / all;
  }

  /** Sentences for the summary; {@code unused} says whether unused text is among them. */
  List<String> sentences(UnusedColumns unused) {
    List<String> sentences = new ArrayList<>();
    if (!samples.isEmpty()) {
      sentences.add("refused: " + samples());
    }

    addSkipped(sentences);
    List<String> empty =
        ingested.files().entrySet().stream()
            .filter(file -> file.getValue().records() == 0)
            .map(file -> plain(file.getKey()))
            .toList();
    if (!empty.isEmpty()) {
      sentences.add("%s without a record: %s".formatted(count(empty.size(), "file"), first(empty)));
    }

    ingested.files().entrySet().stream()
        .filter(file -> file.getValue().note() != null)
        .limit(SHOWN)
        .forEach(
            file ->
                sentences.add("%s: %s".formatted(plain(file.getKey()), file.getValue().note())));
    if (unused != UnusedColumns.IGNORE) {
      addUnused(sentences);
    }

    return sentences;
  }

  private void addSkipped(List<String> sentences) {
    List<SkippedFile> skipped = ingested.skipped();
    if (!skipped.isEmpty()) {
      sentences.add(
          "%s skipped: %s"
              .formatted(
                  count(skipped.size(), "file"),
                  first(skipped.stream().map(SkippedFile::words).toList())));
    }
  }

  private void addUnused(List<String> sentences) {
    Map<String, Long> byKey =
        ingested.files().values().stream()
            .flatMap(file -> file.unused().entrySet().stream())
            .collect(
                Collectors.groupingBy(
                    Map.Entry::getKey,
                    Collectors.summingLong(column -> column.getValue().characters())));
    List<String> keys =
        byKey.entrySet().stream()
            .sorted(
                Map.Entry.<String, Long>comparingByValue()
                    .reversed()
                    .thenComparing(Map.Entry.comparingByKey()))
            .map(
                key ->
                    String.format(
                        Locale.ROOT, "\"%s\" (%.1f %%)", key.getKey(), 100 * share(key.getValue())))
            .toList();
    if (!keys.isEmpty()) {
      sentences.add(
          String.format(
              Locale.ROOT,
              "%.1f %% of the text is under keys that no reader used: %s",
              100 * share(ingested.counts().characters().unused()),
              first(keys)));
    }
  }

  private static String first(List<String> all) {
    String shown = all.stream().limit(SHOWN).collect(Collectors.joining(", "));
    return all.size() <= SHOWN ? shown : "%s and %,d more".formatted(shown, all.size() - SHOWN);
  }

  private static String count(int number, String unit) {
    return "%,d %s%s".formatted(number, unit, number == 1 ? "" : "s");
  }

  /** A path as a person writes it. */
  static String plain(String path) {
    return path.startsWith("file:/") ? path.substring("file:".length()) : path;
  }
}
