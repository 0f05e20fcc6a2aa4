package org.touchstone.deduplicate;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.TreeSet;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Reduces a comparison to its distinct normalised texts, with their parts and vertices. */
final class ReadTexts implements FlatMapFunction<Row, Row> {

  private static final long serialVersionUID = 1L;

  static final String PART = "part";
  static final String VERTEX = "vertex";
  static final String TEXT = "text";
  static final StructType SCHEMA =
      new StructType()
          .add(PART, DataTypes.IntegerType, false)
          .add(VERTEX, DataTypes.LongType, false)
          .add(TEXT, DataTypes.StringType, false);

  @Override
  public Iterator<Row> call(Row comparison) {
    RowTexts texts = RowTexts.of(comparison);
    List<Row> rows = new ArrayList<>();
    texts.promptTexts().forEach(text -> rows.add(row(Part.PROMPT, text)));
    new TreeSet<>(texts.replies()).forEach(text -> rows.add(row(Part.REPLY, text)));
    return rows.iterator();
  }

  private static Row row(Part part, String text) {
    return RowFactory.create(part.ordinal(), part.vertex(text), text);
  }
}
