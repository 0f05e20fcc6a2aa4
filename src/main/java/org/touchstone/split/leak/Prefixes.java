package org.touchstone.split.leak;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.touchstone.text.ShingleSet;
import org.touchstone.text.Shingling;

/**
 * The tokens of a text's prefix, one or two sets a text, with what filters need to know of the set:
 * its size, and its parity bits.
 *
 * <p>Tokens that are on one side only are null: they still take a place in the prefix, but can
 * bring no two texts of different sides together.
 */
final class Prefixes implements FlatMapFunction<Row, Row> {

  private static final long serialVersionUID = 1L;

  static final String SIZE = "size";
  static final String SIDES = "sides";
  static final String LOW_BITS = "low_bits";
  static final String HIGH_BITS = "high_bits";
  static final String TOKENS = "tokens";

  static final StructType SCHEMA =
      new StructType()
          .add(SearchedTexts.TEXT_ID, DataTypes.LongType, false)
          .add(SIDES, DataTypes.IntegerType, false)
          .add(SIZE, DataTypes.IntegerType, false)
          .add(LOW_BITS, DataTypes.LongType, false)
          .add(HIGH_BITS, DataTypes.LongType, false)
          .add(TOKENS, DataTypes.createArrayType(DataTypes.LongType, true), false);

  private final Broadcast<TokenOrder> order;
  private final Shingling shingling;
  private final JaccardBounds bounds;

  Prefixes(Broadcast<TokenOrder> order, LeakSettings settings) {
    this.order = order;
    this.shingling = settings.shingling();
    this.bounds = new JaccardBounds(settings.similarity());
  }

  /** Takes rows of text id, sides and text. */
  @Override
  public Iterator<Row> call(Row text) {
    List<Row> rows = new ArrayList<>(2);
    for (ShingleSet set : shingling.of(text.getString(2))) {
      rows.add(row(text, TokenOrder.tokens(set)));
    }

    return rows.iterator();
  }

  private Row row(Row text, long[] ascending) {
    long[] sorted = order.value().sorted(ascending);
    Object[] tokens = new Object[bounds.prefix(sorted.length)];
    for (int place = 0; place < tokens.length; place++) {
      tokens[place] = order.value().mayCross(sorted[place]) ? sorted[place] : null;
    }

    ParityBits bits = ParityBits.of(ascending);
    return RowFactory.create(
        text.getLong(0), text.getInt(1), ascending.length, bits.low(), bits.high(), tokens);
  }
}
