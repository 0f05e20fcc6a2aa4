package org.touchstone.audit.pairs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.touchstone.schema.MetadataKeys;
import org.touchstone.text.ContentHash;

/**
 * Pairs that were made to test one thing, and how the model judged them.
 *
 * @param name for people
 * @param table the judged pairs
 * @param answers what is known of every reply; empty if nothing is
 */
public record Probe(String name, PairTable table, List<ProbedAnswer> answers) {

  /** Copies the list. */
  public Probe {
    answers = List.copyOf(answers);
  }

  /** A probe of which nothing but its pairs is known. */
  public Probe(String name, PairTable table) {
    this(name, table, List.of());
  }

  /**
   * The pairs whose better reply is better in what is tested. Those judged for being helpful are
   * not: a helpful answer may be false.
   */
  public PairTable tested() {
    Set<String> helpful = new HashSet<>();
    for (ProbedAnswer answer : answers) {
      if (MetadataKeys.HELPFUL.equals(answer.judged())) {
        helpful.add(answer.row());
      }
    }

    return helpful.isEmpty() ? table : table.where(pair -> !helpful.contains(pair.row()));
  }

  /** The pairs of the best correct and the best incorrect answer, where both are named. */
  public PairTable best() {
    Map<String, List<ProbedAnswer>> rows = new TreeMap<>();
    for (ProbedAnswer answer : answers) {
      if (answer.best()) {
        rows.computeIfAbsent(answer.row(), unused -> new ArrayList<>()).add(answer);
      }
    }

    Set<String> pairs = new HashSet<>();
    for (Map.Entry<String, List<ProbedAnswer>> row : rows.entrySet()) {
      if (row.getValue().size() == 2) {
        pairs.add(row.getKey() + ' ' + item(row.getValue().get(0), row.getValue().get(1)));
      }
    }

    return table.where(pair -> pairs.contains(pair.row() + ' ' + pair.item()));
  }

  /** What {@link ScoredPair#item()} is of two replies to one prompt. */
  private static String item(ProbedAnswer one, ProbedAnswer other) {
    boolean inOrder = one.reply().compareTo(other.reply()) < 0;
    return ContentHash.of(
        one.prompt(), inOrder ? one.reply() : other.reply(), inOrder ? other.reply() : one.reply());
  }

  /** Some of the pairs, in one part a source and language. */
  public Map<String, PairTable> bySource(PairTable some) {
    return some.grouped(this::part);
  }

  /** Some of the pairs, in one part a kind of question; pairs without one are in no part. */
  public Map<String, PairTable> byCategory(PairTable some) {
    Map<String, String> categories = new HashMap<>();
    for (ProbedAnswer answer : answers) {
      String category = answer.category();
      if (category != null) {
        categories.put(answer.row(), category);
      }
    }

    return some.grouped(pair -> categories.get(pair.row()));
  }

  private String part(ScoredPair pair) {
    return part(pair.source(), pair.language());
  }

  private String part(String source, @Nullable String language) {
    String from = source.equals(name) ? "" : ": " + source;
    boolean told = language == null || language.equals(source);
    return name + from + (told ? "" : ", " + language);
  }
}
