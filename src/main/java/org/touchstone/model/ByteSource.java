package org.touchstone.model;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;

/** A file that is read at positions, on a local disk or on any Hadoop file system. */
interface ByteSource extends Closeable {

  /** Returns its length in bytes. */
  long size() throws IOException;

  /** Fills the array's first bytes from a position of the file. */
  void read(long position, byte[] target, int count) throws IOException;

  static ByteSource open(Path file) throws IOException {
    return new LocalFile(FileChannel.open(file, StandardOpenOption.READ));
  }

  static ByteSource open(FileSystem fileSystem, org.apache.hadoop.fs.Path file) throws IOException {
    return new HadoopFile(fileSystem.open(file), fileSystem.getFileStatus(file).getLen());
  }

  /** A local file. */
  record LocalFile(FileChannel channel) implements ByteSource {

    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public void read(long position, byte[] target, int count) throws IOException {
      ByteBuffer buffer = ByteBuffer.wrap(target, 0, count);
      while (buffer.hasRemaining()) {
        if (channel.read(buffer, position + buffer.position()) < 0) {
          throw new IOException(
              "Cannot read %d bytes at %d: the file ends at %d"
                  .formatted(count, position, channel.size()));
        }
      }
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  /** A file on HDFS or an object store. */
  record HadoopFile(FSDataInputStream stream, long size) implements ByteSource {

    @Override
    public void read(long position, byte[] target, int count) throws IOException {
      stream.readFully(position, target, 0, count);
    }

    @Override
    public void close() throws IOException {
      stream.close();
    }
  }
}
