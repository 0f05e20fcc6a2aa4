package org.touchstone.model;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A PEFT adapter that is folded into the weights of its base while they are read:
 *
 * <pre>
 *   V = W + s B A            W (out, in), A (rank, in), B (out, rank)
 *   W'_o = m_o V_o / |V_o|   with magnitudes m, else W' = V
 * </pre>
 *
 * <p>Tensors of the adapter that are no factors (the score head, biases) replace those of the base.
 * Holds A, B and one norm a row, and no more of W than is read.
 */
final class PeftAdapter implements Closeable {

  static final String WEIGHTS = "adapter_model.safetensors";

  private static final String PREFIX = "base_model.model.";
  private static final List<String> DOWN = List.of(".lora_A.weight", ".lora_embedding_A");
  private static final List<String> UP = List.of(".lora_B.weight", ".lora_embedding_B");
  private static final List<String> MAGNITUDE =
      List.of(".lora_magnitude_vector", ".lora_magnitude_vector.weight");

  private final Path folder;
  private final PeftConfig config;
  private final SafetensorsFile file;
  private final Map<String, SafetensorsEntry> entries = new LinkedHashMap<>();

  private PeftAdapter(Path folder, PeftConfig config, SafetensorsFile file) {
    this.folder = folder;
    this.config = config;
    this.file = file;
  }

  /** Says whether a folder holds an adapter, whatever else it holds. */
  static boolean isIn(Path folder) {
    return Files.exists(folder.resolve(PeftConfig.FILE))
        || Files.exists(folder.resolve(WEIGHTS))
        || Files.exists(folder.resolve("adapter_model.bin"));
  }

  /**
   * Opens an adapter.
   *
   * @param folder with adapter_config.json and adapter_model.safetensors
   * @param nameOf the model's own name of a tensor, or the same name if the model has none
   */
  static PeftAdapter open(Path folder, UnaryOperator<String> nameOf) throws IOException {
    PeftConfig config = PeftConfig.read(folder);
    if (!Files.exists(folder.resolve(WEIGHTS))) {
      throw new IOException(
          "Cannot apply adapter %s: found no %s; pickle files run code when they are opened, allowed is safetensors"
              .formatted(folder, WEIGHTS));
    }

    PeftAdapter adapter =
        new PeftAdapter(folder, config, SafetensorsFile.open(folder.resolve(WEIGHTS)));
    for (SafetensorsEntry entry : adapter.file.entries().values()) {
      SafetensorsEntry other = adapter.entries.put(nameOf.apply(plain(entry.name())), entry);
      if (other != null) {
        adapter.close();
        throw adapter.refusal(
            other.name(), "tensor %s is of the same name".formatted(entry.name()));
      }
    }

    return adapter;
  }

  /** Takes away what PEFT adds to the names of modules and of adapters. */
  private static String plain(String name) {
    String module = name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
    String one = module.replace(".modules_to_save.", ".").replace(".base_layer.", ".");
    return (one + ".").replace(".default.", ".").replaceAll("\\.$", "");
  }

  /** Returns the tensor that replaces one of the base; null if none does. */
  @Nullable SafetensorsEntry replacement(String tensor) {
    return entries.get(tensor);
  }

  /** Copies values of a tensor that replaces one of the base. */
  void read(SafetensorsEntry entry, long from, float[] target, int count) throws IOException {
    file.read(entry, from, target, 0, count);
  }

  /**
   * Finds the factors of one matrix.
   *
   * @param tensor its name
   * @return what belongs to it; null if nothing does
   */
  FoldedFactors.@Nullable Claim claim(String tensor) throws IOException {
    if (!tensor.endsWith(".weight")) {
      return null;
    }

    String module = tensor.substring(0, tensor.length() - ".weight".length());
    SafetensorsEntry down = any(module, DOWN);
    SafetensorsEntry up = any(module, UP);
    SafetensorsEntry magnitude = any(module, MAGNITUDE);
    if (down == null && up == null && magnitude == null) {
      return null;
    }

    if (down == null || up == null || (magnitude == null) == config.usesMagnitudes()) {
      throw refusal(
          module,
          "found %s, needed are lora_A, lora_B and, exactly where use_dora is true, lora_magnitude_vector"
              .formatted(
                  entries.keySet().stream()
                      .filter(name -> name.startsWith(module + "."))
                      .toList()));
    }

    boolean embedding = down.name().contains("lora_embedding_");
    return new FoldedFactors.Claim(module, down, up, magnitude, embedding);
  }

  private @Nullable SafetensorsEntry any(String module, List<String> endings) {
    return endings.stream()
        .map(ending -> entries.get(module + ending))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  float[] all(SafetensorsEntry entry) throws IOException {
    float[] values = new float[Math.toIntExact(entry.elements())];
    file.read(entry, 0, values, 0, values.length);
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw refusal(
            entry.name(), "value %d is %s, allowed are finite ones".formatted(i, values[i]));
      }
    }

    return values;
  }

  double scale(String module, int rank) throws IOException {
    return config.scale(module, rank);
  }

  IOException refusal(String part, String reason) {
    return new IOException("Cannot apply adapter %s to %s: %s".formatted(folder, part, reason));
  }

  /** Returns the names of all its tensors, as the file has them. */
  Set<String> names() {
    return file.entries().keySet();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
