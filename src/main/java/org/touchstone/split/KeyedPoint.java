package org.touchstone.split;

import org.apache.spark.sql.api.java.UDF1;
import org.touchstone.text.ContentHash;

/** A point in [0, 1) that depends on the seed and a key alone: other keys have no say. */
final class KeyedPoint implements UDF1<String, Double> {

  private static final long serialVersionUID = 1L;

  private final long seed;

  KeyedPoint(long seed) {
    this.seed = seed;
  }

  @Override
  public Double call(String key) {
    return ContentHash.uniform(seed, key);
  }
}
