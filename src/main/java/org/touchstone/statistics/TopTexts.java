package org.touchstone.statistics;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.touchstone.schema.Columns;

/**
 * The most frequent texts of each side, over all rows and for each source.
 *
 * <p>Counts are exact: rows come sorted by side, text and source, so that a text is summed as it
 * streams by. A sketch of frequent items would need no sorting, but its counts would depend on the
 * partitions.
 */
final class TopTexts implements MapPartitionsFunction<Row, Row> {

  private static final long serialVersionUID = 1L;

  static final StructType SCHEMA =
      new StructType()
          .add(TallyTable.SIDE, DataTypes.StringType, false)
          .add(Columns.SOURCE, DataTypes.StringType, true)
          .add(TallyTable.TEXT, DataTypes.StringType, false)
          .add(TallyTable.COUNT, DataTypes.LongType, false)
          .add(TallyTable.EXAMPLE, DataTypes.StringType, false);

  private static final Comparator<Frequent> ORDER =
      Comparator.comparingLong(Frequent::count).reversed().thenComparing(Frequent::text);

  /** A side and a source; of all sources if that is empty. */
  record Place(Side side, String source) implements Serializable {}

  private final int kept;

  TopTexts(int kept) {
    this.kept = kept;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    Tops tops = new Tops(kept);
    Frequent sum = null;
    Frequent ofSource = null;
    Side side = Side.PROMPT;
    String source = "";
    while (rows.hasNext()) {
      Row row = rows.next();
      Side nextSide = Side.valueOf(row.getAs(TallyTable.SIDE));
      String nextSource = row.getAs(Columns.SOURCE);
      Frequent next =
          new Frequent(
              row.getAs(TallyTable.TEXT),
              row.<Long>getAs(TallyTable.COUNT),
              row.getAs(TallyTable.EXAMPLE));
      boolean sameText = sum != null && side == nextSide && sum.text().equals(next.text());
      if (ofSource != null && !(sameText && source.equals(nextSource))) {
        tops.add(new Place(side, source), ofSource);
        ofSource = null;
      }

      if (sum != null && !sameText) {
        tops.add(new Place(side, ""), sum);
        sum = null;
      }

      ofSource = ofSource == null ? next : ofSource.plus(next);
      sum = sum == null ? next : sum.plus(next);
      side = nextSide;
      source = nextSource;
    }

    if (sum != null && ofSource != null) {
      tops.add(new Place(side, source), ofSource);
      tops.add(new Place(side, ""), sum);
    }

    return tops.rows().iterator();
  }

  /** The most frequent so far. */
  static final class Tops {
    private final Map<Place, TreeSet<Frequent>> places = new HashMap<>();
    private final int kept;

    Tops(int kept) {
      this.kept = kept;
    }

    void add(Row row) {
      add(
          new Place(Side.valueOf(row.getAs(TallyTable.SIDE)), row.getAs(Columns.SOURCE)),
          new Frequent(
              row.getAs(TallyTable.TEXT),
              row.<Long>getAs(TallyTable.COUNT),
              row.getAs(TallyTable.EXAMPLE)));
    }

    /** What occurs once is no family. */
    void add(Place place, Frequent text) {
      if (text.count() < 2 || text.text().isEmpty()) {
        return;
      }

      TreeSet<Frequent> top = places.computeIfAbsent(place, unseen -> new TreeSet<>(ORDER));
      top.add(text);
      if (top.size() > kept) {
        top.pollLast();
      }
    }

    List<Frequent> at(Side side, String source) {
      return List.copyOf(places.getOrDefault(new Place(side, source), new TreeSet<>(ORDER)));
    }

    private List<Row> rows() {
      List<Row> rows = new ArrayList<>();
      places.forEach(
          (place, top) ->
              top.forEach(
                  text ->
                      rows.add(
                          RowFactory.create(
                              place.side().name(),
                              place.source(),
                              text.text(),
                              text.count(),
                              text.example()))));
      return rows;
    }
  }
}
