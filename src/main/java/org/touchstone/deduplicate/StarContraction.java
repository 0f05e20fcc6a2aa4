package org.touchstone.deduplicate;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.xxhash64;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/**
 * Connected components of a graph that is too large for one task.
 *
 * <p>Alternates two operations until neither changes the edges. <em>Large star</em>: every vertex
 * sends its larger neighbours to the least of its neighbours and itself. <em>Small star</em>: every
 * vertex sends its smaller neighbours and itself to the least of them. Both keep what is connected
 * connected; what is left are stars around the least vertices. Each round is held on disks before
 * the next one reads it, and counted.
 *
 * <p>Source: R. Kiveris et al., "Connected components in MapReduce and beyond", 2014.
 */
final class StarContraction {

  private static final String FROM = "from";
  private static final String TO = "to";
  private static final String LEAST = "least";
  private static final StructType SCHEMA =
      new StructType().add(FROM, DataTypes.LongType, false).add(TO, DataTypes.LongType, false);

  /** Far beyond the logarithm of any graph; reached only if something is wrong. */
  private static final int MAX_ROUNDS = 100;

  private StarContraction() {}

  /**
   * Returns the component of each vertex that is not the least of its own.
   *
   * @param edges rows of two vertices, in either order
   */
  static Dataset<Row> of(Dataset<Row> edges) {
    JavaRDD<Row> held = held(downwards(edges.toDF(FROM, TO)));
    Dataset<Row> stars = edges.sparkSession().createDataFrame(held, SCHEMA);
    Row before = fingerprint(stars);
    for (int round = 0; round < MAX_ROUNDS; round++) {
      JavaRDD<Row> next = held(smallStar(largeStar(stars)));
      stars = edges.sparkSession().createDataFrame(next, SCHEMA);
      Row after = fingerprint(stars);
      held.unpersist();
      held = next;
      if (after.equals(before)) {
        return stars.toDF(Components.VERTEX, Components.CLUSTER);
      }

      before = after;
    }

    throw new IllegalStateException(
        "Cannot find connected components: %d rounds did not end, some %s edges are left"
            .formatted(MAX_ROUNDS, before.get(0)));
  }

  /** Edges from the larger to the smaller vertex, each once. */
  private static Dataset<Row> downwards(Dataset<Row> edges) {
    return edges
        .filter(col(FROM).notEqual(col(TO)))
        .select(greatest(col(FROM), col(TO)).as(FROM), least(col(FROM), col(TO)).as(TO))
        .distinct();
  }

  private static Dataset<Row> largeStar(Dataset<Row> edges) {
    Dataset<Row> both =
        edges.select(col(FROM), col(TO)).union(edges.select(col(TO).as(FROM), col(FROM).as(TO)));
    Dataset<Row> leasts =
        both.groupBy(FROM)
            .agg(min(TO).as(LEAST))
            .select(col(FROM), least(col(FROM), col(LEAST)).as(LEAST));
    return downwards(
        both.join(leasts, FROM)
            .filter(col(TO).gt(col(FROM)))
            .select(col(TO).as(FROM), col(LEAST).as(TO)));
  }

  private static Dataset<Row> smallStar(Dataset<Row> edges) {
    Dataset<Row> leasts = edges.groupBy(FROM).agg(min(TO).as(LEAST));
    Dataset<Row> neighbours = edges.join(leasts, FROM).select(col(TO).as(FROM), col(LEAST).as(TO));
    return downwards(neighbours.union(leasts.select(col(FROM), col(LEAST).as(TO))));
  }

  /** Held below the planner, whose plan would double from round to round. */
  private static JavaRDD<Row> held(Dataset<Row> edges) {
    return edges.javaRDD().persist(StorageLevel.DISK_ONLY());
  }

  /** Number of edges and sum of their hashes: equal for equal edges, in whatever order. */
  private static Row fingerprint(Dataset<Row> edges) {
    return edges
        .agg(
            count(lit(1)),
            sum(xxhash64(col(FROM), col(TO)).cast(DataTypes.createDecimalType(20, 0))))
        .head();
  }
}
