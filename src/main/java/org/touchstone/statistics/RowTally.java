package org.touchstone.statistics;

import java.io.Serializable;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** What is counted row by row; adds up over any parts of the rows. */
final class RowTally implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final int EXAMPLES = 5;
  private static final int MUCH_SHORTER = 4;

  /** A row by its id and occurrence. */
  record RowKey(String id, int occurrence) implements Serializable, Comparable<RowKey> {
    @Override
    public int compareTo(RowKey other) {
      int order = id.compareTo(other.id);
      return order == 0 ? Integer.compare(occurrence, other.occurrence) : order;
    }
  }

  /**
   * Rows that show something together; the smallest are kept, which is a sample as good as any.
   *
   * @param rows in the order in which they are read
   */
  record Example(List<RowKey> rows) implements Serializable, Comparable<Example> {
    static Example of(Facts facts) {
      return new Example(List.of(new RowKey(facts.id(), facts.occurrence())));
    }

    @Override
    public int compareTo(Example other) {
      for (int i = 0; i < Math.min(rows.size(), other.rows.size()); i++) {
        int order = rows.get(i).compareTo(other.rows.get(i));
        if (order != 0) {
          return order;
        }
      }

      return Integer.compare(rows.size(), other.rows.size());
    }
  }

  final long[] counts = new long[Count.values().length];
  final long[] personalRows = new long[PersonalData.values().length];
  final long[] personalMatches = new long[PersonalData.values().length];
  final Histogram[] lengths = new Histogram[Length.values().length];
  final Differences words = new Differences();
  final Differences characters = new Differences();
  final Amounts ratings = new Amounts();
  final Amounts margins = new Amounts();
  final DistinctCount replies = new DistinctCount();
  final DistinctCount clusters = new DistinctCount();
  final DistinctCount annotators = new DistinctCount();
  final TreeMap<String, Long> languages = new TreeMap<>();
  final EnumMap<ExampleKind, TreeSet<Example>> examples = new EnumMap<>(ExampleKind.class);

  RowTally() {
    Arrays.setAll(lengths, i -> new Histogram());
  }

  long count(Count count) {
    return counts[count.ordinal()];
  }

  Histogram length(Length length) {
    return lengths[length.ordinal()];
  }

  void add(RowTally other) {
    Arrays.setAll(counts, i -> counts[i] + other.counts[i]);
    Arrays.setAll(personalRows, i -> personalRows[i] + other.personalRows[i]);
    Arrays.setAll(personalMatches, i -> personalMatches[i] + other.personalMatches[i]);
    for (int i = 0; i < lengths.length; i++) {
      lengths[i].add(other.lengths[i]);
    }

    words.add(other.words);
    characters.add(other.characters);
    ratings.add(other.ratings);
    margins.add(other.margins);
    replies.add(other.replies);
    clusters.add(other.clusters);
    annotators.add(other.annotators);
    other.languages.forEach((language, times) -> languages.merge(language, times, Long::sum));
    other.examples.forEach((kind, keys) -> keys.forEach(key -> keep(kind, key)));
  }

  void keep(ExampleKind kind, Example example) {
    TreeSet<Example> kept = examples.computeIfAbsent(kind, unseen -> new TreeSet<>());
    kept.add(example);
    if (kept.size() > EXAMPLES) {
      kept.pollLast();
    }
  }

  void add(Facts facts) {
    count(Count.ROWS, 1);
    count(Count.REPEATS, facts.occurrence() > 0 ? 1 : 0);
    count(Count.CONTRADICTORY_ROWS, facts.contradicted() ? 1 : 0);
    count(Count.ROWS_WITHOUT_PROMPT, facts.hasPrompt() ? 0 : 1);
    languages.merge(facts.language(), 1L, Long::sum);
    length(Length.PROMPT_TURNS).add(facts.prompt()[Facts.TURNS]);
    length(Length.PROMPT_WORDS).add(facts.prompt()[Facts.WORDS]);
    length(Length.PROMPT_CHARACTERS).add(facts.prompt()[Facts.CHARACTERS]);
    margins.add(facts.margin());
    addNames(facts);
    addReplies(facts);
    addPersonalData(facts);
    for (int i = 0; i < facts.ranks().length; i++) {
      for (int j = i + 1; j < facts.ranks().length; j++) {
        addJudgement(facts, i, j);
      }
    }
  }

  private void addNames(Facts facts) {
    String annotator = facts.annotator();
    if (annotator != null) {
      count(Count.ANNOTATED_ROWS, 1);
      annotators.add(facts.source() + '\u0000' + annotator);
    }

    String cluster = facts.cluster();
    if (cluster != null) {
      clusters.add(cluster);
    }

    String kind = facts.duplicateKind();
    if (kind != null) {
      count(Count.valueOf("DUPLICATE_" + kind.toUpperCase(Locale.ROOT)), 1);
    }

    if (kind != null || facts.occurrence() > 0) {
      keep(ExampleKind.DUPLICATE, Example.of(facts));
    }
  }

  private void addReplies(Facts facts) {
    for (int i = 0; i < facts.replies().length; i++) {
      long[] reply = facts.replies()[i];
      count(Count.REPLIES, 1);
      count(Count.REFUSALS, reply[Facts.REFUSAL]);
      replies.add(facts.replyIds()[i]);
      length(Length.REPLY_TURNS).add(reply[Facts.TURNS]);
      length(Length.REPLY_WORDS).add(reply[Facts.WORDS]);
      length(Length.REPLY_CHARACTERS).add(reply[Facts.CHARACTERS]);
      if (reply[Facts.TOKENS] >= 0) {
        length(Length.REPLY_TOKENS).add(reply[Facts.TOKENS]);
      }

      double[] given = facts.ratings();
      if (given != null) {
        ratings.add(given[i]);
      }
    }
  }

  private void addPersonalData(Facts facts) {
    boolean any = false;
    for (int kind = 0; kind < personalRows.length; kind++) {
      long found = facts.prompt()[Facts.PERSONAL + kind];
      for (long[] reply : facts.replies()) {
        found += reply[Facts.PERSONAL + kind];
      }

      personalMatches[kind] += found;
      personalRows[kind] += found > 0 ? 1 : 0;
      any |= found > 0;
    }

    count(Count.ROWS_WITH_PERSONAL_DATA, any ? 1 : 0);
  }

  private void addJudgement(Facts facts, int first, int second) {
    count(Count.JUDGEMENTS, 1);
    int order = Integer.compare(facts.ranks()[first], facts.ranks()[second]);
    if (order == 0) {
      count(Count.TIES, 1);
      return;
    }

    long[] chosen = facts.replies()[order < 0 ? first : second];
    long[] rejected = facts.replies()[order < 0 ? second : first];
    length(Length.CHOSEN_WORDS).add(chosen[Facts.WORDS]);
    length(Length.REJECTED_WORDS).add(rejected[Facts.WORDS]);
    length(Length.CHOSEN_CHARACTERS).add(chosen[Facts.CHARACTERS]);
    length(Length.REJECTED_CHARACTERS).add(rejected[Facts.CHARACTERS]);
    words.add(chosen[Facts.WORDS] - rejected[Facts.WORDS]);
    characters.add(chosen[Facts.CHARACTERS] - rejected[Facts.CHARACTERS]);
    count(Count.CHOSEN_REFUSALS, chosen[Facts.REFUSAL]);
    count(Count.REJECTED_REFUSALS, rejected[Facts.REFUSAL]);
    if (chosen[Facts.REFUSAL] > rejected[Facts.REFUSAL]) {
      keep(ExampleKind.REFUSAL_PREFERRED, Example.of(facts));
    }

    if (MUCH_SHORTER * chosen[Facts.WORDS] < rejected[Facts.WORDS]) {
      keep(ExampleKind.MUCH_SHORTER_PREFERRED, Example.of(facts));
    }
  }

  private void count(Count count, long times) {
    counts[count.ordinal()] += times;
  }

  /** For tables: kinds in their order. */
  static Map<String, Long> byKind(long[] counts) {
    Map<String, Long> byKind = new java.util.LinkedHashMap<>();
    for (PersonalData kind : PersonalData.values()) {
      byKind.put(kind.label(), counts[kind.ordinal()]);
    }

    return byKind;
  }
}
