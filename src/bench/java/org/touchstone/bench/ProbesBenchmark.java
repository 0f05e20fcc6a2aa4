package org.touchstone.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.touchstone.deduplicate.Deduplicated;
import org.touchstone.preference.Comparison;
import org.touchstone.preference.Message;
import org.touchstone.preference.Reply;
import org.touchstone.preference.Role;
import org.touchstone.schema.Columns;
import org.touchstone.schema.ComparisonTable;
import org.touchstone.text.Normaliser;

/**
 * Which changed texts deduplicate takes for duplicates: two rows under one prompt, whose first
 * reply is a text and the text with one change. Changes of form must be found; changes of a number,
 * an operator, an index or a negation must not.
 */
final class ProbesBenchmark {

  private static final int TEXTS = 200;
  private static final long SEED = 16;
  private static final int FEWEST_WORDS = 8;

  /** How many probes there are, and how many were taken for duplicates. */
  private static final class Tally {
    private int probes;
    private int found;
  }

  private record Key(String kind, Normaliser form, ProbeChange change) {}

  private record Probe(String kind, ProbeChange change, String prompt) {}

  private final SparkSession spark;
  private final List<Probe> probes = new ArrayList<>();
  private final List<Row> rows = new ArrayList<>();

  ProbesBenchmark(SparkSession spark) {
    this.spark = spark;
  }

  /**
   * Prints the table alone.
   *
   * @param arguments none
   */
  public static void main(String[] arguments) {
    new ProbesBenchmark(DeduplicateBenchmark.session()).measure();
  }

  /** Prints recall and precision of each kind of text, and the share found of each change. */
  void measure() {
    Map<String, List<String>> texts = new LinkedHashMap<>();
    texts.put("prose", prose());
    texts.put("code", ProbeTexts.code(TEXTS, SEED));
    texts.put("mathematics", ProbeTexts.mathematics(TEXTS, SEED));
    texts.forEach(this::add);
    Dataset<Row> table = spark.createDataFrame(rows, ComparisonTable.SCHEMA);
    Map<Key, Tally> tallies = new HashMap<>();
    for (Normaliser form : Normaliser.values()) {
      count(table, form, tallies);
    }

    for (String kind : texts.keySet()) {
      for (Normaliser form : Normaliser.values()) {
        print(kind, form, tallies);
      }

      for (ProbeChange change : ProbeChange.values()) {
        Tally first = tally(tallies, new Key(kind, Normaliser.V1, change));
        Tally second = tally(tallies, new Key(kind, Normaliser.V2, change));
        if (first.probes > 0) {
          System.err.printf(
              Locale.ROOT,
              "%-12s %-9s %-17s %4d probes, taken for duplicates: V1 %5.1f %%, V2 %5.1f %%%n",
              kind,
              change.same() ? "same" : "different",
              change.label(),
              first.probes,
              100.0 * first.found / first.probes,
              100.0 * second.found / second.probes);
        }
      }
    }
  }

  private static Tally tally(Map<Key, Tally> tallies, Key key) {
    return tallies.computeIfAbsent(key, one -> new Tally());
  }

  private List<String> prose() {
    return BenchmarkCorpus.comparisons(spark, 20 * TEXTS).stream()
        .map(comparison -> comparison.replies().get(0).messages().get(0).content())
        .filter(text -> text.split("\\s+").length >= FEWEST_WORDS)
        .distinct()
        .limit(TEXTS)
        .toList();
  }

  private void add(String kind, List<String> texts) {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < texts.size(); i++) {
      for (ProbeChange change : ProbeChange.values()) {
        String changed = change.of(texts.get(i), random);
        if (!changed.equals(texts.get(i))) {
          String prompt = HardCorporaBenchmark.unlike(probes.size());
          probes.add(new Probe(kind, change, prompt));
          rows.add(row(prompt, texts.get(i)));
          rows.add(row(prompt, changed));
        }
      }
    }
  }

  private static Row row(String prompt, String reply) {
    Message asked = new Message(Role.USER, prompt);
    return ComparisonTable.toRow(
        Comparison.pair(List.of(asked), said(reply), said("I do not know."), "probe"), 0);
  }

  private static Reply said(String text) {
    return new Reply(List.of(new Message(Role.ASSISTANT, text)), null);
  }

  private void count(Dataset<Row> table, Normaliser form, Map<Key, Tally> tallies) {
    Map<String, Integer> duplicates = new HashMap<>();
    try (Deduplicated found = DeduplicateBenchmark.search(table, form)) {
      for (Row row : found.comparisons().collectAsList()) {
        boolean duplicate = !row.isNullAt(row.fieldIndex(Columns.DUPLICATE_OF));
        String prompt = ComparisonTable.prompt(row).get(0).content();
        duplicates.merge(prompt, duplicate ? 1 : 0, Integer::sum);
      }
    }

    for (Probe probe : probes) {
      Tally tally = tally(tallies, new Key(probe.kind(), form, probe.change()));
      tally.probes++;
      tally.found += duplicates.getOrDefault(probe.prompt(), 0);
    }
  }

  private static void print(String kind, Normaliser form, Map<Key, Tally> tallies) {
    int[] probes = new int[2];
    int[] found = new int[2];
    for (ProbeChange change : ProbeChange.values()) {
      Tally tally = tally(tallies, new Key(kind, form, change));
      int place = change.same() ? 0 : 1;
      probes[place] += tally.probes;
      found[place] += tally.found;
    }

    String of =
        "%,d probes that say the same, %,d that do not (%,d taken for duplicates), from %d texts, seed %d"
            .formatted(probes[0], probes[1], found[1], TEXTS, SEED);
    String name = kind + "-" + form.name().toLowerCase(Locale.ROOT);
    new Measurement("deduplicate", "probe-recall-" + name, (double) found[0] / probes[0], of)
        .print();
    new Measurement(
            "deduplicate", "probe-precision-" + name, (double) found[0] / (found[0] + found[1]), of)
        .print();
  }
}
