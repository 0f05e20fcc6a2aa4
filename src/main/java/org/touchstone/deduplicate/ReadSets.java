package org.touchstone.deduplicate;

import java.util.Iterator;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.sketch.BloomFilter;

/** Reads the shingle sets of the texts that share a bucket with another, and of a few more. */
final class ReadSets implements MapPartitionsFunction<Row, Row> {

  private static final long serialVersionUID = 1L;

  static final String SPACE = "space";
  static final String SHINGLES = "shingles";
  static final StructType SCHEMA =
      new StructType()
          .add(StarRows.NODE, DataTypes.LongType, false)
          .add(SPACE, DataTypes.IntegerType, false)
          .add(SHINGLES, DataTypes.BinaryType, false);

  private final DeduplicationSettings settings;
  private final Broadcast<BloomFilter> nodes;

  ReadSets(DeduplicationSettings settings, Broadcast<BloomFilter> nodes) {
    this.settings = settings;
    this.nodes = nodes;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> comparisons) {
    WantedTexts wanted = new WantedTexts(settings, nodes.value());
    return new Flattened<>(
        comparisons, row -> wanted.of(row).stream().map(ReadSets::row).iterator());
  }

  private static Row row(WantedTexts.Text text) {
    return RowFactory.create(text.node(), text.space(), text.shingles().set().toBytes());
  }
}
