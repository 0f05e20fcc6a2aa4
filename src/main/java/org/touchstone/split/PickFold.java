package org.touchstone.split;

import org.apache.spark.sql.api.java.UDF1;
import org.touchstone.text.ContentHash;

/** Picks the fold of a key by another keyed hash than its split. */
final class PickFold implements UDF1<String, Integer> {

  private static final long serialVersionUID = 1L;

  private final long seed;
  private final int folds;

  PickFold(long seed, int folds) {
    this.seed = seed;
    this.folds = folds;
  }

  @Override
  public Integer call(String key) {
    return (int) (folds * ContentHash.uniform(seed, "fold/" + key));
  }
}
