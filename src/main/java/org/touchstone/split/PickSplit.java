package org.touchstone.split;

import java.util.Map;
import java.util.Map.Entry;
import org.apache.spark.sql.api.java.UDF1;
import org.touchstone.text.ContentHash;

/** Picks the split of a key by a keyed hash of it: other keys have no say. */
final class PickSplit implements UDF1<String, String> {

  private static final long serialVersionUID = 1L;

  private final long seed;
  private final String[] names;
  private final double[] ends;

  PickSplit(long seed, Map<String, Double> shares) {
    this.seed = seed;
    this.names = new String[shares.size()];
    this.ends = new double[shares.size()];
    double end = 0;
    int index = 0;
    for (Entry<String, Double> share : shares.entrySet()) {
      end += share.getValue();
      names[index] = share.getKey();
      ends[index] = end;
      index++;
    }
  }

  @Override
  public String call(String key) {
    double point = ContentHash.uniform(seed, key);
    int index = 0;
    while (index < names.length - 1 && point >= ends[index]) {
      index++;
    }

    return names[index];
  }
}
