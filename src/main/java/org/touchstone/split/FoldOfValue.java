package org.touchstone.split;

import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.api.java.UDF1;
import org.jspecify.annotations.Nullable;

/** The fold that leaves a value out; null for a value that has none. */
final class FoldOfValue implements UDF1<String, @Nullable Integer> {

  private static final long serialVersionUID = 1L;

  private final HashMap<String, Integer> folds;

  FoldOfValue(Map<String, Integer> folds) {
    this.folds = new HashMap<>(folds);
  }

  @Override
  public @Nullable Integer call(String value) {
    return folds.get(value);
  }
}
