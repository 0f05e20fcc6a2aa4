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

/** Turns texts into shingle sets, one or two a text, with the keys of their bands. */
final class SignTexts implements MapPartitionsFunction<Row, Row> {

  private static final long serialVersionUID = 1L;

  static final String SPACE = "space";
  static final String SHINGLES = "shingles";
  static final String KEYS = "keys";
  static final StructType SCHEMA =
      new StructType()
          .add(SPACE, DataTypes.IntegerType, false)
          .add(ReadTexts.VERTEX, DataTypes.LongType, false)
          .add(SHINGLES, DataTypes.BinaryType, false)
          .add(KEYS, DataTypes.createArrayType(DataTypes.LongType, false), false);

  private final DeduplicationSettings settings;

  SignTexts(DeduplicationSettings settings) {
    this.settings = settings;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> texts) {
    List<MinHash> signers = new ArrayList<>();
    for (Part part : Part.values()) {
      NearSettings near = settings.of(part);
      signers.add(new MinHash(near.bands(), near.rowsPerBand()));
    }

    return new Flattened<>(texts, text -> sign(text, signers));
  }

  private Iterator<Row> sign(Row text, List<MinHash> signers) {
    Part part = Part.values()[text.getInt(0)];
    List<Row> rows = new ArrayList<>(2);
    for (ShingleSet set : settings.of(part).shingling().of(text.getString(2))) {
      long[] keys = signers.get(part.ordinal()).bandKeys(set);
      rows.add(
          RowFactory.create(
              part.space(set.kind()),
              text.getLong(1),
              set.toBytes(),
              Arrays.stream(keys).boxed().toArray()));
    }

    return rows.iterator();
  }
}
