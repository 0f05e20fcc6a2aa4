package org.touchstone.cluster;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import org.touchstone.train.EncodedComparison;

/** Comparisons as token ids, kept on the executors; each text is encoded once. */
final class EncodedPairs implements AutoCloseable {

  private final JavaRDD<PairEncoding.Encoded> encoded;
  private final EncodingCounts counts;

  private EncodedPairs(JavaRDD<PairEncoding.Encoded> encoded, EncodingCounts counts) {
    this.encoded = encoded;
    this.counts = counts;
  }

  static EncodedPairs of(Dataset<Row> comparisons, PairEncoding encoding) {
    JavaRDD<PairEncoding.Encoded> each = comparisons.toJavaRDD().mapPartitions(encoding);
    JavaRDD<PairEncoding.Encoded> encoded =
        (encoding.sharesPairs() ? SharedPairs.of(each, encoding.weighting()) : each)
            .persist(StorageLevel.MEMORY_AND_DISK());
    EncodingCounts counts =
        encoded.aggregate(EncodingCounts.NONE, EncodingCounts::plus, EncodingCounts::plus);
    return new EncodedPairs(encoded, counts);
  }

  /** What to train on. */
  JavaRDD<EncodedComparison> kept() {
    return encoded.flatMap(judgements -> judgements.kept().iterator());
  }

  /** Every judgement, kept or not. */
  JavaRDD<PairEncoding.Encoded> all() {
    return encoded;
  }

  EncodingCounts counts() {
    return counts;
  }

  @Override
  public void close() {
    encoded.unpersist(false);
  }
}
