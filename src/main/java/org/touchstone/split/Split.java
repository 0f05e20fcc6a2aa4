package org.touchstone.split;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;

import java.util.Arrays;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import org.touchstone.schema.Columns;

/**
 * Splits comparisons by prompt cluster, so that no model is tested on a prompt like one that it was
 * trained on.
 *
 * <p>A cluster's split is a keyed hash of its id alone: rows that are added later do not move the
 * others, unless they join two clusters into one or give a cluster a lesser id.
 */
public final class Split {

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
   * Splits rows and then checks the result.
   *
   * @param comparisons rows with {@code prompt_cluster}, as deduplicate writes them; they are read
   *     several times
   * @param seed seed of the keyed hash
   * @return the rows with their split, and the certificate
   * @throws IllegalArgumentException if the rows have no prompt clusters
   */
  public SplitRows apply(Dataset<Row> comparisons, long seed) {
    if (!Arrays.asList(comparisons.columns()).contains(Columns.PROMPT_CLUSTER)) {
      throw new IllegalArgumentException(
          "Cannot split rows without the column %s: deduplicate them first"
              .formatted(Columns.PROMPT_CLUSTER));
    }

    Column cluster = col(Columns.PROMPT_CLUSTER);
    Column split = pickSplit(seed).apply(cluster);
    Dataset<Row> rows =
        comparisons.drop(Columns.SPLIT, Columns.FOLD).withColumn(Columns.SPLIT, split);
    Integer folds = settings.folds();
    if (folds != null) {
      Column fold = udf(new PickFold(seed, folds), DataTypes.IntegerType).apply(cluster);
      rows = rows.withColumn(Columns.FOLD, fold);
    }

    return new SplitRows(rows, new Certification(settings, pickSplit(seed)).certify(rows));
  }

  UserDefinedFunction pickSplit(long seed) {
    return udf(new PickSplit(seed, settings.shares()), DataTypes.StringType);
  }
}
