package org.touchstone.ingest;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Records of a file that is read one record ahead, since only reading tells whether there is one.
 *
 * @param <T> a record as it lies in the file
 */
abstract class ReadAhead<T> implements Records {

  final SourceFile file;
  private final Deque<T> ahead = new ArrayDeque<>();

  ReadAhead(SourceFile file) {
    this.file = file;
  }

  /** Takes the next one from the file; null behind the last, however often it is asked. */
  abstract @Nullable T read() throws IOException;

  /** Makes a record, or a refusal, of what was read. */
  abstract RawRecord record(T read);

  /** What is read from, and closed at the end. */
  abstract Closeable input();

  /** The line, or row of a table, that was reached, for errors. */
  abstract long line();

  /** Gives what was read once more, before the rest and before what was put back earlier. */
  final void putBack(T read) {
    ahead.addFirst(read);
  }

  @Override
  public final boolean hasNext() {
    try {
      T next = ahead.isEmpty() ? read() : null;
      if (next != null) {
        ahead.add(next);
      }

      return !ahead.isEmpty();
    } catch (IOException e) {
      throw file.unreadable(e, line());
    }
  }

  @Override
  public final RawRecord next() {
    T read = hasNext() ? ahead.poll() : null;
    if (read == null) {
      throw new NoSuchElementException(
          "no record after line %d of %s".formatted(line(), file.name()));
    }

    return record(read);
  }

  @Override
  public final void close() {
    try {
      input().close();
    } catch (IOException e) {
      throw file.unreadable(e, line());
    }
  }
}
