package org.touchstone.model;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.touchstone.model.program.TensorSpec;

/** Writes parameters as float32 safetensors. The same weights give the same bytes. */
final class SafetensorsWriter {

  private static final int ALIGNMENT = 8;

  private SafetensorsWriter() {}

  /**
   * Writes one file.
   *
   * @param file where to
   * @param tensors what, in this order
   * @param weights their values
   * @throws IOException if weights cannot be read or the file cannot be written
   */
  static void write(Path file, List<TensorSpec> tensors, WeightSource weights) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      byte[] header = header(tensors);
      ByteBuffer start =
          ByteBuffer.allocate(8 + header.length)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putLong(header.length)
              .put(header)
              .rewind();
      StoredZip.Sink sink =
          bytes -> {
            while (bytes.hasRemaining()) {
              channel.write(bytes);
            }
          };
      sink.write(start);
      for (TensorSpec tensor : tensors) {
        TorchScriptArchive.writeValues(tensor, weights, sink);
      }
    }
  }

  private static byte[] header(List<TensorSpec> tensors) throws IOException {
    Map<String, Object> header = new LinkedHashMap<>();
    header.put("__metadata__", Map.of("format", "pt")); // transformers refuses a file without it
    long offset = 0;
    for (TensorSpec tensor : tensors) {
      long end = offset + tensor.elements() * Float.BYTES;
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("dtype", "F32");
      entry.put("shape", tensor.shape());
      entry.put("data_offsets", List.of(offset, end));
      header.put(tensor.name(), entry);
      offset = end;
    }

    byte[] json = new JsonMapper().writeValueAsBytes(header);
    int padded = (json.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    byte[] aligned = Arrays.copyOf(json, padded);
    Arrays.fill(aligned, json.length, padded, (byte) ' ');
    return aligned;
  }
}
