package org.touchstone.score;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.LongAccumulator;

/**
 * How much work scoring was: replies, and the seconds that tasks took from texts to rewards, models
 * loaded already; and the first replies that were refused. Filled while a scored table is written;
 * work that a failed task repeats counts again, so the rate stays what it was.
 */
public final class ScoringCost implements Serializable {

  private static final long serialVersionUID = 1L;
  private static final double NANOSECONDS = 1e9;

  private final LongAccumulator replies;
  private final LongAccumulator nanoseconds;
  private final RefusedSamples refused;

  private ScoringCost(
      LongAccumulator replies, LongAccumulator nanoseconds, RefusedSamples refused) {
    this.replies = replies;
    this.nanoseconds = nanoseconds;
    this.refused = refused;
  }

  /**
   * Starts counting from nothing.
   *
   * @param spark the session whose tasks count
   * @return for one scored table
   */
  public static ScoringCost of(SparkSession spark) {
    RefusedSamples refused = new RefusedSamples();
    spark.sparkContext().register(refused, "first refused replies");
    return new ScoringCost(
        spark.sparkContext().longAccumulator("replies scored"),
        spark.sparkContext().longAccumulator("nanoseconds of scoring"),
        refused);
  }

  void add(int scored, long took) {
    replies.add(scored);
    nanoseconds.add(took);
  }

  void refused(RefusedSample sample) {
    refused.add(sample);
  }

  /**
   * Returns the first replies without a reward.
   *
   * @return at most three, by file and line, or by the ids of comparisons
   */
  public List<RefusedSample> refused() {
    return refused.value();
  }

  /**
   * Returns how many replies got a reward.
   *
   * @return on the driver, once the table is written
   */
  public long replies() {
    return replies.value();
  }

  /**
   * Returns how long tasks worked on them, summed over tasks; a task has one core where there are
   * as many tasks as cores.
   *
   * @return seconds
   */
  public double taskSeconds() {
    return nanoseconds.value() / NANOSECONDS;
  }
}
