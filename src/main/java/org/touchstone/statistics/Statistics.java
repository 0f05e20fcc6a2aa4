package org.touchstone.statistics;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;
import org.touchstone.schema.Columns;

/**
 * Counts what people should know of a corpus before they train on it.
 *
 * <p>Texts are read once: each comparison becomes {@link Facts}, some 300 bytes, which one shuffle
 * brings together by opening turn and prompt; there everything is tallied into sums of bounded size
 * for each group: all rows, each source, split, source in a split, and language. Before that, the
 * columns of sources, splits and annotators alone are read, to choose which are kept apart. Nothing
 * depends on the order of rows or the number of partitions.
 */
public final class Statistics implements AutoCloseable {

  private static final String ROWS = "rows";
  private static final String PLACE = "place";
  private static final int MAX_SPLITS = 16;

  /** Columns of later jobs that are counted where there are, with their types. */
  private static final Map<String, DataType> LATER =
      Map.of(
          Columns.PROMPT_CLUSTER, DataTypes.StringType,
          Columns.DUPLICATE_KIND, DataTypes.StringType,
          Columns.SPLIT, DataTypes.StringType,
          Columns.CONTRADICTION, DataTypes.createArrayType(DataTypes.StringType),
          Columns.TOKENS, DataTypes.createArrayType(DataTypes.IntegerType));

  private static final List<String> READ =
      List.of(
          Columns.COMPARISON_ID,
          Columns.OCCURRENCE,
          Columns.PROMPT,
          Columns.REPLIES,
          Columns.RANKS,
          Columns.RATINGS,
          Columns.MARGIN,
          Columns.ANNOTATOR,
          Columns.SOURCE,
          Columns.LANGUAGE,
          Columns.PROMPT_CLUSTER,
          Columns.DUPLICATE_KIND,
          Columns.CONTRADICTION,
          Columns.SPLIT,
          Columns.TOKENS);

  private final Dataset<Row> tallied;
  private final CorpusStatistics statistics;
  private final List<GroupMeasure> measures;
  private final Map<Group, Tally> comparable;

