package org.touchstone.deduplicate;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Proposes pairs of the texts that share a band: all of them up to a size; above it, each text with
 * the least few (which are the same for all) and with the few that follow it, since verification
 * would break a star around one leader.
 */
final class PairBucket implements FlatMapFunction<Row, Row> {

  private static final long serialVersionUID = 1L;

  static final String LEFT = "left";
  static final String RIGHT = "right";
  static final StructType SCHEMA =
      new StructType()
          .add(LEFT, DataTypes.LongType, false)
          .add(RIGHT, DataTypes.LongType, false)
          .add(SignTexts.SPACE, DataTypes.IntegerType, false);

  private static final int FEW = 8;

  private final DeduplicationSettings settings;

  PairBucket(DeduplicationSettings settings) {
    this.settings = settings;
  }

  /** Takes a row of the space and the vertices in ascending order. */
  @Override
  public Iterator<Row> call(Row bucket) {
    int space = bucket.getInt(0);
    int maxBucket = settings.of(Part.ofSpace(space)).maxBucket();
    List<Long> vertices = bucket.getList(1);
    int size = vertices.size();
    List<Row> pairs = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      for (int j = i + 1; j < size; j++) {
        if (size > maxBucket && i >= FEW && j > i + FEW) {
          break;
        }

        pairs.add(RowFactory.create(vertices.get(i), vertices.get(j), space));
      }
    }

    return pairs.iterator();
  }
}
