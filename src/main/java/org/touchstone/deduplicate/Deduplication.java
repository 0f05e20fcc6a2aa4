package org.touchstone.deduplicate;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import org.touchstone.schema.Columns;

/**
 * Finds exact and near duplicates and contradictions among comparisons, and the prompts that must
 * not part in a split. Every row is kept; what to drop is a later choice.
 *
 * <p>Texts are near duplicates when their shingle sets have at least a given Jaccard similarity;
 * candidates come from MinHash bands, each is verified on the sets, and only verified pairs become
 * edges. A <em>prompt cluster</em> is a connected component over the full prompts and their opening
 * turns: dialogues that open alike are in one cluster though they go on differently, since a model
 * would otherwise be tested on openings that it was trained on. Prompts and openings whose words
 * are the same are in one cluster too, whatever their punctuation, symbols and case: a leak is
 * worse than a cluster that is too large. They are different texts all the same, so rows are
 * duplicates or contradictions only where the texts themselves say so. A <em>reply cluster</em> is
 * one over replies. A <em>duplicate</em> is similar to the row that it names, prompt and each reply
 * paired one to one, never merely connected with it.
 *
 * <p>Ids of clusters are the least hash of a text in them: equal on any machine, in any partitions
 * and row order.
 */
public final class Deduplication {

  /**
   * Changes whenever other prompts come into one cluster; written to manifests. Version 2 compares
   * texts with their symbols, and joins prompts whose words are the same.
   */
  public static final String VERSION = "clusters-v2";

  static final String[] KEY = {Columns.COMPARISON_ID, Columns.OCCURRENCE};

  private static final String[] ADDED = {
    Columns.PROMPT_CLUSTER,
    Columns.DUPLICATE_OF,
    Columns.DUPLICATE_KIND,
    Columns.SIMILARITY,
    Columns.CONTRADICTION,
    Columns.NEAR_CONTRADICTION,
    Columns.REPLY_CLUSTERS
  };

  /** Rows of less than 0.5 KB that are sent to every executor rather than all texts to them. */
  private static final long MAX_BROADCAST_ROWS = 1_000_000;

  /** Edges, 16 bytes each, whose clusters are sent to every executor rather than joined. */
  private static final long MAX_LOCAL_EDGES = 4_000_000;

  private static final String ROWS = "rows";

  private final DeduplicationSettings settings;
  private final long maxLocalEdges;

  /**
   * Prepares the search.
   *
   * @param settings when texts are near duplicates
   */
  public Deduplication(DeduplicationSettings settings) {
    this(settings, MAX_LOCAL_EDGES);
  }

  /** Prepares it with clusters in a table from fewer or more edges on. */
  Deduplication(DeduplicationSettings settings, long maxLocalEdges) {
    this.settings = settings;
    this.maxLocalEdges = maxLocalEdges;
  }

  /**
   * Adds the columns of the contract. The search runs now.
   *
   * @param comparisons rows of {@link org.touchstone.schema.ComparisonTable#SCHEMA}, read several
   *     times; columns of an earlier search are replaced
   * @return the rows, to be closed when they were read
   * @throws IllegalArgumentException if two rows have the same comparison_id and occurrence
   * @throws IllegalStateException if the clusters found do not agree with the pairs found
   */
  public Deduplicated apply(Dataset<Row> comparisons) {
    Dataset<Row> rows = comparisons.drop(ADDED);
    HeldTables held = new HeldTables();
    try {
      return search(rows, held);
    } catch (RuntimeException e) {
      held.close();
      throw e;
    }
  }

  private Deduplicated search(Dataset<Row> rows, HeldTables held) {
    Dataset<Row> facts = held.hold(facts(rows));
    long number = distinctRows(facts);
    NearPairs pairs = new NearPairs(settings);
    JavaRDD<long[]> edges =
        held.hold(openings(facts).union(sameWords(facts, number)).union(pairs.among(rows, number)));
    Clusters clusters =
        edges.count() > maxLocalEdges
            ? TableClusters.of(edges, rows.sparkSession(), held)
            : LocalClusters.of(edges);
    clusters.check();
    DuplicateRows duplicates = new DuplicateRows(settings, held);
    Dataset<Row> added = held.hold(duplicates.added(clusters.of(facts), rows));
    return new Deduplicated(joined(rows, added), held, pairs.crowdedTexts());
  }

