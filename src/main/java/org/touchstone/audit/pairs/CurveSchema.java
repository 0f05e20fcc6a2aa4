package org.touchstone.audit.pairs;

/**
 * The table of a learning curve that train leaves in Parquet, version 2: the columns of {@link
 * PairSchema}, and what the model of each row learned from.
 */
public final class CurveSchema {

  /** Written to manifests, so that a reader knows what the columns mean. */
  public static final String VERSION = "curve-v2, " + PairSchema.VERSION;

  /**
   * The share of the training prompts that the model learned from; null if it is not of a share.
   */
  public static final String SHARE = "share";

  /** Number of the draw of that share, from 0; null if the model is not of a share. */
  public static final String DRAW = "draw";

  /** The source that the model did not learn from; null if there is none. */
  public static final String LEFT_OUT = "left_out";

  /** Which half of the training prompts the model learned from, 0 or 1; null if it is no half. */
  public static final String HALF = "half";

  /** Encoded comparisons that the model learned from. */
  public static final String TRAINING_COMPARISONS = "training_comparisons";

  private CurveSchema() {}
}
