package org.touchstone.score;

import java.io.Serializable;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.LongAccumulator;

/**
 * How much work scoring was: replies, and the seconds that tasks took from texts to rewards, models
 * loaded already. Filled while a scored table is written; work that a failed task repeats counts
 * again, so the rate stays what it was.
 */
public final class ScoringCost implements Serializable {

  private static final long serialVersionUID = 1L;
  private static final double NANOSECONDS = 1e9;

  private final LongAccumulator replies;
  private final LongAccumulator nanoseconds;

  private ScoringCost(LongAccumulator replies, LongAccumulator nanoseconds) {
    this.replies = replies;
    this.nanoseconds = nanoseconds;
  }

  /**
   * Starts counting from nothing.
   *
   * @param spark the session whose tasks count
   * @return for one scored table
   */
  public static ScoringCost of(SparkSession spark) {
    return new ScoringCost(
        spark.sparkContext().longAccumulator("replies scored"),
        spark.sparkContext().longAccumulator("nanoseconds of scoring"));
  }

  void add(int scored, long took) {
    replies.add(scored);
    nanoseconds.add(took);
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
