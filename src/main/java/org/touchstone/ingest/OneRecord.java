package org.touchstone.ingest;

import java.util.NoSuchElementException;

/** A file that is one object. */
final class OneRecord implements Records {

  private final Span object;
  private final RecordLimits limits;
  private boolean read;

  OneRecord(Span object, RecordLimits limits) {
    this.object = object;
    this.limits = limits;
  }

  @Override
  public boolean hasNext() {
    return !read;
  }

  @Override
  public RawRecord next() {
    if (read) {
      throw new NoSuchElementException("no record after the only one");
    }

    read = true;
    return JsonText.record(object, limits);
  }

  @Override
  public void close() {}
}
