package org.touchstone.deduplicate;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Unpacks the pairs of star and node of stars that are large enough. */
final class StarRows implements FlatMapFunction<LongPairs, Row> {

  private static final long serialVersionUID = 1L;

  static final String STAR = "star";
  static final String NODE = "node";
  static final StructType SCHEMA =
      new StructType().add(STAR, DataTypes.LongType, false).add(NODE, DataTypes.LongType, false);

  private final int moreThan;

  /** Takes the stars of more than so many nodes. */
  StarRows(int moreThan) {
    this.moreThan = moreThan;
  }

  @Override
  public Iterator<Row> call(LongPairs stars) {
    return new Iterator<>() {
      private int at = stars.nextRun(0, moreThan);
      private int end = at < stars.size() ? stars.endOfRun(at) : at;

      @Override
      public boolean hasNext() {
        return at < stars.size();
      }

      @Override
      public Row next() {
        if (!hasNext()) {
          throw new NoSuchElementException("no star is left");
        }

        Row row = RowFactory.create(stars.first(at), stars.second(at));
        at++;
        if (at == end) {
          at = stars.nextRun(end, moreThan);
          end = at < stars.size() ? stars.endOfRun(at) : at;
        }

        return row;
      }
    };
  }
}
