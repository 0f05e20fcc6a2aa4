package org.touchstone.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.touchstone.model.program.TensorSpec;
import org.touchstone.model.program.TorchScriptProgram;

/**
 * Writes a program and its weights as a TorchScript archive, the file that {@code torch.jit.load}
 * and DJL open. The same program and weights give the same bytes.
 *
 * <p>Source: torch/csrc/jit/docs/serialization.md.
 */
final class TorchScriptArchive {

  /** File format that libtorch 1.12 and later write and read. */
  private static final String FORMAT_VERSION = "10\n";

  private static final int CHUNK_FLOATS = 1 << 18;
  private static final int ZIP16_ENTRIES = 65_535 - 8;

  private TorchScriptArchive() {}

  /**
   * Writes one archive.
   *
   * @param file where to
   * @param program its source and the list of its tensors
   * @param weights their values
   * @throws IOException if weights cannot be read or the file cannot be written
   */
  static void write(Path file, TorchScriptProgram program, WeightSource weights)
      throws IOException {
    List<TensorSpec> tensors = program.tensors();
    if (tensors.size() > ZIP16_ENTRIES) {
      throw new IOException(
          "Cannot write %s: %d tensors, at most %d fit one archive"
              .formatted(file, tensors.size(), ZIP16_ENTRIES));
    }

    try (StoredZip zip = new StoredZip(file)) {
      zip.add("model/data.pkl", data(tensors));
      zip.add("model/byteorder", ascii("little"));
      for (int i = 0; i < tensors.size(); i++) {
        TensorSpec tensor = tensors.get(i);
        zip.add("model/data/" + i, sink -> writeValues(tensor, weights, sink));
      }

      zip.add("model/code/__torch__.py", ascii(program.source()));
      zip.add("model/constants.pkl", new Pickle().emptyTuple().stop());
      zip.add("model/version", ascii(FORMAT_VERSION));
    }
  }

  private static byte[] data(List<TensorSpec> tensors) {
    Pickle pickle = new Pickle();
    pickle.global("__torch__", TorchScriptProgram.CLASS_NAME).emptyTuple().newObject();
    pickle.emptyDictionary().mark();
    pickle.text("training").no();
    for (int i = 0; i < tensors.size(); i++) {
      pickle.text(tensors.get(i).attribute());
      tensor(pickle, tensors.get(i), i);
    }

    return pickle.setItems().build().stop();
  }

  private static void tensor(Pickle pickle, TensorSpec spec, int storage) {
    pickle.global("torch._utils", "_rebuild_tensor_v2").mark();
    pickle.mark().text("storage").global("torch", "FloatStorage").text(Integer.toString(storage));
    pickle.text("cpu").integer(spec.elements()).tuple().persistentId();
    pickle.integer(0).mark();
    spec.shape().forEach(pickle::integer);
    pickle.tuple().mark();
    long stride = spec.elements();
    for (long size : spec.shape()) {
      stride /= size;
      pickle.integer(stride);
    }

    // requires_grad: without it the parameters would be constants to whoever loads the file
    pickle.tuple().yes().global("collections", "OrderedDict").emptyTuple().reduce();
    pickle.tuple().reduce();
  }

  static void writeValues(TensorSpec tensor, WeightSource weights, StoredZip.Sink sink)
      throws IOException {
    long elements = tensor.elements();
    float[] values = new float[(int) Math.min(CHUNK_FLOATS, elements)];
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (long from = 0; from < elements; from += values.length) {
      int count = (int) Math.min(values.length, elements - from);
      weights.read(tensor, from, values, count);
      bytes.clear();
      bytes.asFloatBuffer().put(values, 0, count);
      sink.write(bytes.limit(count * Float.BYTES));
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
