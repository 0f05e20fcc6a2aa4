package org.touchstone.deduplicate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.touchstone.text.MinHash;
import org.touchstone.text.ShingleSet;
import org.touchstone.text.Shingling;

/** Turns texts into shingle sets, one or two a text, with the keys of their bands. */
final class SignTexts implements MapPartitionsFunction<Row, Row> {

  private static final long serialVersionUID = 1L;

  static final String KIND = "kind";
  static final String SHINGLES = "shingles";
  static final String KEYS = "keys";
  static final StructType SCHEMA =
      new StructType()
          .add(ReadTexts.VERTEX, DataTypes.LongType, false)
          .add(KIND, DataTypes.IntegerType, false)
          .add(SHINGLES, DataTypes.BinaryType, false)
          .add(KEYS, DataTypes.createArrayType(DataTypes.LongType, false), false);

  private final Shingling shingling;
  private final int bands;
  private final int rowsPerBand;

  SignTexts(NearSettings settings) {
    this.shingling = settings.shingling();
    this.bands = settings.bands();
    this.rowsPerBand = settings.rowsPerBand();
  }

  @Override
  public Iterator<Row> call(Iterator<Row> texts) {
    MinHash minHash = new MinHash(bands, rowsPerBand);
    return new Flattened<>(texts, text -> sign(text, minHash));
  }

  private Iterator<Row> sign(Row text, MinHash minHash) {
    List<Row> rows = new ArrayList<>(2);
    for (ShingleSet set : shingling.of(text.getString(1))) {
      rows.add(
          RowFactory.create(
              text.getLong(0),
              set.kind().ordinal(),
              set.toBytes(),
              Arrays.stream(minHash.bandKeys(set)).boxed().toArray()));
    }

    return rows.iterator();
  }
}
