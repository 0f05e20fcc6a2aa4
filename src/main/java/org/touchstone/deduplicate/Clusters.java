package org.touchstone.deduplicate;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Which texts are in one cluster, for a corpus of any size. */
interface Clusters {

  /**
   * Looks at every edge and at every cluster once more.
   *
   * @throws IllegalStateException if the ends of an edge are in different clusters, or the name of
   *     a cluster is not its least vertex
   */
  void check();

  /**
   * Replaces the vertices of rows by clusters.
   *
   * @param facts as {@link ReadFacts} reads them
   * @return key and set of each row, the clusters of its prompt and of each reply in {@link
   *     #CLUSTERS}, and in {@link #JOINED} whether any of them is not the vertex itself
   */
  Dataset<Row> of(Dataset<Row> facts);

  String CLUSTERS = "clusters";
  String JOINED = "joined";

  /** Refuses clusters that were counted to be wrong. */
  static void refuse(long torn, long misnamed) {
    if (torn + misnamed > 0) {
      throw new IllegalStateException(
          ("Cannot trust the clusters: %d pairs of similar texts are in different ones and %d are not"
                  + " named after their least text, must be 0")
              .formatted(torn, misnamed));
    }
  }
}
