package org.touchstone.model;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.touchstone.model.program.Backbone;
import org.touchstone.model.program.BackboneArchitecture;
import org.touchstone.model.program.TensorSpec;
import org.touchstone.model.program.TokenSpace;

/**
 * The values of a backbone's tensors, out of a checkpoint. Its names may be those of the bare
 * backbone, without the prefix, or of old releases (gamma and beta); what the model does not use (a
 * head for words, buffers) is left alone. A tensor that the checkpoint lacks starts fresh.
 *
 * <p>Rows that the embedding has beyond the checkpoint's, for a pad id that no text has, are zero.
 */
public final class BackboneWeights implements WeightSource {

  private final Checkpoint checkpoint;
  private final WeightSource fresh;
  private final String embedding;
  private final Map<String, SafetensorsEntry> found = new LinkedHashMap<>();
  private final List<String> missing = new ArrayList<>();
  private final List<String> unused;

  private BackboneWeights(
      Checkpoint checkpoint, BackboneArchitecture architecture, WeightSource fresh)
      throws IOException {
    this.checkpoint = checkpoint;
    this.fresh = fresh;
    Backbone.Facts facts = architecture.facts();
    this.embedding = facts.embedding();
    Map<String, SafetensorsEntry> entries = checkpoint.entries();
    Set<String> used = new HashSet<>();
    TokenSpace tokens = new TokenSpace(facts.vocabulary(), 0, facts.maxPositions());
    for (TensorSpec tensor : architecture.tensors(tokens)) {
      SafetensorsEntry entry = find(entries, tensor.name(), facts.prefix());
      if (entry == null) {
        missing.add(tensor.name());
      } else {
        check(tensor, entry);
        found.put(tensor.name(), entry);
        used.add(entry.name());
      }
    }

    this.unused = entries.keySet().stream().filter(name -> !used.contains(name)).sorted().toList();
  }

  /**
   * Finds every tensor of a model that is to be used as it is.
   *
   * @param checkpoint open as long as this is read
   * @param architecture the model
   * @return the values
   * @throws IOException if a tensor is missing or has another shape
   */
  public static BackboneWeights of(Checkpoint checkpoint, BackboneArchitecture architecture)
      throws IOException {
    BackboneWeights weights = new BackboneWeights(checkpoint, architecture, new InitialWeights(0));
    if (!weights.missing.isEmpty()) {
      throw new IOException(
          "Cannot score with %s: it lacks %s; needed is a classifier with one label, or train one from it"
              .formatted(checkpoint, abridged(weights.missing)));
    }

    return weights;
  }

  /**
   * Finds the tensors of a model that is to be trained.
   *
   * @param checkpoint open as long as this is read
   * @param architecture the model
   * @param seed of the values that the checkpoint lacks
   * @return the values
   * @throws IOException if a tensor has another shape, or less than half of the backbone is there
   */
  public static BackboneWeights forTraining(
      Checkpoint checkpoint, BackboneArchitecture architecture, long seed) throws IOException {
    BackboneWeights weights =
        new BackboneWeights(checkpoint, architecture, new InitialWeights(seed));
    List<String> lost =
        weights.missing.stream().filter(name -> isBackbone(architecture, name)).toList();
    if (!lost.isEmpty()) {
      throw new IOException(
          "Cannot train from %s: it lacks %s; only a head, a pooler and adapters may start fresh"
              .formatted(checkpoint, abridged(lost)));
    }

    return weights;
  }

  private static boolean isBackbone(BackboneArchitecture architecture, String name) {
    return name.startsWith(architecture.facts().prefix())
        && !name.contains(".pooler.")
        && !name.contains(".lora_");
  }

  /**
   * Returns the tensors that start fresh.
   *
   * @return names, in the order of the program
   */
  public List<String> missing() {
    return List.copyOf(missing);
  }

  /**
   * Returns what the checkpoint holds beside the model.
   *
   * @return names, sorted
   */
  public List<String> unused() {
    return unused;
  }

  private static @Nullable SafetensorsEntry find(
      Map<String, SafetensorsEntry> entries, String name, String prefix) {
    List<String> candidates = new ArrayList<>(List.of(name));
    if (name.startsWith(prefix)) {
      candidates.add(name.substring(prefix.length()));
    }

    for (String candidate : List.copyOf(candidates)) {
      candidates.add(
          candidate
              .replace("LayerNorm.weight", "LayerNorm.gamma")
              .replace("LayerNorm.bias", "LayerNorm.beta"));
    }

    return candidates.stream()
        .filter(entries::containsKey)
        .findFirst()
        .map(entries::get)
        .orElse(null);
  }

  private void check(TensorSpec tensor, SafetensorsEntry entry) throws IOException {
    List<Long> shape = entry.shape();
    boolean same = shape.equals(tensor.shape());
    boolean shorter =
        tensor.name().equals(embedding)
            && shape.size() == 2
            && shape.get(1).equals(tensor.shape().get(1))
            && shape.get(0) < tensor.shape().get(0);
    if (!same && !shorter) {
      String hint =
          shape.size() == 2 && tensor.shape().get(0) == 1
              ? "; a reward model has one label (num_labels 1)"
              : "";
      throw new IOException(
          "Cannot use tensor %s of %s: its shape is %s, needed is %s%s"
              .formatted(entry.name(), checkpoint, shape, tensor.shape(), hint));
    }
  }

  @Override
  public void read(TensorSpec tensor, long from, float[] target, int count) throws IOException {
    SafetensorsEntry entry = found.get(tensor.name());
    if (entry == null) {
      fresh.read(tensor, from, target, count);
      return;
    }

    int present = (int) Math.max(0, Math.min(count, entry.elements() - from));
    if (present > 0) {
      checkpoint.read(entry, from, target, 0, present);
    }

    Arrays.fill(target, present, count, 0f);
  }

  private static String abridged(List<String> names) {
    int shown = Math.min(3, names.size());
    String rest = names.size() > shown ? " and %d more".formatted(names.size() - shown) : "";
    return String.join(", ", names.subList(0, shown)) + rest;
  }
}
