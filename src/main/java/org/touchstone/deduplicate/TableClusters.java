package org.touchstone.deduplicate;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.posexplode;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.struct;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.touchstone.schema.Columns;

/** Clusters of more texts than an executor holds: the rows are joined with them. */
final class TableClusters implements Clusters {

  private final Dataset<Row> edges;
  private final Dataset<Row> labels;

  private TableClusters(Dataset<Row> edges, Dataset<Row> labels) {
    this.edges = edges;
    this.labels = labels;
  }

  /** Joins edges in one task or in rounds, see {@link Components}. */
  static TableClusters of(JavaRDD<long[]> edges, SparkSession spark, HeldTables held) {
    JavaRDD<Row> rows = edges.flatMap(TableClusters::rows);
    Dataset<Row> table = spark.createDataFrame(rows, Components.SCHEMA);
    return new TableClusters(table, held.hold(Components.of(table)));
  }

  private static Iterator<Row> rows(long[] edges) {
    List<Row> rows = new ArrayList<>(edges.length / 2);
    for (int i = 0; i < edges.length; i += 2) {
      rows.add(RowFactory.create(edges[i], edges[i + 1]));
    }

    return rows.iterator();
  }

  @Override
  public void check() {
    Components.check(edges, labels);
  }

  /** Sends each vertex to its label and all of a row back together. */
  @Override
  public Dataset<Row> of(Dataset<Row> facts) {
    Column label = labels.col(Components.CLUSTER);
    return Clusters.vertices(facts)
        .select(col("*"), posexplode(col(VERTICES)))
        .drop(VERTICES)
        .join(labels, col("col").equalTo(labels.col(Components.VERTEX)), "left")
        .groupBy(Columns.COMPARISON_ID, Columns.OCCURRENCE, ReadFacts.SET_ID, ReadFacts.SET_RANKS)
        .agg(
            sort_array(collect_list(struct(col("pos"), coalesce(label, col("col")).as("at"))))
                .getField("at")
                .as(CLUSTERS),
            max(label.isNotNull()).as(JOINED));
  }
}
