package org.touchstone.deduplicate;

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
 * <p>Each partition reduces its edges to a forest, at most one edge a vertex, and one task joins
 * the forests in primitive arrays. The component of a vertex is the least vertex in it, so neither
 * the order nor the partitions of the edges matter.
 */
final class Components {

  static final String CLUSTER = "cluster";

  private static final StructType SCHEMA =
      new StructType()
          .add(ReadTexts.VERTEX, DataTypes.LongType, false)
          .add(CLUSTER, DataTypes.LongType, false);

  private Components() {}

  /**
   * Returns the component of each vertex that is not the least of its own.
   *
   * @param edges rows of two vertices
   */
  static Dataset<Row> of(Dataset<Row> edges) {
    return edges
        .mapPartitions(new Join(), Encoders.row(SCHEMA))
        .repartition(1)
        .mapPartitions(new Join(), Encoders.row(SCHEMA));
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
