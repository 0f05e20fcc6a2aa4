package org.touchstone.deduplicate;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.touchstone.schema.Columns;

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
  String VERTICES = "vertices";

  /**
   * Returns key and set of each row, and in {@link #VERTICES} the vertex of its prompt, then those
   * of its replies.
   *
   * @param facts as {@link ReadFacts} reads them
   */
  static Dataset<Row> vertices(Dataset<Row> facts) {
    return facts.select(
        col(Columns.COMPARISON_ID),
        col(Columns.OCCURRENCE),
        col(ReadFacts.SET_ID),
        col(ReadFacts.SET_RANKS),
        concat(array(col(ReadFacts.PROMPT_VERTEX)), col(ReadFacts.REPLY_VERTICES)).as(VERTICES));
  }

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
