package org.touchstone.deduplicate;

import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;

/** The elements of the iterators that each element becomes, one element in memory at a time. */
final class Flattened<T, R> implements Iterator<R> {

  private final Iterator<T> outer;
  private final Function<T, Iterator<R>> inside;
  private Iterator<R> inner = Collections.emptyIterator();

  Flattened(Iterator<T> outer, Function<T, Iterator<R>> inside) {
    this.outer = outer;
    this.inside = inside;
  }

  @Override
  public boolean hasNext() {
    while (!inner.hasNext() && outer.hasNext()) {
      inner = inside.apply(outer.next());
    }

    return inner.hasNext();
  }

  @Override
  public R next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no element is left");
    }

    return inner.next();
  }
}