  private Statistics(
      Dataset<Row> tallied,
      CorpusStatistics statistics,
      List<GroupMeasure> measures,
      Map<Group, Tally> comparable) {
    this.tallied = tallied;
    this.statistics = statistics;
    this.measures = List.copyOf(measures);
    this.comparable = comparable;
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
    List<String> present = Arrays.asList(comparisons.columns());
    Dataset<Row> rows = completed(comparisons, present);
    Set<String> sources = most(rows, Columns.SOURCE, settings.maxSources());
    Set<String> splits = new HashSet<>(most(rows, Columns.SPLIT, MAX_SPLITS));
    splits.add("");
    TallyRows.Limits limits =
        new TallyRows.Limits(
            settings.maxRowsPerPrompt(),
            annotators(rows, sources, settings.maxAnnotators()),
            settings.pairedAnnotators());
    Dataset<Row> tallied = tallied(rows, new ReadFacts(sources, splits), limits);
    Summary.Clustering clustering =
        present.contains(Columns.PROMPT_CLUSTER)
            ? Summary.Clustering.KNOWN
            : Summary.Clustering.NONE;
    return new Assembly(clustering, tops(tallied, settings.openings()))
        .assemble(tallied, byReason(rejected));
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
   * @return prompt_key, reply_id, example (a comparison that has it), opponents, score and
   *     standard_error in logits
   */
  public Dataset<Row> replyScores() {
    return tallied
        .where(col(TallyTable.KIND).equalTo(TallyTable.SCORES))
        .select(
            col(TallyTable.PROMPT_KEY),
            col(TallyTable.TEXT).as(Columns.REPLY_ID),
            col(TallyTable.EXAMPLE),
            col(TallyTable.OPPONENTS),
            col(TallyTable.SCORE),
            col(TallyTable.STANDARD_ERROR));
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

  /** Examples that the tallies kept, by kind: ids of comparisons. */
  Map<ExampleKind, List<String>> examples() {
    Map<ExampleKind, List<String>> examples = new LinkedHashMap<>();
    Tally total = comparable.get(Group.ALL);
    if (total != null) {
      total
          .rows()
          .examples
          .forEach(
              (kind, keys) ->
                  examples.put(kind, keys.stream().map(RowTally.RowKey::id).distinct().toList()));
    }

    return examples;
  }

  /** The words of replies, for charts; null without rows. */
  @Nullable Tally total() {
    return comparable.get(Group.ALL);
  }

  @Override
  public void close() {
    tallied.unpersist();
  }

  /** Adds the columns that later jobs add, empty, where they are missing or of another type. */
  private static Dataset<Row> completed(Dataset<Row> comparisons, List<String> present) {
    Dataset<Row> rows = comparisons;
    for (Map.Entry<String, DataType> later : LATER.entrySet()) {
      String name = later.getKey();
      boolean known =
          present.contains(name)
              && comparisons.schema().apply(name).dataType().sameType(later.getValue());
      Column none = lit(null).cast(later.getValue());
      Column noIds = array().cast(later.getValue());
      Column value = known ? col(name) : none;
      rows =
          rows.withColumn(
              name, name.equals(Columns.CONTRADICTION) ? coalesce(value, noIds) : value);
    }

    return rows.withColumn(Columns.SPLIT, coalesce(col(Columns.SPLIT), lit("")))
        .select(READ.stream().map(functions::col).toArray(Column[]::new));
  }

  private static Set<String> most(Dataset<Row> rows, String column, int most) {
    Set<String> names = new HashSet<>();
    rows.groupBy(column)
        .agg(functions.count(lit(1)).as(ROWS))
        .orderBy(col(ROWS).desc(), col(column).asc())
        .limit(most)
        .collectAsList()
        .forEach(row -> names.add(row.getString(0)));
    return names;
  }

  private static Map<String, List<String>> annotators(
      Dataset<Row> rows, Set<String> sources, int most) {
    Dataset<Row> ranked =
        rows.where(col(Columns.ANNOTATOR).isNotNull())
            .where(col(Columns.SOURCE).isin(sources.toArray()))
            .groupBy(Columns.SOURCE, Columns.ANNOTATOR)
            .agg(functions.count(lit(1)).as(ROWS))
            .withColumn(
                PLACE,
                functions
                    .row_number()
                    .over(
                        Window.partitionBy(Columns.SOURCE)
                            .orderBy(col(ROWS).desc(), col(Columns.ANNOTATOR).asc())))
            .where(col(PLACE).leq(most))
            .orderBy(Columns.SOURCE, PLACE);
    Map<String, List<String>> annotators = new TreeMap<>();
    for (Row row : ranked.collectAsList()) {
      annotators
          .computeIfAbsent(row.getString(0), source -> new ArrayList<>())
          .add(row.getString(1));
    }

    return annotators;
  }

  private static Dataset<Row> tallied(Dataset<Row> rows, ReadFacts read, TallyRows.Limits limits) {
    return rows.mapPartitions(read, Encoders.row(ReadFacts.SCHEMA))
        .repartition(col(ReadFacts.OPENING_KEY))
        .sortWithinPartitions(
            ReadFacts.OPENING_KEY, ReadFacts.PROMPT_KEY, Columns.COMPARISON_ID, Columns.OCCURRENCE)
        .mapPartitions(new TallyRows(limits), Encoders.row(TallyTable.SCHEMA))
        .persist(StorageLevel.MEMORY_AND_DISK());
  }

  private static TopTexts.Tops tops(Dataset<Row> tallied, int openings) {
    TopTexts.Tops tops = new TopTexts.Tops(openings);
    tallied
        .where(col(TallyTable.KIND).equalTo(TallyTable.OPENINGS))
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
  private record Assembly(Summary.Clustering clustering, TopTexts.Tops tops) {

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
      return new Statistics(tallied, statistics, measures, comparable);
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

  private static final Map<String, String> VERSIONS =
      new TreeMap<>(
          Map.of(
              "languages", Languages.VERSION,
              "personal-data", PersonalData.VERSION,
              "refusals", Refusals.VERSION));
}
