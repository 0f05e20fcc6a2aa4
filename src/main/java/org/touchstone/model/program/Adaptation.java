package org.touchstone.model.program;

import java.io.Serializable;
import java.util.List;

/**
 * Which parameters of a backbone are trained.
 *
 * <pre>
 *   LoRA:  y = W x + (alpha / rank) B A x,   A (rank, in), B (out, rank), W frozen
 * </pre>
 *
 * <p>Source: Hu et al. 2021, arXiv:2106.09685; A frozen, Zhang et al. 2023, arXiv:2308.03303.
 *
 * @param mode what is trained
 * @param frozenLayers lowest layers that are not trained, the embeddings with them; 0 for none; for
 *     {@link Mode#FULL} only
 * @param rank of the adapters; for {@link Mode#LORA} only, else 0
 * @param alpha numerator of their scale
 * @param targets last parts of the names of the modules that get one, for example {@code q_proj};
 *     empty for every matrix product of the layers
 * @param downProjection whether A is trained or stays as it starts
 * @param storage what frozen matrices are stored in while training
 */
public record Adaptation(
    Mode mode,
    int frozenLayers,
    int rank,
    double alpha,
    List<String> targets,
    DownProjection downProjection,
    FrozenStorage storage)
    implements Serializable {

  /** What is trained. */
  public enum Mode {
    /** Everything, except frozen layers. */
    FULL,
    /** The reward head alone. */
    HEAD,
    /** The reward head and low-rank adapters. */
    LORA
  }

  /** What becomes of A. */
  public enum DownProjection {
    /** A is trained. */
    TRAINED,
    /** A stays as it starts, so that averages of B over workers are exact. */
    FROZEN
  }

  /** How frozen matrices are held. */
  public enum FrozenStorage {
    /** As exact as they came. */
    FLOAT32,
    /** Half of the memory; the rewards are those of the rounded weights. */
    BFLOAT16
  }

  /** Refuses adapters without a rank, and ranks without adapters. */
  public Adaptation {
    targets = List.copyOf(targets);
    if (mode == Mode.LORA && (rank < 1 || !(alpha > 0))) {
      throw new IllegalArgumentException(
          "Cannot adapt a model by LoRA: rank is %d and alpha %s, both must be above 0"
              .formatted(rank, alpha));
    }

    if (frozenLayers < 0 || (frozenLayers > 0 && mode != Mode.FULL)) {
      throw new IllegalArgumentException(
          "Cannot freeze %d layers with mode %s: allowed are 0, or any number with mode full"
              .formatted(frozenLayers, mode));
    }
  }

  /**
   * Returns the training of everything.
   *
   * @return full fine-tuning
   */
  public static Adaptation full() {
    return new Adaptation(
        Mode.FULL, 0, 0, 0, List.of(), DownProjection.TRAINED, FrozenStorage.FLOAT32);
  }

  /**
   * Returns the training of the head alone.
   *
   * @return linear probing
   */
  public static Adaptation head() {
    return new Adaptation(
        Mode.HEAD, 0, 0, 0, List.of(), DownProjection.TRAINED, FrozenStorage.FLOAT32);
  }

  /**
   * Returns low-rank adapters.
   *
   * @param rank of A and B
   * @param alpha numerator of the scale
   * @param targets last parts of module names; none for all
   * @return trained A and B, frozen float32 weights
   */
  public static Adaptation lora(int rank, double alpha, String... targets) {
    return new Adaptation(
        Mode.LORA, 0, rank, alpha, List.of(targets), DownProjection.TRAINED, FrozenStorage.FLOAT32);
  }

  double scale() {
    return alpha / rank;
  }

  boolean adapts(Linear linear) {
    return mode == Mode.LORA && (targets.isEmpty() || targets.contains(linear.role()));
  }
}
