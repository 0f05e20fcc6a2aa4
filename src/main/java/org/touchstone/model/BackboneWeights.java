package org.touchstone.model;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
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

  private static final Pattern UNMERGED =
      Pattern.compile(
          "^base_model\\.model\\.|\\.base_layer\\.|\\.lora_|\\.modules_to_save\\.|\\.original_module\\.");

  private final Checkpoint checkpoint;
  private final WeightSource fresh;
  private final String embedding;
  private final Map<String, SafetensorsEntry> found = new LinkedHashMap<>();
  private final List<String> missing = new ArrayList<>();
  private final List<String> unused;
  private final @Nullable PeftAdapter adapter;
  private final Map<String, SafetensorsEntry> replaced = new LinkedHashMap<>();
  private final Map<String, FoldedFactors> factors = new LinkedHashMap<>();

  private BackboneWeights(
      Checkpoint checkpoint,
      @Nullable PeftAdapter adapter,
      BackboneArchitecture architecture,
      WeightSource fresh)
      throws IOException {
    this.checkpoint = checkpoint;
    this.adapter = adapter;
    this.fresh = fresh;
    Backbone.Facts facts = architecture.facts();
    this.embedding = facts.embedding();
    Map<String, SafetensorsEntry> entries = checkpoint.entries();
    refuseUnmerged(entries.keySet());
    Set<String> used = new HashSet<>();
    TokenSpace tokens = new TokenSpace(facts.vocabulary(), 0, facts.maxPositions());
    for (TensorSpec tensor : architecture.tensors(tokens)) {
      SafetensorsEntry entry = find(entries, tensor.name(), facts.prefix());
      SafetensorsEntry replacement = adapter == null ? null : adapter.replacement(tensor.name());
      if (replacement != null) {
        check(tensor, replacement);
        replaced.put(tensor.name(), replacement);
        if (entry != null) {
          used.add(entry.name());
        }
      } else if (entry == null) {
        missing.add(tensor.name());
      } else {
        check(tensor, entry);
        found.put(tensor.name(), entry);
        used.add(entry.name());
      }
    }

    this.unused = entries.keySet().stream().filter(name -> !used.contains(name)).sorted().toList();
    if (adapter != null) {
      fold(adapter, architecture);
    }
  }

  private void refuseUnmerged(Set<String> names) throws IOException {
    List<String> unmerged = names.stream().filter(UNMERGED.asPredicate()).sorted().toList();
    if (!unmerged.isEmpty()) {
      throw new IOException(
          "Cannot use %s: found tensors %s of an adapter that is not merged; allowed are merged weights, or a PEFT adapter folder with backbone.base"
              .formatted(checkpoint, abridged(unmerged)));
    }
  }

  /** Prepares the factors of all matrices; whatever else the adapter holds is refused. */
  private void fold(PeftAdapter peft, BackboneArchitecture architecture) throws IOException {
    Set<String> left = new TreeSet<>(peft.names());
    replaced.values().forEach(entry -> left.remove(entry.name()));
    for (Map.Entry<String, SafetensorsEntry> entry : found.entrySet()) {
      FoldedFactors.Claim claim = peft.claim(entry.getKey());
      if (claim != null) {
        SafetensorsEntry matrix = entry.getValue();
        factors.put(
            entry.getKey(),
            FoldedFactors.of(
                peft,
                claim,
                matrix.shape(),
                isTurned(architecture, entry.getKey()),
                (from, target, count) -> readFinite(matrix, from, target, count)));
        left.removeAll(claim.names());
      }
    }

    if (!left.isEmpty()) {
      throw peft.refusal(
          checkpoint.toString(),
          "the model has no place for its tensors %s".formatted(abridged(List.copyOf(left))));
    }
  }

  /** Says whether a matrix has a row for each input, as GPT-2's Conv1D. */
  private static boolean isTurned(BackboneArchitecture architecture, String tensor) {
    return "gpt2".equals(architecture.config().get("model_type"))
        && tensor.matches(".*\\.(c_attn|c_proj|c_fc)\\.weight");
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
    return of(checkpoint, null, architecture);
  }

  /** Does the same, with an adapter folded in. */
  static BackboneWeights of(
      Checkpoint checkpoint, @Nullable PeftAdapter adapter, BackboneArchitecture architecture)
      throws IOException {
    BackboneWeights weights =
        new BackboneWeights(checkpoint, adapter, architecture, new InitialWeights(0));
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
    return forTraining(checkpoint, null, architecture, seed);
  }

  /** Does the same, with an adapter folded in. */
  static BackboneWeights forTraining(
      Checkpoint checkpoint,
      @Nullable PeftAdapter adapter,
      BackboneArchitecture architecture,
      long seed)
      throws IOException {
    BackboneWeights weights =
        new BackboneWeights(checkpoint, adapter, architecture, new InitialWeights(seed));
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
    SafetensorsEntry replacement = replaced.get(tensor.name());
    SafetensorsEntry entry = replacement == null ? found.get(tensor.name()) : replacement;
    if (entry == null) {
      fresh.read(tensor, from, target, count);
      return;
    }

    int present = (int) Math.max(0, Math.min(count, entry.elements() - from));
    if (present > 0 && replacement != null && adapter != null) {
      adapter.read(entry, from, target, present);
      checkFinite(entry, from, target, present);
    } else if (present > 0) {
      readFinite(entry, from, target, present);
      FoldedFactors folded = factors.get(tensor.name());
      if (folded != null) {
        folded.apply(from, target, present);
        checkFinite(entry, from, target, present);
      }
    }

    Arrays.fill(target, present, count, 0f);
  }

  private void readFinite(SafetensorsEntry entry, long from, float[] target, int count)
      throws IOException {
    checkpoint.read(entry, from, target, 0, count);
    checkFinite(entry, from, target, count);
  }

  private void checkFinite(SafetensorsEntry entry, long from, float[] values, int count)
      throws IOException {
    for (int i = 0; i < count; i++) {
      if (!Float.isFinite(values[i])) {
        throw new IOException(
            "Cannot use tensor %s of %s: value %d is %s, allowed are finite values"
                .formatted(entry.name(), checkpoint, from + i, values[i]));
      }
    }
  }

  /**
   * Returns how many rows the embedding has before any is added for a pad id; -1 if it is fresh.
   */
  long embeddingRows() {
    SafetensorsEntry entry = replaced.getOrDefault(embedding, found.get(embedding));
    return entry == null ? -1 : entry.shape().get(0);
  }

  private static String abridged(List<String> names) {
    int shown = Math.min(3, names.size());
    String rest = names.size() > shown ? " and %d more".formatted(names.size() - shown) : "";
    return String.join(", ", names.subList(0, shown)) + rest;
  }
}
