package org.touchstone.deduplicate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.TreeSet;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Reduces a comparison to its distinct normalised texts of one part, with their vertices. */
final class ReadTexts implements FlatMapFunction<Row, Row> {

  private static final long serialVersionUID = 1L;

  static final String VERTEX = "vertex";
  static final String TEXT = "text";
  static final StructType SCHEMA =
      new StructType()
          .add(VERTEX, DataTypes.LongType, false)
          .add(TEXT, DataTypes.StringType, false);

  /** The part of a comparison. */
  enum Part {
    PROMPT,
    REPLIES
  }

  private final Part part;

  ReadTexts(Part part) {
    this.part = part;
  }

  @Override
  public Iterator<Row> call(Row comparison) {
    RowTexts all = RowTexts.of(comparison);
    Collection<String> texts =
        switch (part) {
          case PROMPT -> all.promptTexts();
          case REPLIES -> new TreeSet<>(all.replies());
        };
    List<Row> rows = new ArrayList<>(texts.size());
    for (String text : texts) {
      rows.add(RowFactory.create(RowTexts.vertex(text), text));
    }

    return rows.iterator();
  }
}
