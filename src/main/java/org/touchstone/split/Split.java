package org.touchstone.split;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;
import org.touchstone.schema.Columns;
import org.touchstone.split.leak.LeakSearch;
import org.touchstone.split.leak.Leaks;

/**
 * Splits comparisons by prompt cluster, so that no model is tested on a prompt like one that it was
 * trained on.
 *
 * <p>What stays when rows are added: with the earlier split given, every row that it had, but for
 * clusters that new rows joined across splits, which go to the first, and for values that are now
 * held out. Without it, and without strata, every cluster whose id is the same; with strata,
 * clusters near the border between two splits may change sides.
 */
public final class Split {

  private static final long MOST_BROADCAST = 200_000;

  private final SplitSettings settings;

  /**
   * Prepares the split.
   *
   * @param settings shares and folds
   */
  public Split(SplitSettings settings) {
    this.settings = settings;
  }

  /**
   * Splits rows for the first time.
   *
   * @param comparisons rows with {@code prompt_cluster}, as deduplicate writes them; they are read
   *     several times
   * @param seed seed of the keyed hash
   * @return the rows with their split
   * @throws IllegalArgumentException if the rows have no prompt clusters, none of a value that is
   *     held out, or the limit of clusters leaves a split without rows
   */
  public SplitRows apply(Dataset<Row> comparisons, long seed) {
    return split(comparisons, seed, null);
  }

