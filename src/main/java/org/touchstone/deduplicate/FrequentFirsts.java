package org.touchstone.deduplicate;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;

/** Finds the first numbers that come with many second ones. */
final class FrequentFirsts implements FlatMapFunction<LongPairs, Long> {

  private static final long serialVersionUID = 1L;

  private final int moreThan;

  FrequentFirsts(int moreThan) {
    this.moreThan = moreThan;
  }

  @Override
  public Iterator<Long> call(LongPairs pairs) {
    List<Long> frequent = new ArrayList<>();
    int start = pairs.nextRun(0, moreThan);
    while (start < pairs.size()) {
      frequent.add(pairs.first(start));
      start = pairs.nextRun(pairs.endOfRun(start), moreThan);
    }

    return frequent.iterator();
  }
}
