package org.touchstone.split.leak;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.touchstone.text.ShingleSet;
import org.touchstone.text.Shingling;

/** Counts the tokens of a partition's texts: rows of sides and text. */
final class CountTokens implements FlatMapFunction<Iterator<Row>, TokenOrder> {

  private static final long serialVersionUID = 1L;

  private final Shingling shingling;
  private final long texts;

  CountTokens(Shingling shingling, long texts) {
    this.shingling = shingling;
    this.texts = texts;
  }

  @Override
  public Iterator<TokenOrder> call(Iterator<Row> rows) {
    TokenOrder order = TokenOrder.forTexts(texts);
    while (rows.hasNext()) {
      Row row = rows.next();
      for (ShingleSet set : shingling.of(row.getString(1))) {
        order.count(TokenOrder.tokens(set), row.getInt(0));
      }
    }

    return List.of(order).iterator();
  }
}