  /** Pairs of a prompt and its opening turns, which are to be in one cluster. */
  private static JavaRDD<long[]> openings(Dataset<Row> facts) {
    return facts
        .select(col(ReadFacts.PROMPT_VERTEX), explode(col(ReadFacts.OPENINGS)))
        .filter(col(ReadFacts.PROMPT_VERTEX).notEqual(col("col")))
        .javaRDD()
        .map(row -> new long[] {row.getLong(0), row.getLong(1)});
  }

  /**
   * Pairs of prompts or openings whose words are the same, though they are different texts, such as
   * {@code What is 2+2?} and {@code what is 2+2}: whoever was trained on one knows the other.
   */
  private static JavaRDD<long[]> sameWords(Dataset<Row> facts, long number) {
    JavaRDD<long[]> words =
        facts.select(ReadFacts.WORDS).javaRDD().map(row -> longs(row.getList(0)));
    int partitions = PairShuffle.partitions(words, 2 * number);
    return PairShuffle.together(words, partitions)
        .mapPartitions(new FindStars())
        .map(Deduplication::withoutLoops);
  }

  private static long[] longs(List<Long> values) {
    return values.stream().mapToLong(Long::longValue).toArray();
  }

  /** Leaves out the pairs of the least text of a star and itself. */
  private static long[] withoutLoops(long[] pairs) {
    long[] kept = new long[pairs.length];
    int size = 0;
    for (int i = 0; i < pairs.length; i += 2) {
      if (pairs[i] != pairs[i + 1]) {
        kept[size] = pairs[i];
        kept[size + 1] = pairs[i + 1];
        size += 2;
      }
    }

    return Arrays.copyOf(kept, size);
  }

  private Dataset<Row> facts(Dataset<Row> rows) {
    return rows.select(
            Columns.COMPARISON_ID,
            Columns.OCCURRENCE,
            Columns.PROMPT,
            Columns.REPLIES,
            Columns.RANKS)
        .map(new ReadFacts(settings.form()), Encoders.row(ReadFacts.SCHEMA));
  }

  /** Returns the number of rows, after looking whether any two have the same key. */
  private static long distinctRows(Dataset<Row> facts) {
    Row counts =
        facts
            .groupBy(col(KEY[0]), col(KEY[1]))
            .agg(count(lit(1)).as(ROWS))
            .agg(
                coalesce(sum(ROWS), lit(0L)),
                max(when(col(ROWS).gt(1), struct(col(ROWS), col(KEY[0]), col(KEY[1])))))
            .head();
    if (!counts.isNullAt(1)) {
      Row repeated = counts.getStruct(1);
      throw new IllegalArgumentException(
          "Cannot deduplicate: %d rows have comparison_id %s and occurrence %d, must be 1"
              .formatted(repeated.getLong(0), repeated.getString(1), repeated.getInt(2)));
    }

    return counts.getLong(0);
  }

  /** Rows that are not among the added ones are clusters of their own and repeat nothing. */
  private Dataset<Row> joined(Dataset<Row> rows, Dataset<Row> added) {
    Column none = array().cast(DataTypes.createArrayType(DataTypes.StringType, false));
    List<Column> columns = new ArrayList<>();
    for (String column : rows.columns()) {
      columns.add(rows.col(column));
    }

    UserDefinedFunction own = udf(new OwnClusters(settings.form()), OwnClusters.TYPE);
    Column alone = own.apply(struct(rows.col(Columns.PROMPT), rows.col(Columns.REPLIES)));
    columns.add(own(added, alone, Columns.PROMPT_CLUSTER));
    columns.add(added.col(Columns.DUPLICATE_OF));
    columns.add(added.col(Columns.DUPLICATE_KIND));
    columns.add(added.col(Columns.SIMILARITY));
    for (String column : List.of(Columns.CONTRADICTION, Columns.NEAR_CONTRADICTION)) {
      columns.add(coalesce(added.col(column), none).as(column));
    }

    columns.add(own(added, alone, Columns.REPLY_CLUSTERS));
    Column sameRow =
        rows.col(KEY[0])
            .equalTo(added.col(KEY[0]))
            .and(rows.col(KEY[1]).equalTo(added.col(KEY[1])));
    return rows.join(withoutMoving(added), sameRow, "left").select(columns.toArray(Column[]::new));
  }

  /** Joins every executor's rows with a copy of a table that is small enough for it. */
  static Dataset<Row> withoutMoving(Dataset<Row> held) {
    return held.count() <= MAX_BROADCAST_ROWS ? broadcast(held) : held;
  }

  private static Column own(Dataset<Row> added, Column alone, String column) {
    return coalesce(added.col(column), alone.getField(column)).as(column);
  }
}
