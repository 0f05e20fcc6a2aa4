package org.touchstone.model;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileSystem;
import org.touchstone.model.program.TensorSpec;

/**
 * Reads a safetensors file: parameters of type F32, or F16 and BF16 widened to float32 without
 * loss. DJL's own reader ends the process at a BF16 tensor and stops at 2 GiB; this one does
 * neither, and keeps no more than a chunk in memory.
 *
 * <p>Source: safetensors format description, version 0.4.
 */
public final class SafetensorsFile implements WeightSource, Closeable {

  private static final int CHUNK_VALUES = 1 << 18;

  private final String name;
  private final ByteSource source;
  private final SafetensorsHeader header;

  private SafetensorsFile(String name, ByteSource source) throws IOException {
    this.name = name;
    this.source = source;
    this.header = SafetensorsHeader.read(name, source);
  }

  /**
   * Opens a local file.
   *
   * @param file the file
   * @return the reader, its header checked
   * @throws IOException if it cannot be read or is malformed; the message says where
   */
  public static SafetensorsFile open(Path file) throws IOException {
    return open(file.toString(), ByteSource.open(file));
  }

  /**
   * Opens a file on a Hadoop file system.
   *
   * @param fileSystem where it is
   * @param file the file
   * @return the reader, its header checked
   * @throws IOException if it cannot be read or is malformed; the message says where
   */
  public static SafetensorsFile open(FileSystem fileSystem, org.apache.hadoop.fs.Path file)
      throws IOException {
    return open(file.toString(), ByteSource.open(fileSystem, file));
  }

  private static SafetensorsFile open(String name, ByteSource source) throws IOException {
    try {
      return new SafetensorsFile(name, source);
    } catch (IOException | RuntimeException e) {
      source.close();
      throw e;
    }
  }

  /**
   * Returns the tensors in the file, without first values of their own.
   *
   * @return names and shapes, in the order of their bytes
   */
  public List<TensorSpec> tensors() {
    return header.tensors().values().stream()
        .map(tensor -> new TensorSpec(tensor.name(), tensor.shape(), TensorSpec.Start.ZEROS))
        .toList();
  }

  /**
   * Returns the free text of the header.
   *
   * @return keys and values; empty if there is none
   */
  public Map<String, String> metadata() {
    return header.metadata();
  }

  @Override
  public void read(TensorSpec tensor, long from, float[] target, int count) throws IOException {
    SafetensorsHeader.Tensor stored = header.tensors().get(tensor.name());
    if (stored == null || !stored.shape().equals(tensor.shape())) {
      throw new IllegalArgumentException(
          "Cannot read tensor %s %s from %s: it holds %s"
              .formatted(
                  tensor.name(),
                  tensor.shape(),
                  name,
                  stored == null ? "no such name" : "shape " + stored.shape()));
    }

    int width = stored.type().bytes();
    byte[] bytes = new byte[Math.min(count, CHUNK_VALUES) * width];
    int done = 0;
    while (done < count) {
      int part = Math.min(CHUNK_VALUES, count - done);
      source.read(stored.begin() + (from + done) * width, bytes, part * width);
      ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      stored.type().widen(buffer, target, done, part);
      done += part;
    }
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
