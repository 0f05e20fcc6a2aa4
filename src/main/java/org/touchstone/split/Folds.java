package org.touchstone.split;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;
import org.touchstone.schema.Columns;

/**
 * Gives rows their fold: by keyed hash of the cluster, or by the value that the fold leaves out.
 */
final class Folds {

  private final SplitSettings settings;
  private final @Nullable PreviousSplit previous;

  Folds(SplitSettings settings, @Nullable PreviousSplit previous) {
    this.settings = settings;
    this.previous = previous;
  }

  /**
   * Returns the values of each fold, where they are left out by value; else an empty list.
   *
   * @param rows with what their cluster has in {@link ClusterTable}
   * @param clusters that table
   */
  List<List<String>> values(Dataset<Row> rows, Dataset<Row> clusters) {
    String by = settings.leaveOut().by();
    if (by == null) {
      return List.of();
    }

    List<String> owners =
        clusters
            .select(ClusterTable.OWNER)
            .distinct()
            .limit(FoldTable.MOST_VALUES + 1)
            .collectAsList()
            .stream()
            .map(row -> row.getString(0))
            .toList();
    List<FoldTable.Edge> edges =
        switch (settings.leaveOut().spanning()) {
          case SET_ASIDE -> List.of();
          case JOIN -> edges(rows, new Grouping(by).value());
        };
    return FoldTable.of(by, withOthers(owners, edges), edges, before()).values();
  }

  private List<List<String>> before() {
    return previous != null && previous.foldScheme().equals(settings.foldScheme())
        ? previous.foldValues()
        : List.of();
  }

  private static List<String> withOthers(List<String> owners, List<FoldTable.Edge> edges) {
    return Stream.concat(owners.stream(), edges.stream().map(FoldTable.Edge::b))
        .distinct()
        .toList();
  }

  private static List<FoldTable.Edge> edges(Dataset<Row> rows, Column value) {
    return rows
        .filter(value.notEqual(col(ClusterTable.OWNER)))
        .select(col(ClusterTable.OWNER), value)
        .distinct()
        .collectAsList()
        .stream()
        .map(row -> new FoldTable.Edge(row.getString(0), row.getString(1)))
        .toList();
  }

  /** The fold of a row that has what its cluster has; null where it has none. */
  @Nullable Column column(List<List<String>> values, long seed) {
    Integer folds = settings.folds();
    if (folds != null) {
      Column hashed =
          udf(new PickFold(seed, folds), DataTypes.IntegerType).apply(col(Columns.PROMPT_CLUSTER));
      return coalesce(col(ClusterTable.KNOWN_FOLD), hashed);
    }

    String by = settings.leaveOut().by();
    if (by == null) {
      return null;
    }

    Column value = new Grouping(by).value();
    Column fold =
        udf(new FoldOfValue(new FoldTable(values).numbers()), DataTypes.IntegerType).apply(value);
    return switch (settings.leaveOut().spanning()) {
      case SET_ASIDE -> when(value.equalTo(col(ClusterTable.OWNER)), fold);
      case JOIN -> fold;
    };
  }
}
