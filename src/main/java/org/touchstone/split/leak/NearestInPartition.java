package org.touchstone.split.leak;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.touchstone.text.ShingleSet;
import org.touchstone.text.Shingling;

/** The largest similarity of every text that is asked about to a text of a partition. */
final class NearestInPartition implements FlatMapFunction<Iterator<Row>, double[]> {

  private static final long serialVersionUID = 1L;

  private final Broadcast<AskedTexts> asked;
  private final Shingling shingling;

  NearestInPartition(Broadcast<AskedTexts> asked, Shingling shingling) {
    this.asked = asked;
    this.shingling = shingling;
  }

  /** Takes rows of text id, side and text. */
  @Override
  public Iterator<double[]> call(Iterator<Row> texts) {
    AskedTexts index = asked.value();
    double[] nearest = new double[index.texts()];
    int[] shared = index.zeros();
    while (texts.hasNext()) {
      Row text = texts.next();
      for (ShingleSet set : shingling.of(text.getString(2))) {
        index.meet(text.getInt(1), set, shared, nearest);
      }
    }

    return List.of(nearest).iterator();
  }

  /** The larger of two similarities, text by text. */
  static double[] larger(double[] a, double[] b) {
    double[] larger = new double[a.length];
    for (int i = 0; i < larger.length; i++) {
      larger[i] = Math.max(a[i], b[i]);
    }

    return larger;
  }
}
