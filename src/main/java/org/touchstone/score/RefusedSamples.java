package org.touchstone.score;

import java.util.List;
import java.util.TreeSet;
import org.apache.spark.util.AccumulatorV2;

/** The first refused replies of a table, whatever order its tasks ran in or how often. */
final class RefusedSamples extends AccumulatorV2<RefusedSample, List<RefusedSample>> {

  private static final long serialVersionUID = 1L;
  private static final int MOST = 3;

  private final TreeSet<RefusedSample> first = new TreeSet<>();

  @Override
  public boolean isZero() {
    return first.isEmpty();
  }

  @Override
  public RefusedSamples copy() {
    RefusedSamples copy = new RefusedSamples();
    copy.first.addAll(first);
    return copy;
  }

  @Override
  public void reset() {
    first.clear();
  }

  @Override
  public void add(RefusedSample sample) {
    first.add(sample);
    if (first.size() > MOST) {
      first.pollLast();
    }
  }

  @Override
  public void merge(AccumulatorV2<RefusedSample, List<RefusedSample>> other) {
    other.value().forEach(this::add);
  }

  @Override
  public List<RefusedSample> value() {
    return List.copyOf(first);
  }
}
