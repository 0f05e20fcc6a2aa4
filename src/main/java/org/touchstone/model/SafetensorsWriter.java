package org.touchstone.model;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.touchstone.model.program.TensorSpec;
import org.touchstone.model.program.TensorType;

/** Writes parameters as safetensors. The same weights give the same bytes. */
final class SafetensorsWriter {

  private static final int ALIGNMENT = 8;

  private SafetensorsWriter() {}

  /**
   * Writes one file, each tensor as it is declared.
   *
   * @param file where to
   * @param tensors what, in this order
   * @param weights their values
   * @throws IOException if weights cannot be read or the file cannot be written
   */
  static void write(Path file, List<TensorSpec> tensors, WeightSource weights) throws IOException {
    write(file, tensors, TensorSpec::type, weights);
  }

  /**
   * Writes one file. Wider types come first, so that every value lies at a multiple of its size:
   * PyTorch's readers refuse others.
   *
   * @param file where to
   * @param tensors what, in this order within a type
   * @param types what the values of each are rounded to
   * @param weights their values
   * @throws IOException if weights cannot be read, do not fit their type, or the file cannot be
   *     written
   */
  static void write(
      Path file,
      List<TensorSpec> tensors,
      Function<TensorSpec, TensorType> types,
      WeightSource weights)
      throws IOException {
    List<TensorSpec> ordered =
        tensors.stream()
            .sorted(Comparator.comparingInt(tensor -> -types.apply(tensor).bytes()))
            .toList();
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      StoredZip.Sink sink =
          bytes -> {
            while (bytes.hasRemaining()) {
              channel.write(bytes);
            }
          };
      sink.write(start(ordered, types));
      for (TensorSpec tensor : ordered) {
        TensorValues.write(tensor, types.apply(tensor), weights, sink);
      }
    }
  }

  private static ByteBuffer start(List<TensorSpec> tensors, Function<TensorSpec, TensorType> types)
      throws IOException {
    Map<String, Object> header = new LinkedHashMap<>();
    header.put("__metadata__", Map.of("format", "pt")); // transformers refuses a file without it
    long offset = 0;
    for (TensorSpec tensor : tensors) {
      TensorType type = types.apply(tensor);
      long end = offset + TensorValues.bytes(tensor, type);
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("dtype", type.safetensorsName());
      entry.put("shape", tensor.shape());
      entry.put("data_offsets", List.of(offset, end));
      header.put(tensor.name(), entry);
      offset = end;
    }

    byte[] json = new JsonMapper().writeValueAsBytes(header);
    int padded = (json.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    byte[] aligned = Arrays.copyOf(json, padded);
    Arrays.fill(aligned, json.length, padded, (byte) ' ');
    return ByteBuffer.allocate(SafetensorsHeader.LENGTH_BYTES + padded)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(padded)
        .put(aligned)
        .rewind();
  }
}
