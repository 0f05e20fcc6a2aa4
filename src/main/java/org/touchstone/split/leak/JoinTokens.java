package org.touchstone.split.leak;

import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Brings the texts together that share a token of their prefixes and may be similar: rows of token,
 * size, id, sides, place and parity bits, sorted by the first three.
 */
final class JoinTokens implements MapPartitionsFunction<Row, Row> {

  private static final long serialVersionUID = 1L;

  static final String LEFT = "left";
  static final String RIGHT = "right";
  static final StructType SCHEMA =
      new StructType().add(LEFT, DataTypes.LongType, false).add(RIGHT, DataTypes.LongType, false);

  private final LeakSettings settings;

  JoinTokens(LeakSettings settings) {
    this.settings = settings;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> postings) {
    return new Candidates(postings, new TokenGroup(settings));
  }

  /** One text of a token in hand at a time. */
  private static final class Candidates implements Iterator<Row> {

    private final Iterator<Row> postings;
    private final TokenGroup group;
    private Iterator<Row> found = Collections.emptyIterator();
    private long token;

    private Candidates(Iterator<Row> postings, TokenGroup group) {
      this.postings = postings;
      this.group = group;
    }

    @Override
    public boolean hasNext() {
      while (!found.hasNext() && postings.hasNext()) {
        Row row = postings.next();
        if (row.getLong(0) != token) {
          token = row.getLong(0);
          group.clear();
        }

        found = group.add(posting(row)).iterator();
      }

      return found.hasNext();
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new NoSuchElementException("Cannot return another candidate: all were returned");
      }

      return found.next();
    }

    private static Posting posting(Row row) {
      return new Posting(
          row.getLong(2),
          row.getInt(3),
          row.getInt(1),
          row.getInt(4),
          row.getLong(5),
          row.getLong(6));
    }
  }
}
