package org.touchstone.model;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.touchstone.model.program.TensorSpec;
import org.touchstone.model.program.TensorType;
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

  private TorchScriptArchive() {}

  /**
   * Writes one archive.
   *
   * @param file where to
   * @param program its source and the list of its tensors
   * @param weights their values
   * @throws IOException if weights cannot be read, do not fit their type, or the file cannot be
   *     written
   */
  static void write(Path file, TorchScriptProgram program, WeightSource weights)
      throws IOException {
    List<TensorSpec> tensors = program.tensors();
    try (StoredZip zip = new StoredZip(file)) {
      zip.add("model/data.pkl", data(tensors));
      zip.add("model/byteorder", ascii("little"));
      for (int i = 0; i < tensors.size(); i++) {
        TensorSpec tensor = tensors.get(i);
        TensorType type = tensor.type();
        zip.add(
            "model/data/" + i,
            TensorValues.bytes(tensor, type),
            sink -> TensorValues.write(tensor, type, weights, sink));
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

  private static void tensor(Pickle pickle, TensorSpec spec, int record) {
    pickle.global("torch._utils", "_rebuild_tensor_v2").mark();
    pickle.mark().text("storage").global("torch", spec.type().storageClass());
    pickle.text(Integer.toString(record));
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
    pickle.tuple();
    if (!spec.isTrained()) {
      pickle.no();
    } else {
      pickle.yes();
    }

    pickle.global("collections", "OrderedDict").emptyTuple().reduce();
    pickle.tuple().reduce();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
