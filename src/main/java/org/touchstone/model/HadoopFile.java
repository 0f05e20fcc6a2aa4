package org.touchstone.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.hadoop.fs.FSDataInputStream;

/**
 * A file on HDFS or an object store, where a request costs more than its bytes: it is read ahead,
 * 16 MiB at a time once the reading turns out to be sequential, 1 MiB before. For many threads.
 */
final class HadoopFile implements ByteSource {

  private static final int FIRST_RANGE = 1 << 20;

  private final FSDataInputStream stream;
  private final long size;
  private volatile Window window = new Window(0, new byte[0]);

  /** Bytes that are in memory. */
  private record Window(long position, byte[] bytes) {

    long end() {
      return position + bytes.length;
    }

    boolean holds(long from, int count) {
      return from >= position && from + count <= end();
    }
  }

  HadoopFile(FSDataInputStream stream, long size) {
    this.stream = stream;
    this.size = size;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public ByteBuffer range(long position, int count) throws IOException {
    ByteSource.check(position, count, size);
    Window current = window;
    if (!current.holds(position, count)) {
      boolean sequential = current.holds(position, 0) && position > 0;
      int ahead = sequential ? MAX_RANGE : Math.max(count, FIRST_RANGE);
      byte[] bytes = new byte[(int) Math.min(ahead, size - position)];
      stream.readFully(position, bytes, 0, bytes.length);
      current = new Window(position, bytes);
      window = current;
    }

    return ByteBuffer.wrap(current.bytes(), (int) (position - current.position()), count)
        .asReadOnlyBuffer()
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public void read(long position, ByteBuffer target) throws IOException {
    target.put(range(position, target.remaining()));
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
