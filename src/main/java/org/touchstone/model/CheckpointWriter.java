package org.touchstone.model;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.touchstone.model.program.TensorSpec;
import org.touchstone.model.program.TensorType;

/**
 * Writes parameters as transformers does: one {@code model.safetensors}, or, where they exceed the
 * size of a shard, {@code model-00001-of-0000N.safetensors} with an index. The same weights give
 * the same bytes.
 */
public final class CheckpointWriter {

  /** The size of a shard in transformers: 5 GB. */
  public static final long USUAL_SHARD_BYTES = 5_000_000_000L;

  private static final Pattern WEIGHTS =
      Pattern.compile("model(-\\d{5}-of-\\d{5})?\\.safetensors(\\.index\\.json)?");
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private CheckpointWriter() {}

  /**
   * Writes all parameters; weights that the directory holds from before are removed.
   *
   * @param directory where to; must exist
   * @param tensors what, in this order
   * @param types what the values of each are rounded to
   * @param weights their values
   * @param shardBytes size that a shard does not exceed unless it is one tensor
   * @return the files, without the index
   * @throws IOException if weights cannot be read, do not fit their type, or a file cannot be
   *     written
   * @throws IllegalArgumentException if shards have less than a byte
   */
  public static List<Path> write(
      Path directory,
      List<TensorSpec> tensors,
      Function<TensorSpec, TensorType> types,
      WeightSource weights,
      long shardBytes)
      throws IOException {
    if (shardBytes < 1) {
      throw new IllegalArgumentException(
          "Cannot write checkpoint %s in shards of %d bytes: needed is at least 1"
              .formatted(directory, shardBytes));
    }

    removeWeights(directory);
    List<List<TensorSpec>> shards = shards(tensors, types, shardBytes);
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < shards.size(); i++) {
      Path file = directory.resolve(name(i, shards.size()));
      SafetensorsWriter.write(file, shards.get(i), types, weights);
      files.add(file);
    }

    if (shards.size() > 1) {
      Files.write(
          directory.resolve(CheckpointFiles.INDEX), JSON.writeValueAsBytes(index(shards, types)));
    }

    return files;
  }

  private static void removeWeights(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        if (WEIGHTS.matcher(String.valueOf(file.getFileName())).matches()) {
          Files.delete(file);
        }
      }
    }
  }

  /** Fills one shard after the other, in the order of the tensors. */
  private static List<List<TensorSpec>> shards(
      List<TensorSpec> tensors, Function<TensorSpec, TensorType> types, long shardBytes) {
    List<List<TensorSpec>> shards = new ArrayList<>();
    List<TensorSpec> shard = new ArrayList<>();
    long filled = 0;
    for (TensorSpec tensor : tensors) {
      long bytes = TensorValues.bytes(tensor, types.apply(tensor));
      if (!shard.isEmpty() && filled + bytes > shardBytes) {
        shards.add(shard);
        shard = new ArrayList<>();
        filled = 0;
      }

      shard.add(tensor);
      filled += bytes;
    }

    shards.add(shard);
    return shards;
  }

  private static Map<String, Object> index(
      List<List<TensorSpec>> shards, Function<TensorSpec, TensorType> types) {
    Map<String, String> shardOf = new TreeMap<>();
    long bytes = 0;
    long parameters = 0;
    for (int i = 0; i < shards.size(); i++) {
      for (TensorSpec tensor : shards.get(i)) {
        shardOf.put(tensor.name(), name(i, shards.size()));
        bytes += TensorValues.bytes(tensor, types.apply(tensor));
        parameters += tensor.elements();
      }
    }

    Map<String, Object> index = new TreeMap<>();
    index.put(
        "metadata", new TreeMap<>(Map.of("total_parameters", parameters, "total_size", bytes)));
    index.put("weight_map", shardOf);
    return index;
  }

  private static String name(int shard, int shards) {
    return shards == 1
        ? CheckpointFiles.WHOLE
        : String.format(Locale.ROOT, "model-%05d-of-%05d.safetensors", shard + 1, shards);
  }
}
