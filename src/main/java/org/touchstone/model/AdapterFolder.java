package org.touchstone.model;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.touchstone.model.program.Adapter;
import org.touchstone.model.program.TensorSpec;

/**
 * Low-rank adapters alone, beside the merged weights: {@code adapter_config.json} and {@code
 * adapter_model.safetensors}, as the PEFT library lays them out for a classifier. What was trained
 * beside them, the reward head first of all, is in them too.
 *
 * <p>Loads by {@code PeftModel.from_pretrained} over the checkpoint that training started from.
 * Where training added a pad id, that checkpoint's embedding must be given its row first.
 */
public final class AdapterFolder {

  /** Where it lies in an artifact. Beside config.json, transformers would take it for the model. */
  public static final String NAME = "adapter";

  private static final String PREFIX = "base_model.model.";
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private AdapterFolder() {}

  /**
   * Writes the folder.
   *
   * @param artifact where to; its folder {@link #NAME} is made
   * @param adapters at least one, all of one rank and scale
   * @param others trained tensors that are no part of an adapter
   * @param weights the values of both
   * @param base the checkpoint that the adapters belong to; null if nobody named it
   * @throws IOException if values cannot be read or a file cannot be written
   */
  public static void write(
      Path artifact,
      List<Adapter> adapters,
      List<TensorSpec> others,
      WeightSource weights,
      @Nullable String base)
      throws IOException {
    Path folder = Files.createDirectories(artifact.resolve(NAME));
    List<TensorSpec> tensors = new ArrayList<>(others);
    for (Adapter adapter : adapters) {
      tensors.add(adapter.down());
      tensors.add(adapter.up());
    }

    List<TensorSpec> named =
        tensors.stream()
            .map(tensor -> tensor.named(PREFIX + tensor.name()))
            .sorted(Comparator.comparing(TensorSpec::name))
            .toList();
    SafetensorsWriter.write(
        folder.resolve("adapter_model.safetensors"),
        named,
        (tensor, from, target, count) ->
            weights.read(
                tensor.named(tensor.name().substring(PREFIX.length())), from, target, count));
    Files.write(
        folder.resolve("adapter_config.json"),
        JSON.writeValueAsBytes(config(adapters, others, base)));
  }

  private static Map<String, Object> config(
      List<Adapter> adapters, List<TensorSpec> others, @Nullable String base) {
    Adapter first = adapters.get(0);
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("peft_type", "LORA");
    config.put("task_type", "SEQ_CLS");
    config.put("base_model_name_or_path", base);
    config.put("inference_mode", true);
    config.put("r", first.rank());
    config.put("lora_alpha", first.scale() * first.rank());
    config.put("lora_dropout", 0.0);
    config.put("bias", "none");
    config.put("fan_in_fan_out", first.transposed());
    config.put("target_modules", adapters.stream().map(Adapter::module).sorted().toList());
    config.put(
        "modules_to_save",
        others.stream().map(tensor -> module(tensor.name())).distinct().sorted().toList());
    return config;
  }

  private static String module(String tensor) {
    return tensor.substring(0, tensor.lastIndexOf('.'));
  }
}
