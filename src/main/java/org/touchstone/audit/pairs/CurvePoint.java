package org.touchstone.audit.pairs;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * A model that learned from a part of the training rows, and how it judged the held-out ones.
 *
 * @param share of the training prompts it learned from; NaN if it is not of a share
 * @param draw number of the draw, from 0
 * @param leftOut source it did not learn from; null if there is none
 * @param half of the training prompts it learned from, 0 or 1; null if it is no half
 * @param comparisons encoded comparisons it learned from
 * @param table its judged pairs
 */
public record CurvePoint(
    double share,
    int draw,
    @Nullable String leftOut,
    @Nullable Integer half,
    int comparisons,
    PairTable table) {

  /**
   * Brings the points to the driver.
   *
   * @param curve rows of {@link CurveSchema}
   * @param mostPairs of all models together
   * @throws IllegalArgumentException if there are more pairs
   */
  public static List<CurvePoint> of(Dataset<Row> curve, long mostPairs) {
    Dataset<Row> judged = curve.where(not(col(PairSchema.TIE)));
    Map<String, List<Row>> models = new TreeMap<>();
    for (Row row : collected(judged, "the learning curve", mostPairs)) {
      models.computeIfAbsent(row.getAs(PairSchema.MODEL), unused -> new ArrayList<>()).add(row);
    }

    return models.values().stream().map(CurvePoint::of).toList();
  }

  /** Brings the judged pairs of one model to the driver. */
  public static PairTable table(Dataset<Row> judged, String what, long mostPairs) {
    return PairTable.of(collected(judged, what, mostPairs).stream().map(PairSchema::pair).toList());
  }

  private static List<Row> collected(Dataset<Row> judged, String what, long mostPairs) {
    long pairs = judged.count();
    if (pairs > mostPairs) {
      throw new IllegalArgumentException(
          "Cannot audit %s: %,d judged pairs, max-pairs = %,d".formatted(what, pairs, mostPairs));
    }

    return judged.collectAsList();
  }

  private static CurvePoint of(List<Row> rows) {
    Row first = rows.get(0);
    Double share = first.getAs(CurveSchema.SHARE);
    Integer draw = first.getAs(CurveSchema.DRAW);
    return new CurvePoint(
        share == null ? Double.NaN : share,
        draw == null ? 0 : draw,
        first.getAs(CurveSchema.LEFT_OUT),
        first.getAs(CurveSchema.HALF),
        first.<Integer>getAs(CurveSchema.TRAINING_COMPARISONS),
        PairTable.of(rows.stream().map(PairSchema::pair).toList()));
  }
}
