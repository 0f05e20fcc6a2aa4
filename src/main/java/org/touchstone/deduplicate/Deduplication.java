package org.touchstone.deduplicate;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.udf;

import java.util.ArrayList;
import java.util.List;
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
 * would otherwise be tested on openings that it was trained on. A <em>reply cluster</em> is one
 * over replies. A <em>duplicate</em> is similar to the row that it names, prompt and each reply
 * paired one to one, never merely connected with it.
 *
 * <p>Ids of clusters are the least hash of a text in them: equal on any machine, in any partitions
 * and row order.
 */
public final class Deduplication {

  static final String[] KEY = {Columns.COMPARISON_ID, Columns.OCCURRENCE};

  private static final String[] ADDED = {
    Columns.PROMPT_CLUSTER,
    Columns.DUPLICATE_OF,
    Columns.DUPLICATE_KIND,
    Columns.SIMILARITY,
    Columns.CONTRADICTION,
    Columns.REPLY_CLUSTERS
  };

  /** Rows of less than 0.5 KB that are sent to every executor rather than all texts to them. */
  private static final long MAX_BROADCAST_ROWS = 1_000_000;

  private static final UserDefinedFunction OWN = udf(new OwnClusters(), OwnClusters.TYPE);

  private final DeduplicationSettings settings;

  /**
   * Prepares the search.
   *
   * @param settings when texts are near duplicates
   */
  public Deduplication(DeduplicationSettings settings) {
    this.settings = settings;
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
    refuseRepeatedKeys(facts);
    NearPairs pairs = new NearPairs(settings);
    Dataset<Row> openings =
        facts
            .select(col(ReadFacts.PROMPT_VERTEX), explode(col(ReadFacts.OPENINGS)))
            .filter(col(ReadFacts.PROMPT_VERTEX).notEqual(col("col")));
    Dataset<Row> edges = held.hold(openings.union(pairs.among(rows)));
    Dataset<Row> labels = held.hold(Components.of(edges));
    Components.check(edges, labels);
    Dataset<Row> added =
        held.hold(new DuplicateRows(settings.replies(), held).added(facts, labels, rows));
    return new Deduplicated(joined(rows, added), held, pairs.crowded().texts());
  }

  private static Dataset<Row> facts(Dataset<Row> rows) {
    return rows.select(
            Columns.COMPARISON_ID,
            Columns.OCCURRENCE,
            Columns.PROMPT,
            Columns.REPLIES,
            Columns.RANKS)
        .map(new ReadFacts(), Encoders.row(ReadFacts.SCHEMA));
  }

  private static void refuseRepeatedKeys(Dataset<Row> facts) {
    Dataset<Row> repeated = facts.groupBy(col(KEY[0]), col(KEY[1])).count().filter("count > 1");
    for (Row row : repeated.takeAsList(1)) {
      throw new IllegalArgumentException(
          "Cannot deduplicate: %d rows have comparison_id %s and occurrence %d, must be 1"
              .formatted(row.getLong(2), row.getString(0), row.getInt(1)));
    }
  }

  /** Rows that are not among the added ones are clusters of their own and repeat nothing. */
  private static Dataset<Row> joined(Dataset<Row> rows, Dataset<Row> added) {
    Column none = array().cast(DataTypes.createArrayType(DataTypes.StringType, false));
    List<Column> columns = new ArrayList<>();
    for (String column : rows.columns()) {
      columns.add(rows.col(column));
    }

    Column alone = OWN.apply(struct(rows.col(Columns.PROMPT), rows.col(Columns.REPLIES)));
    columns.add(own(added, alone, Columns.PROMPT_CLUSTER));
    columns.add(added.col(Columns.DUPLICATE_OF));
    columns.add(added.col(Columns.DUPLICATE_KIND));
    columns.add(added.col(Columns.SIMILARITY));
    columns.add(coalesce(added.col(Columns.CONTRADICTION), none).as(Columns.CONTRADICTION));
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
