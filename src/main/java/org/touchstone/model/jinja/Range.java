package org.touchstone.model.jinja;

import java.util.AbstractList;

/** Python's {@code range}, of no more numbers than the sandbox allows. */
final class Range extends AbstractList<Object> {

  /** Most numbers of a range. */
  static final int MOST = 100_000;

  private final long start;
  private final long stop;
  private final long step;
  private final int size;

  Range(long start, long stop, long step) {
    if (step == 0) {
      throw new TemplateException("range() arg 3 must not be zero");
    }

    boolean isEmpty = step > 0 ? start >= stop : start <= stop;
    double count = isEmpty ? 0 : Math.ceil(((double) stop - start) / step);
    if (count > MOST) {
      throw new TemplateException(
          "Range too big. The sandbox blocks ranges larger than MAX_RANGE (%d).".formatted(MOST));
    }

    this.start = start;
    this.stop = stop;
    this.step = step;
    this.size = (int) count;
  }

  @Override
  public Object get(int index) {
    return start + index * step;
  }

  @Override
  public int size() {
    return size;
  }

  /** Returns the part that a slice names, again a range. */
  Range slice(Slices.Bounds bounds) {
    return new Range(
        start + bounds.start() * step, start + bounds.stop() * step, step * bounds.step());
  }

  String shown() {
    return step == 1
        ? "range(%d, %d)".formatted(start, stop)
        : "range(%d, %d, %d)".formatted(start, stop, step);
  }

  long start() {
    return start;
  }

  long stop() {
    return stop;
  }

  long step() {
    return step;
  }
}
