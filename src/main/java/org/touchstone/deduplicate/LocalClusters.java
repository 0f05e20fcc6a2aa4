package org.touchstone.deduplicate;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/** Clusters that every executor looks up in a copy of its own: no row moves for it. */
final class LocalClusters implements Clusters {

  private final JavaRDD<long[]> edges;
  private final Broadcast<Labels> labels;

  private LocalClusters(JavaRDD<long[]> edges, Broadcast<Labels> labels) {
    this.edges = edges;
    this.labels = labels;
  }

  /** Joins each partition's edges there, and what is left here. */
  static LocalClusters of(JavaRDD<long[]> edges) {
    FlatMapFunction<Iterator<long[]>, long[]> join = LocalClusters::joined;
    Labels labels = Labels.of(edges.mapPartitions(join).collect());
    return new LocalClusters(
        edges, JavaSparkContext.fromSparkContext(edges.context()).broadcast(labels));
  }

  private static Iterator<long[]> joined(Iterator<long[]> edges) {
    Forest forest = new Forest();
    edges.forEachRemaining(forest::joinAll);
    return forest.members();
  }

  @Override
  public void check() {
    Broadcast<Labels> copy = labels;
    long torn = edges.map(some -> copy.value().torn(some)).fold(0L, Long::sum);
    Clusters.refuse(torn, labels.value().misnamed());
  }

  @Override
  public Dataset<Row> of(Dataset<Row> facts) {
    UserDefinedFunction look =
        udf(new LookUp(labels), DataTypes.createArrayType(DataTypes.LongType, false));
    return Clusters.vertices(facts)
        .withColumn(CLUSTERS, look.apply(col(VERTICES)))
        .withColumn(JOINED, col(CLUSTERS).notEqual(col(VERTICES)))
        .drop(VERTICES);
  }

  private static final class LookUp implements UDF1<Seq<Long>, Object[]> {

    private static final long serialVersionUID = 1L;

    private final Broadcast<Labels> labels;

    LookUp(Broadcast<Labels> labels) {
      this.labels = labels;
    }

    @Override
    public Object[] call(Seq<Long> vertices) {
      Labels known = labels.value();
      List<Long> list = JavaConverters.seqAsJavaList(vertices);
      return list.stream().map(known::of).toArray();
    }
  }
}
