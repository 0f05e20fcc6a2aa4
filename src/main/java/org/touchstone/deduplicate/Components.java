package org.touchstone.deduplicate;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Connected components of a graph of edges.
 *
 * <p>Each partition reduces its edges to a forest, at most one edge a vertex. Up to some 10^8 edges
 * are then left to one task, which joins the forests in primitive arrays; more go through rounds of
 * {@link StarContraction}. The component of a vertex is the least vertex in it, so neither the
 * order nor the partitions of the edges matter.
 */
final class Components {

  static final String VERTEX = "vertex";
  static final String CLUSTER = "cluster";

  /** Edges that one task joins: 24 bytes for each of their vertices. */
  static final long MAX_EDGES_IN_ONE_TASK = 100_000_000;

  static final StructType SCHEMA =
      new StructType()
          .add(VERTEX, DataTypes.LongType, false)
          .add(CLUSTER, DataTypes.LongType, false);

  private Components() {}

  /**
   * Returns the component of each vertex that is not the least of its own.
   *
   * @param edges rows of two vertices, read twice
   */
  static Dataset<Row> of(Dataset<Row> edges) {
    return of(edges, MAX_EDGES_IN_ONE_TASK);
  }

  /** Returns the same, with fewer or more edges in one task. */
  static Dataset<Row> of(Dataset<Row> edges, long maxEdgesInOneTask) {
    Dataset<Row> forest = edges.mapPartitions(new Join(), Encoders.row(SCHEMA));
    if (edges.count() > maxEdgesInOneTask) {
      return StarContraction.of(forest);
    }

    return forest.repartition(1).mapPartitions(new Join(), Encoders.row(SCHEMA));
  }

  /**
   * Looks at every edge and at every component once more.
   *
   * @throws IllegalStateException if the ends of an edge are in different components, or the name
   *     of a component is not its least vertex
   */
  static void check(Dataset<Row> edges, Dataset<Row> labels) {
    Dataset<Row> ends = edges.toDF("left", "right");
    Dataset<Row> left = labels.toDF("l", "left_label");
    Dataset<Row> right = labels.toDF("r", "right_label");
    long torn =
        ends.join(left, col("left").equalTo(col("l")), "left")
            .join(right, col("right").equalTo(col("r")), "left")
            .filter(
                coalesce(col("left_label"), col("left"))
                    .notEqual(coalesce(col("right_label"), col("right"))))
            .count();
    long unnamed =
        labels
            .filter(col(VERTEX).leq(col(CLUSTER)))
            .select(CLUSTER)
            .union(
                labels
                    .select(CLUSTER)
                    .distinct()
                    .join(left, col(CLUSTER).equalTo(col("l")), "left_semi"))
            .count();
    Clusters.refuse(torn, unnamed);
  }

  /** Reduces edges to pairs of a vertex and the least of its component, which are edges again. */
  private static final class Join implements MapPartitionsFunction<Row, Row> {

    private static final long serialVersionUID = 1L;

    @Override
    public Iterator<Row> call(Iterator<Row> edges) {
      Forest forest = new Forest();
      while (edges.hasNext()) {
        Row edge = edges.next();
        forest.join(edge.getLong(0), edge.getLong(1));
      }

      return new Flattened<>(
          forest.members(), member -> List.of(RowFactory.create(member[0], member[1])).iterator());
    }
  }
}
