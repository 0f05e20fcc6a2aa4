package org.touchstone.ingest;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.parquet.io.DelegatingSeekableInputStream;

/** The bytes of a file up to one of them, and other bytes from there on. */
final class SplicedStream extends DelegatingSeekableInputStream {

  private final Spliced spliced;

  SplicedStream(FSDataInputStream data, long end, byte[] rest) {
    this(new Spliced(data, end, rest));
  }

  private SplicedStream(Spliced spliced) {
    super(spliced);
    this.spliced = spliced;
  }

  @Override
  public long getPos() {
    return spliced.position;
  }

  @Override
  public void seek(long position) throws IOException {
    spliced.seek(position);
  }

  private static final class Spliced extends InputStream {

    private final FSDataInputStream data;
    private final long end;
    private final byte[] rest;
    private long position;

    Spliced(FSDataInputStream data, long end, byte[] rest) {
      this.data = data;
      this.end = end;
      this.rest = rest;
    }

    void seek(long place) throws IOException {
      if (place > end + rest.length) {
        throw new EOFException("there is no byte %d".formatted(place));
      }

      position = place;
      data.seek(Math.min(place, end));
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read;
      if (position < end) {
        read = data.read(buffer, offset, (int) Math.min(length, end - position));
      } else {
        int from = (int) (position - end);
        read = from >= rest.length ? -1 : Math.min(length, rest.length - from);
        System.arraycopy(rest, from, buffer, offset, Math.max(0, read));
      }

      position += Math.max(0, read);
      return read;
    }

    @Override
    public void close() throws IOException {
      data.close();
    }
  }
}
