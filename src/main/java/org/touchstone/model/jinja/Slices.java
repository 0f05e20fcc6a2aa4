package org.touchstone.model.jinja;

import java.util.ArrayList;
import java.util.List;

/** Python's slices: {@code value[start:stop:step]}. */
final class Slices {

  private Slices() {}

  /** A slice fitted to a length; steps may be negative, and stop then may be -1. */
  record Bounds(int start, int stop, int step) {

    int size() {
      int span = step > 0 ? stop - start : start - stop;
      int stride = Math.abs(step);
      return span <= 0 ? 0 : (int) (((long) span + stride - 1) / stride);
    }
  }

  static Bounds bounds(int length, Object start, Object stop, Object step) {
    int stride = step == None.NONE ? 1 : clamped(step);
    if (stride == 0) {
      throw new TemplateException("slice step cannot be zero");
    }

    int least = stride > 0 ? 0 : -1;
    int most = stride > 0 ? length : length - 1;
    int from = start == None.NONE ? (stride > 0 ? least : most) : fit(start, length, least, most);
    int to = stop == None.NONE ? (stride > 0 ? most : least) : fit(stop, length, least, most);
    return new Bounds(from, to, stride);
  }

  private static int fit(Object index, int length, int least, int most) {
    long position = clamped(index);
    position = position < 0 ? position + length : position;
    return (int) Math.max(least, Math.min(most, position));
  }

  private static int clamped(Object index) {
    if (!Numbers.isInteger(index)) {
      throw new TemplateException(
          "slice indices must be integers or None or have an __index__ method");
    }

    return Numbers.clamped(index);
  }

  /** Returns the part of a sequence. */
  static Object of(Budget budget, Object value, Object start, Object stop, Object step) {
    if (value instanceof Undefined undefined) {
      throw undefined.failure();
    }

    if (Text.isText(value)) {
      String text = Text.of(value);
      Bounds bounds = bounds(Text.length(text), start, stop, step);
      budget.text(bounds.size());
      return Text.like(value, Text.slice(text, bounds));
    }

    if (value instanceof Tuple tuple) {
      return new Tuple(list(budget, tuple.items(), start, stop, step));
    }

    if (value instanceof Range range) {
      return range.slice(bounds(range.size(), start, stop, step));
    }

    if (value instanceof List<?> items) {
      return list(budget, items, start, stop, step);
    }

    throw new TemplateException(
        value instanceof Dictionary
            ? "unhashable type: 'slice'"
            : "'" + Values.typeName(value) + "' object is not subscriptable");
  }

  private static List<Object> list(
      Budget budget, List<?> items, Object start, Object stop, Object step) {
    Bounds bounds = bounds(items.size(), start, stop, step);
    budget.list(bounds.size());
    List<Object> part = new ArrayList<>(bounds.size());
    for (int i = 0, at = bounds.start(); i < bounds.size(); i++, at += bounds.step()) {
      part.add(items.get(at));
    }

    return part;
  }
}
