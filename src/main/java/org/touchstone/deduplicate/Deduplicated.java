package org.touchstone.deduplicate;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Rows with the columns of a search; what the search found is held in memory or on local disks
 * until this is closed.
 */
public final class Deduplicated implements AutoCloseable {

  private final Dataset<Row> comparisons;
  private final HeldTables held;
  private final long crowdedTexts;

  Deduplicated(Dataset<Row> comparisons, HeldTables held, long crowdedTexts) {
    this.comparisons = comparisons;
    this.held = held;
    this.crowdedTexts = crowdedTexts;
  }

  /**
   * Returns the rows.
   *
   * @return the rows of the search with {@code prompt_cluster}, {@code duplicate_of}, {@code
   *     duplicate_kind}, {@code similarity}, {@code contradiction}, {@code near_contradiction} and
   *     {@code reply_clusters}; to be read before this is closed
   */
  public Dataset<Row> comparisons() {
    return comparisons;
  }

  /**
   * Returns how many texts stood in buckets of more than {@code max-bucket}, where not all pairs
   * are compared: each with the first texts of the bucket, and with those that hold the same beside
   * what the bucket has in common.
   *
   * @return the number of texts, once for each such bucket; 0 if every pair of a bucket was
   *     compared
   */
  public long crowdedTexts() {
    return crowdedTexts;
  }

  @Override
  public void close() {
    held.close();
  }
}
