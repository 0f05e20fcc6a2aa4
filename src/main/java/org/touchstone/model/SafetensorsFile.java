package org.touchstone.model;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.hadoop.fs.FileSystem;
import org.touchstone.model.program.TensorSpec;
import org.touchstone.model.program.TensorType;

/**
 * Reads a safetensors file: parameters of type F32, or F16 and BF16 widened to float32 without
 * loss. DJL's own reader ends the process at a BF16 tensor and stops at 2 GiB; this one does
 * neither. Bytes of a local file are mapped, any other is read in ranges of 16 MiB; for many
 * threads.
 *
 * <p>Source: safetensors format description, version 0.4.
 */
public final class SafetensorsFile implements WeightSource, Closeable {

  /** Holds file bytes until they are widened: small enough to stay in a core's own cache. */
  private static final ThreadLocal<ByteBuffer> STAGE =
      ThreadLocal.withInitial(
          () -> ByteBuffer.allocateDirect(1 << 18).order(ByteOrder.LITTLE_ENDIAN));

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

  static SafetensorsFile open(String name, ByteSource source) throws IOException {
    try {
      return new SafetensorsFile(name, source);
    } catch (IOException | RuntimeException e) {
      source.close();
      throw e;
    }
  }

  /**
   * Returns everything in the file.
   *
   * @return by name, in the order of their bytes
   */
  public Map<String, SafetensorsEntry> entries() {
    return header.entries();
  }

  /**
   * Returns the tensors in the file that can be parameters, without first values of their own:
   * those of type F32, F16 or BF16 with at least one dimension and one value.
   *
   * @return names and shapes, in the order of their bytes
   */
  public List<TensorSpec> tensors() {
    return header.entries().values().stream()
        .filter(SafetensorsEntry::isParameter)
        .map(entry -> new TensorSpec(entry.name(), entry.shape(), TensorSpec.Start.ZEROS))
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
    SafetensorsEntry entry = header.entries().get(tensor.name());
    if (entry == null || !entry.shape().equals(tensor.shape())) {
      throw new IllegalArgumentException(
          "Cannot read tensor %s %s from %s: it holds %s"
              .formatted(
                  tensor.name(),
                  tensor.shape(),
                  name,
                  entry == null ? "no such name" : "shape " + entry.shape()));
    }

    read(entry, from, target, 0, count);
  }

  /**
   * Copies values of one tensor, widened to float32, in row-major order.
   *
   * @param entry which, one of {@link #entries()}
   * @param from index of the first value wanted
   * @param target where they go
   * @param at index in the target of the first
   * @param count how many
   * @throws IOException if they cannot be read
   * @throws IllegalArgumentException if its values are of another type than F32, BF16 and F16, or
   *     it has fewer
   */
  public void read(SafetensorsEntry entry, long from, float[] target, int at, int count)
      throws IOException {
    Objects.checkFromIndexSize(at, count, target.length);
    TensorType type =
        entry
            .type()
            .parameters()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "Cannot read tensor %s of %s as float32: it is %s, allowed are F32, BF16 and F16"
                            .formatted(entry.name(), name, entry.type())));
    check(entry, from * type.bytes(), (long) count * type.bytes());
    ByteBuffer bytes = STAGE.get();
    int most = bytes.capacity() / type.bytes();
    for (int done = 0; done < count; done += most) {
      int part = Math.min(most, count - done);
      bytes.clear().limit(part * type.bytes());
      source.read(entry.begin() + (from + done) * type.bytes(), bytes);
      type.widen(bytes.flip(), target, at + done, part);
    }
  }

  /**
   * Returns bytes of one tensor, as they are in the file. Those of a local file are mapped: should
   * it be cut short meanwhile, reading them ends in an {@link InternalError}.
   *
   * @param entry which, one of {@link #entries()}
   * @param from the first of its bytes that is wanted
   * @param count how many, at most 16 MiB
   * @return a little-endian view, valid until this reader is closed
   * @throws IOException if they cannot be read
   * @throws IllegalArgumentException if it has fewer bytes
   */
  public ByteBuffer bytes(SafetensorsEntry entry, long from, int count) throws IOException {
    check(entry, from, count);
    return source.range(entry.begin() + from, count);
  }

  private void check(SafetensorsEntry entry, long from, long count) {
    long bytes = entry.end() - entry.begin();
    if (from < 0 || count < 0 || from > bytes - count) {
      throw new IllegalArgumentException(
          "Cannot read %d bytes at %d of tensor %s of %s: it has %d"
              .formatted(count, from, entry.name(), name, bytes));
    }
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
