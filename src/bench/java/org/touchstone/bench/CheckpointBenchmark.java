package org.touchstone.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.touchstone.model.CheckpointWriter;
import org.touchstone.model.SafetensorsFile;
import org.touchstone.model.program.TensorSpec;
import org.touchstone.model.program.TensorType;

/**
 * Reading a checkpoint of 2 GB, beside plain reads of the same file into a buffer of 16 MiB that
 * look at nothing. The file was just written, so that both read it from the page cache: the reader
 * shall not be slower than the disk, whatever the disk is.
 */
public final class CheckpointBenchmark {

  private static final long FILE_BYTES = 2_000_000_000L;
  private static final long TENSOR_VALUES = 50_000_000;
  private static final int CHUNK_BYTES = 16 << 20;
  private static final int ROUNDS = 5;
  private static final double MEGABYTE = 1e6;
  private static final double MEBIBYTE = 1 << 20;

  private CheckpointBenchmark() {}

  /**
   * Prints mb-per-s and share-of-channel for float32 and bfloat16, and peak-heap-mib.
   *
   * @param arguments none
   * @throws IOException if the temporary files, 2 GB at a time, cannot be written
   */
  public static void main(String[] arguments) throws IOException {
    Path directory = Files.createTempDirectory("touchstone-benchmark-");
    try {
      for (TensorType type : List.of(TensorType.FLOAT32, TensorType.BFLOAT16)) {
        measure(write(directory, type), type);
      }
    } finally {
      Files.deleteIfExists(directory.resolve("model.safetensors"));
      Files.delete(directory);
    }
  }

  private static Path write(Path directory, TensorType type) throws IOException {
    List<TensorSpec> tensors = new ArrayList<>();
    for (long i = 0; i < FILE_BYTES / type.bytes() / TENSOR_VALUES; i++) {
      tensors.add(
          new TensorSpec(
              "layer." + i, List.of(TENSOR_VALUES / 1000, 1000L), TensorSpec.Start.ONES));
    }

    return CheckpointWriter.write(
            directory,
            tensors,
            tensor -> type,
            (tensor, from, target, count) -> Arrays.fill(target, 0, count, 0.1f * (from % 7)),
            CheckpointWriter.USUAL_SHARD_BYTES)
        .get(0);
  }

  private static void measure(Path file, TensorType type) throws IOException {
    double[] channelSeconds = new double[ROUNDS];
    double[] readerSeconds = new double[ROUNDS];
    float[] target = new float[CHUNK_BYTES / Float.BYTES];
    heap().forEach(MemoryPoolMXBean::resetPeakUsage);
    for (int round = 0; round < ROUNDS; round++) {
      channelSeconds[round] = channel(file);
      readerSeconds[round] = reader(file, target);
    }

    double megabytes = Files.size(file) / MEGABYTE;
    double channel = median(channelSeconds);
    double reader = median(readerSeconds);
    String name = type.name().toLowerCase(Locale.ROOT);
    String size =
        "%.0f MB of %s, median of %d, 1 thread (its processor time), from the page cache"
            .formatted(megabytes, name, ROUNDS);
    new Measurement("checkpoint", name + "-mb-per-s", megabytes / reader, size).print();
    new Measurement("checkpoint", name + "-share-of-channel", channel / reader, size).print();
    new Measurement("checkpoint", name + "-peak-heap-mib", peakHeapMebibytes(), size).print();
  }

  private static double channel(Path file) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK_BYTES);
    long start = processorTime();
    try (FileChannel channel = FileChannel.open(file)) {
      while (channel.read(buffer) >= 0) {
        buffer.clear();
      }
    }

    return (processorTime() - start) / 1e9;
  }

  private static double reader(Path file, float[] target) throws IOException {
    long start = processorTime();
    try (SafetensorsFile weights = SafetensorsFile.open(file)) {
      for (TensorSpec tensor : weights.tensors()) {
        for (long from = 0; from < tensor.elements(); from += target.length) {
          int count = (int) Math.min(target.length, tensor.elements() - from);
          weights.read(tensor, from, target, count);
        }
      }
    }

    return (processorTime() - start) / 1e9;
  }

  /** All work on cached pages is that of the calling thread, however busy the machine is. */
  private static long processorTime() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static List<MemoryPoolMXBean> heap() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .toList();
  }

  /** An upper bound: the pools need not have had their peaks at the same moment. */
  private static double peakHeapMebibytes() {
    return heap().stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum() / MEBIBYTE;
  }
}
