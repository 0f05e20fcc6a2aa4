package org.touchstone.model;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileSystem;
import org.touchstone.model.program.TensorSpec;

/**
 * The weights of a model directory in Hugging Face layout: {@code model.safetensors}, or shards
 * with {@code model.safetensors.index.json}. A directory that only has pickle files is refused:
 * they run code when they are opened.
 *
 * <p>A tensor is present once: a second shard with it, a shard that lacks what the index says, and
 * a shard with more than the index says are refused when the checkpoint is opened. For many
 * threads.
 */
public final class Checkpoint implements WeightSource, Closeable {

  private final String name;
  private final List<SafetensorsFile> files;
  private final Map<String, SafetensorsFile> holders;

  private Checkpoint(
      String name, List<SafetensorsFile> files, Map<String, SafetensorsFile> holders) {
    this.name = name;
    this.files = files;
    this.holders = holders;
  }

  /**
   * Opens a local directory.
   *
   * @param directory of the model
   * @return its weights, every header checked
   * @throws IOException if there are none, or they are malformed; the message says where
   */
  public static Checkpoint open(Path directory) throws IOException {
    return open(CheckpointFiles.of(directory));
  }

  /**
   * Opens a directory on a Hadoop file system.
   *
   * @param fileSystem where it is
   * @param directory of the model
   * @return its weights, every header checked
   * @throws IOException if there are none, or they are malformed; the message says where
   */
  public static Checkpoint open(FileSystem fileSystem, org.apache.hadoop.fs.Path directory)
      throws IOException {
    return open(CheckpointFiles.of(fileSystem, directory));
  }

  private static Checkpoint open(CheckpointFiles directory) throws IOException {
    Map<String, SafetensorsFile> opened = new LinkedHashMap<>();
    try {
      Map<String, SafetensorsFile> holders = new LinkedHashMap<>();
      if (directory.has(CheckpointFiles.WHOLE)) {
        SafetensorsFile file = directory.open(CheckpointFiles.WHOLE);
        opened.put(CheckpointFiles.WHOLE, file);
        file.entries().keySet().forEach(tensor -> holders.put(tensor, file));
      } else {
        openShards(directory, ShardIndex.read(directory), opened, holders);
      }

      return new Checkpoint(directory.name(), List.copyOf(opened.values()), holders);
    } catch (IOException | RuntimeException e) {
      close(opened.values());
      throw e;
    }
  }

  private static void openShards(
      CheckpointFiles directory,
      ShardIndex index,
      Map<String, SafetensorsFile> opened,
      Map<String, SafetensorsFile> holders)
      throws IOException {
    Map<String, String> found = new LinkedHashMap<>();
    for (String shard : index.shards()) {
      if (!directory.has(shard)) {
        throw directory.refusal(
            "found no %s, which the index names; needed are all its shards".formatted(shard));
      }

      SafetensorsFile file = directory.open(shard);
      opened.put(shard, file);
      for (String tensor : file.entries().keySet()) {
        index.check(directory, tensor, shard, found.put(tensor, shard));
        holders.put(tensor, file);
      }
    }

    index.checkComplete(directory, found.keySet());
  }

  /**
   * Returns all tensors.
   *
   * @return by name, shard by shard in the order of their bytes
   */
  public Map<String, SafetensorsEntry> entries() {
    Map<String, SafetensorsEntry> entries = new LinkedHashMap<>();
    files.forEach(file -> entries.putAll(file.entries()));
    return entries;
  }

  /**
   * Returns the tensors that can be parameters, without first values of their own.
   *
   * @return those of type F32, BF16 or F16 with at least one dimension and one value
   */
  public List<TensorSpec> tensors() {
    return files.stream().flatMap(file -> file.tensors().stream()).toList();
  }

  @Override
  public void read(TensorSpec tensor, long from, float[] target, int count) throws IOException {
    holder(tensor.name()).read(tensor, from, target, count);
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
    holder(entry.name()).read(entry, from, target, at, count);
  }

  /**
   * Returns bytes of one tensor, as they are in its file.
   *
   * @param entry which, one of {@link #entries()}
   * @param from the first of its bytes that is wanted
   * @param count how many, at most 16 MiB
   * @return a little-endian view, valid until this checkpoint is closed
   * @throws IOException if they cannot be read
   * @throws IllegalArgumentException if it has fewer bytes
   */
  public ByteBuffer bytes(SafetensorsEntry entry, long from, int count) throws IOException {
    return holder(entry.name()).bytes(entry, from, count);
  }

  private SafetensorsFile holder(String tensor) {
    SafetensorsFile file = holders.get(tensor);
    if (file == null) {
      throw new IllegalArgumentException(
          "Cannot read tensor %s from %s: it holds no such name, but %d others"
              .formatted(tensor, name, holders.size()));
    }

    return file;
  }

  /** Returns the directory, for sentences. */
  @Override
  public String toString() {
    return name;
  }

  @Override
  public void close() throws IOException {
    close(files);
  }

  private static void close(Collection<SafetensorsFile> files) throws IOException {
    for (SafetensorsFile file : files) {
      file.close();
    }
  }
}
