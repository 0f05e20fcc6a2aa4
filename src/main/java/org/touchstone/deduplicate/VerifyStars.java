package org.touchstone.deduplicate;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.touchstone.text.ShingleSet;

/**
 * Compares the texts of each star on their sets. A pair that is connected through others of its
 * star already need not be compared, which makes a family of n similar texts cost n comparisons.
 *
 * <p>Takes rows sorted by star and node, so that what is skipped depends on content alone.
 */
final class VerifyStars implements MapPartitionsFunction<Row, Row> {

  private static final long serialVersionUID = 1L;

  static final String LEFT = "left";
  static final String RIGHT = "right";
  static final StructType SCHEMA =
      new StructType().add(LEFT, DataTypes.LongType, false).add(RIGHT, DataTypes.LongType, false);

  private final DeduplicationSettings settings;

  VerifyStars(DeduplicationSettings settings) {
    this.settings = settings;
  }

  /** Takes rows of star, node, space and shingles. */
  @Override
  public Iterator<Row> call(Iterator<Row> texts) {
    Stars stars = new Stars();
    return new Flattened<>(texts, text -> stars.compare(text).iterator());
  }

  /** One star after the other. */
  private final class Stars {

    private @Nullable Star star;
    private long id;
    private long node;

    List<Row> compare(Row text) {
      long thisStar = text.getLong(0);
      long thisNode = text.getLong(1);
      Star current = star;
      boolean opens = current == null || thisStar != id;
      if (!opens && thisNode == node) {
        return List.of(); // the same text of another row
      }

      int space = text.getInt(2);
      if (current == null || opens) {
        current = new Star(settings.of(Part.ofSpace(space)));
        star = current;
      }

      id = thisStar;
      node = thisNode;
      long vertex = Part.node(node, space);
      ShingleSet set = ShingleSet.fromBytes(Part.kindOfSpace(space), text.getAs(3));
      List<Row> edges = new ArrayList<>();
      for (long similar : current.add(vertex, set)) {
        edges.add(RowFactory.create(Math.min(vertex, similar), Math.max(vertex, similar)));
      }

      return edges;
    }
  }
}
