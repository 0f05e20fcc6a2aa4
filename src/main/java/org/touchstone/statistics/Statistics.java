package org.touchstone.statistics;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;
import org.touchstone.schema.Columns;

/**
 * Counts what people should know of a corpus before they train on it.
 *
 * <p>Texts are read once for all numbers: each comparison becomes {@link Facts}, some 400 bytes,
 * which one shuffle brings together by opening turn and prompt; there everything is tallied into
 * sums of bounded size for each group: all rows, each source, split, source in a split, and
 * language. Before that, the columns of sources, splits and annotators alone are read, to choose
 * which are kept apart; after it, where texts may be shown, the table is read again for the few
 * rows that are. Nothing depends on the order of rows or the number of partitions.
 */
public final class Statistics implements AutoCloseable {

  private static final int MAX_SPLITS = 16;

  private static final Map<String, String> VERSIONS =
      new TreeMap<>(
          Map.of(
              "languages", Languages.VERSION,
              "personal-data", PersonalData.VERSION,
              "refusals", Refusals.VERSION));

  private final Dataset<Row> tallied;
  private final CorpusStatistics statistics;
  private final List<GroupMeasure> measures;
  private final Map<Group, Tally> comparable;
  private final StatisticsSettings.Texts texts;

  private Statistics(
      Dataset<Row> tallied,
      CorpusStatistics statistics,
      List<GroupMeasure> measures,
      Map<Group, Tally> comparable,
      StatisticsSettings.Texts texts) {
    this.tallied = tallied;
    this.statistics = statistics;
    this.measures = List.copyOf(measures);
    this.comparable = comparable;
    this.texts = texts;
  }

  /**
   * Counts a corpus.
   *
   * @param comparisons rows of {@link org.touchstone.schema.ComparisonTable#SCHEMA}, with or
   *     without the columns of deduplicate, split and score
   * @param rejected the lines that ingest rejected, with their {@code reason}; null if not known
   * @return the statistics
   */
  public static CorpusStatistics of(Dataset<Row> comparisons, @Nullable Dataset<Row> rejected) {
    try (Statistics counted = count(comparisons, rejected, StatisticsSettings.USUAL)) {
      return counted.statistics();
    }
  }

  /**
   * Counts a corpus, and keeps the tallies for more.
   *
   * @param comparisons as in {@link #of}
   * @param rejected as in {@link #of}
   * @param settings what bounds the work
   * @return the statistics, to be closed
   */
  public static Statistics count(
      Dataset<Row> comparisons, @Nullable Dataset<Row> rejected, StatisticsSettings settings) {
    Dataset<Row> rows = CorpusRows.completed(comparisons);
    Set<String> sources = CorpusRows.most(rows, Columns.SOURCE, settings.maxSources());
    Set<String> splits = new HashSet<>(CorpusRows.most(rows, Columns.SPLIT, MAX_SPLITS));
    splits.add("");
    TallyRows.Limits limits =
        new TallyRows.Limits(
            settings.maxPairsPerPrompt(),
            CorpusRows.annotators(rows, sources, settings.maxAnnotators()),
            settings.pairedAnnotators());
    Dataset<Row> tallied = tallied(rows, new ReadFacts(sources, splits), limits);
    Summary.Clustering clustering =
        Arrays.asList(comparisons.columns()).contains(Columns.PROMPT_CLUSTER)
            ? Summary.Clustering.KNOWN
            : Summary.Clustering.NONE;
    try {
      return new Assembly(clustering, tops(tallied, settings), settings.texts())
          .assemble(tallied, byReason(rejected));
    } catch (RuntimeException e) {
      tallied.unpersist();
      throw e;
    }
  }

  /**
   * Returns what was counted.
   *
   * @return the statistics of every group
   */
  public CorpusStatistics statistics() {
    return statistics;
  }

  /**
   * Returns the numbers of every group.
   *
   * @return one element a group and measure
   */
  public List<GroupMeasure> measures() {
    return measures;
  }

  /**
   * Returns the Bradley-Terry scores of replies that met at least two others under one prompt.
   *
   * @return prompt_key, reply_id, example (a comparison that has it), opponents, component (replies
   *     to the prompt that met, directly or through others, from 0; scores of two are not
   *     comparable), score and standard_error in logits (null above 500 replies), converged
   *     (whether the score is at the maximum)
   */
  public Dataset<Row> replyScores() {
    return tallied
        .where(col(TallyTable.KIND).equalTo(TallyTable.SCORES))
        .select(
            col(TallyTable.PROMPT_KEY),
            col(TallyTable.TEXT).as(Columns.REPLY_ID),
            col(TallyTable.EXAMPLE),
            col(TallyTable.OPPONENTS),
            col(TallyTable.COMPONENT),
            col(TallyTable.SCORE),
            col(TallyTable.STANDARD_ERROR),
            col(TallyTable.CONVERGED));
  }

  /**
   * Compares with another corpus, or an earlier version of this one.
   *
   * @param baseline the other
   * @return drift of all rows, then of each source that both have
   */
  public List<Drift> driftFrom(Statistics baseline) {
    List<Drift> drifts = new ArrayList<>();
    drifts.add(Drift.ofSources(baseline.rowsBySource(), rowsBySource()));
    comparable.forEach(
        (group, tally) -> {
          Tally before = baseline.comparable.get(group);
          if (before != null) {
            drifts.addAll(Drift.between(before, tally));
          }
        });
    return drifts;
  }

  private Map<String, Long> rowsBySource() {
    Map<String, Long> rows = new TreeMap<>();
    statistics.bySource().forEach((source, of) -> rows.put(source, of.rows()));
    return rows;
  }

