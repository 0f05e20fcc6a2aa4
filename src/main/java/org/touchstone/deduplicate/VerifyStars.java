package org.touchstone.deduplicate;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.touchstone.text.ShingleSet;

/**
 * Compares the texts of each star on their sets. A pair that is connected through others of its
 * star already need not be compared, which makes a family of n similar texts cost n comparisons.
 *
 * <p>Takes rows sorted by star and node, so that what is skipped depends on content alone.
 */
final class VerifyStars implements FlatMapFunction<Iterator<Row>, long[]> {

  private static final long serialVersionUID = 1L;

  private final DeduplicationSettings settings;

  VerifyStars(DeduplicationSettings settings) {
    this.settings = settings;
  }

  /** Takes rows of star, node, space and shingles; returns pairs of vertices, the lesser first. */
  @Override
  public Iterator<long[]> call(Iterator<Row> texts) {
    Stars stars = new Stars();
    return new Flattened<>(texts, text -> stars.compare(text).iterator());
  }

  /** One star after the other. */
  private final class Stars {

    private @Nullable Star star;
    private long id;
    private long node;

    List<long[]> compare(Row text) {
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
      List<long[]> edges = new ArrayList<>();
      for (long similar : current.add(vertex, set)) {
        edges.add(new long[] {Math.min(vertex, similar), Math.max(vertex, similar)});
      }

      return edges;
    }
  }
}