  /**
   * Splits a corpus that has grown: rows keep the side that they had.
   *
   * @param comparisons rows with {@code prompt_cluster}, as deduplicate writes them; they are read
   *     several times
   * @param seed seed of the keyed hash, for clusters without a known row
   * @param previous the earlier split
   * @return the rows with their split, and those that had another
   * @throws IllegalArgumentException if the rows have no prompt clusters, none of a value that is
   *     held out, the earlier split has other names, or the limit of clusters leaves a split
   *     without rows
   */
  public SplitRows apply(Dataset<Row> comparisons, long seed, PreviousSplit previous) {
    List<String> unknown =
        previous.rows().select(Columns.SPLIT).distinct().collectAsList().stream()
            .map(row -> row.getString(0))
            .filter(name -> !settings.shares().containsKey(name))
            .toList();
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "Cannot keep the sides of the previous split: it has rows in %s, shares has only %s"
              .formatted(unknown, settings.names()));
    }

    return split(comparisons, seed, previous);
  }

  /**
   * Reports how a split was made.
   *
   * @param split what {@code apply} returned
   * @param written its comparisons, as they were written
   * @param previous the earlier split; null if there was none
   * @return counts for the manifest
   */
  public SplitReport report(
      SplitRows split, Dataset<Row> written, @Nullable PreviousSplit previous) {
    return new Reporting(settings, split, written).report(previous);
  }

  /**
   * Checks split rows, by queries that know nothing of how they were split.
   *
   * @param written rows with a split, as they were written
   * @param seed seed of the split by row that this one is compared with
   * @return what was counted, and the near duplicates on different sides
   */
  public Certified certify(Dataset<Row> written, long seed) {
    Leaks leaks = new LeakSearch(settings.leakSearch(), settings.names()).search(written);
    return new Certified(
        new Certification(settings, seed).certify(written, leaks.counts()), leaks.pairs());
  }

  private SplitRows split(Dataset<Row> comparisons, long seed, @Nullable PreviousSplit previous) {
    requireClusters(comparisons);
    Dataset<Row> bare = comparisons.drop(Columns.SPLIT, Columns.FOLD);
    HeldOut.requireRows(settings, bare);
    Dataset<Row> clusters =
        kept(new Placement(settings, seed).of(new ClusterTable(settings, previous).of(bare)));
    new ClusterLimit(settings, seed).requireRows(clusters);
    Dataset<Row> joined = bare.join(light(clusters), Columns.PROMPT_CLUSTER);
    Folds folds = new Folds(settings, previous);
    List<List<String>> foldValues = folds.values(joined, clusters);
    Column fold = folds.column(foldValues, seed);
    Dataset<Row> split = fold == null ? joined : joined.withColumn(Columns.FOLD, fold);
    return new SplitRows(
        split.select(columns(bare, fold)), moved(split, previous), clusters, foldValues);
  }

  private static void requireClusters(Dataset<Row> comparisons) {
    if (!Arrays.asList(comparisons.columns()).contains(Columns.PROMPT_CLUSTER)) {
      throw new IllegalArgumentException(
          "Cannot split rows without the column %s: deduplicate them first"
              .formatted(Columns.PROMPT_CLUSTER));
    }
  }

  /** The columns as they came, and then the new ones. */
  private static Column[] columns(Dataset<Row> bare, @Nullable Column fold) {
    List<String> names = new ArrayList<>(List.of(bare.columns()));
    names.add(Columns.SPLIT);
    if (fold != null) {
      names.add(Columns.FOLD);
    }

    return names.stream().map(name -> col("`" + name + "`")).toArray(Column[]::new);
  }

  /** What rows need of their cluster; sent to all executors if that saves moving the rows. */
  private static Dataset<Row> light(Dataset<Row> clusters) {
    List<String> wanted =
        List.of(
            Columns.PROMPT_CLUSTER,
            Columns.SPLIT,
            Placement.REASON,
            ClusterTable.OWNER,
            ClusterTable.KNOWN_FOLD);
    Column[] present =
        Arrays.stream(clusters.columns())
            .filter(wanted::contains)
            .map(name -> col(name))
            .toArray(Column[]::new);
    Dataset<Row> light = clusters.select(present);
    return clusters.count() > MOST_BROADCAST ? light : broadcast(light);
  }

  private Dataset<Row> moved(Dataset<Row> split, @Nullable PreviousSplit previous) {
    boolean folded = Arrays.asList(split.columns()).contains(Columns.FOLD);
    Column none = lit(null).cast(DataTypes.IntegerType);
    Dataset<Row> now =
        split.select(
            col(Columns.COMPARISON_ID),
            col(Columns.OCCURRENCE),
            col(Columns.PROMPT_CLUSTER),
            col(Columns.SPLIT).as("to_split"),
            (folded ? col(Columns.FOLD) : none).as("to_fold"),
            col(Placement.REASON));
    Dataset<Row> before =
        previous == null
            ? now.limit(0)
                .select(
                    col(Columns.COMPARISON_ID),
                    col(Columns.OCCURRENCE),
                    col("to_split").as(ClusterTable.WAS),
                    col("to_fold").as(ClusterTable.WAS_FOLD))
            : ClusterTable.known(settings, previous);
    Column otherSplit = not(col(ClusterTable.WAS).equalTo(col("to_split")));
    Column otherFold =
        col(ClusterTable.WAS_FOLD)
            .isNotNull()
            .and(not(col(ClusterTable.WAS_FOLD).eqNullSafe(col("to_fold"))));
    return now.join(before, ClusterTable.KEY)
        .filter(otherSplit.or(otherFold))
        .select(
            col(Columns.COMPARISON_ID),
            col(Columns.OCCURRENCE),
            col(Columns.PROMPT_CLUSTER),
            col(ClusterTable.WAS).as("from_split"),
            col("to_split"),
            col(ClusterTable.WAS_FOLD).as("from_fold"),
            col("to_fold"),
            when(otherSplit, col(Placement.REASON)).otherwise("fold").as(Placement.REASON));
  }

  /**
   * Computes a table once and holds it below the planner, where Spark frees it when nothing refers
   * to it any more; lost partitions are computed again.
   */
  private static Dataset<Row> kept(Dataset<Row> table) {
    JavaRDD<Row> rows = table.javaRDD().persist(StorageLevel.MEMORY_AND_DISK());
    rows.count();
    return table.sparkSession().createDataFrame(rows, table.schema());
  }
}
