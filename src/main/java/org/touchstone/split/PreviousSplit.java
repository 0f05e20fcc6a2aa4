package org.touchstone.split;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * An earlier split whose rows keep their side. Rows are known by comparison_id and occurrence; ids
 * of clusters may have changed.
 *
 * @param rows with {@code split}, and {@code fold} where it had folds
 * @param foldScheme of its settings, see {@link SplitSettings#foldScheme()}; folds of another
 *     scheme are not kept
 * @param foldValues the values of each of its folds, where they were left out by value; else empty
 */
public record PreviousSplit(Dataset<Row> rows, String foldScheme, List<List<String>> foldValues) {

  /** Copies the list. */
  public PreviousSplit {
    foldValues = List.copyOf(foldValues);
  }
}