  /** Examples that the tallies kept, by kind: each the ids of one comparison or of several. */
  Map<ExampleKind, List<List<String>>> examples() {
    Map<ExampleKind, List<List<String>>> examples = new LinkedHashMap<>();
    Tally total = comparable.get(Group.ALL);
    if (total != null) {
      total
          .rows()
          .examples
          .forEach(
              (kind, kept) ->
                  examples.put(kind, kept.stream().map(Statistics::ids).distinct().toList()));
    }

    return examples;
  }

  private static List<String> ids(RowTally.Example example) {
    return example.rows().stream().map(RowTally.RowKey::id).distinct().toList();
  }

  /** Whether texts may be shown. */
  StatisticsSettings.Texts texts() {
    return texts;
  }

  /** The words of replies, for charts; null without rows. */
  @Nullable Tally total() {
    return comparable.get(Group.ALL);
  }

  @Override
  public void close() {
    tallied.unpersist();
  }

  private static Dataset<Row> tallied(Dataset<Row> rows, ReadFacts read, TallyRows.Limits limits) {
    return rows.mapPartitions(read, Encoders.row(ReadFacts.SCHEMA))
        .repartition(col(ReadFacts.OPENING_KEY))
        .sortWithinPartitions(
            ReadFacts.OPENING_KEY, ReadFacts.PROMPT_KEY, Columns.COMPARISON_ID, Columns.OCCURRENCE)
        .mapPartitions(new TallyRows(limits), Encoders.row(TallyTable.SCHEMA))
        .persist(StorageLevel.MEMORY_AND_DISK());
  }

  private static TopTexts.Tops tops(Dataset<Row> tallied, StatisticsSettings settings) {
    int openings = settings.openings();
    TopTexts.Tops tops = new TopTexts.Tops(openings);
    Object[] sides =
        Arrays.stream(Side.values())
            .filter(side -> settings.texts() == StatisticsSettings.Texts.SHORT || !side.isText())
            .map(Side::name)
            .toArray();
    tallied
        .where(col(TallyTable.KIND).equalTo(TallyTable.OPENINGS))
        .where(col(TallyTable.SIDE).isin(sides))
        .select(
            TallyTable.SIDE, TallyTable.TEXT, Columns.SOURCE, TallyTable.COUNT, TallyTable.EXAMPLE)
        .repartition(col(TallyTable.SIDE), col(TallyTable.TEXT))
        .sortWithinPartitions(TallyTable.SIDE, TallyTable.TEXT, Columns.SOURCE)
        .mapPartitions(new TopTexts(openings), Encoders.row(TopTexts.SCHEMA))
        .collectAsList()
        .forEach(tops::add);
    return tops;
  }

  private static Map<String, Long> byReason(@Nullable Dataset<Row> rejected) {
    Map<String, Long> counts = new TreeMap<>();
    if (rejected != null) {
      for (Row row : rejected.groupBy(Columns.REASON).count().collectAsList()) {
        counts.put(row.getString(0), row.getLong(1));
      }
    }

    return counts;
  }

  /** From merged tallies to what people read. */
  private record Assembly(
      Summary.Clustering clustering, TopTexts.Tops tops, StatisticsSettings.Texts texts) {

    Statistics assemble(Dataset<Row> tallied, Map<String, Long> rejected) {
      Map<String, GroupStatistics> bySource = new TreeMap<>();
      Map<String, GroupStatistics> bySplit = new TreeMap<>();
      Map<String, Map<String, GroupStatistics>> byBoth = new TreeMap<>();
      Map<String, GroupStatistics> byLanguage = new TreeMap<>();
      Map<Group, Tally> comparable =
          new TreeMap<>(java.util.Comparator.comparing(Group::kind).thenComparing(Group::source));
      List<GroupMeasure> measures = new ArrayList<>();
      GroupStatistics total = Summary.of(Tally.of(Group.ALL), clustering, tops);
      for (Tally tally : merged(tallied)) {
        Group group = tally.group();
        GroupStatistics of = Summary.of(tally, clustering, tops);
        switch (group.kind()) {
          case TOTAL -> total = of;
          case SOURCE -> bySource.put(group.source(), of);
          case SPLIT -> bySplit.put(group.split(), of);
          case SOURCE_AND_SPLIT ->
              byBoth.computeIfAbsent(group.source(), key -> new TreeMap<>()).put(group.split(), of);
          case LANGUAGE -> byLanguage.put(group.language(), of);
        }

        measures.addAll(Measures.of(group, of));
        if (group.kind() == GroupKind.TOTAL || group.kind() == GroupKind.SOURCE) {
          comparable.put(group, tally);
        }
      }

      measures.addAll(Measures.sums(measures));
      CorpusStatistics statistics =
          new CorpusStatistics(
              CorpusStatistics.VERSION,
              total,
              bySource,
              bySplit,
              byBoth,
              byLanguage,
              rejected,
              VERSIONS);
      return new Statistics(tallied, statistics, measures, comparable, texts);
    }

    private static List<Tally> merged(Dataset<Row> tallied) {
      return tallied
          .where(col(TallyTable.KIND).equalTo(TallyTable.TALLIES))
          .select(TallyTable.SIDE, TallyTable.TEXT, TallyTable.TALLY)
          .repartition(col(TallyTable.SIDE), col(TallyTable.TEXT))
          .mapPartitions(new MergeTallies(), Encoders.BINARY())
          .collectAsList()
          .stream()
          .map(Tally::decode)
          .sorted(java.util.Comparator.comparing(tally -> tally.group().toString()))
          .toList();
    }
  }
}
