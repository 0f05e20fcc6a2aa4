package org.touchstone.model.program;

import java.util.List;

/**
 * Name, shape and first values of one parameter.
 *
 * @param name as Hugging Face names it, for example {@code model.norm.weight}
 * @param shape sizes, outermost first; at least one
 * @param start how training from scratch fills it
 * @param use whether training changes it
 * @param type how its values are stored
 */
public record TensorSpec(String name, List<Long> shape, Start start, Use use, TensorType type) {

  /** Whether training changes a tensor. */
  public enum Use {
    /** It collects gradients. */
    TRAINED,
    /** It stays as it is. */
    FROZEN
  }

  /**
   * Describes a trained tensor in float32.
   *
   * @param name as Hugging Face names it
   * @param shape sizes, outermost first
   * @param start how training from scratch fills it
   */
  public TensorSpec(String name, List<Long> shape, Start start) {
    this(name, shape, start, Use.TRAINED, TensorType.FLOAT32);
  }

  /** Refuses empty shapes and sizes below 1. */
  public TensorSpec {
    shape = List.copyOf(shape);
    if (shape.isEmpty() || shape.stream().anyMatch(size -> size < 1)) {
      throw new IllegalArgumentException(
          "Cannot describe tensor %s: shape is %s, needs sizes of at least 1"
              .formatted(name, shape));
    }
  }

  /**
   * First values: a constant, or independent normal numbers.
   *
   * @param mean the constant, or the mean
   * @param deviation standard deviation; 0 for a constant
   */
  public record Start(float mean, float deviation) {

    /** All zeros. */
    public static final Start ZEROS = new Start(0f, 0f);

    /** All ones. */
    public static final Start ONES = new Start(1f, 0f);

    /**
     * Returns normal numbers about zero.
     *
     * @param deviation their standard deviation
     * @return the description
     */
    public static Start normal(double deviation) {
      return new Start(0f, (float) deviation);
    }
  }

  /**
   * Returns a spec from sizes.
   *
   * @param name as Hugging Face names it
   * @param start first values
   * @param sizes outermost first
   * @return the spec
   */
  public static TensorSpec of(String name, Start start, long... sizes) {
    return new TensorSpec(
        name,
        java.util.Arrays.stream(sizes).boxed().toList(),
        start,
        Use.TRAINED,
        TensorType.FLOAT32);
  }

  /**
   * Returns the same tensor under another name.
   *
   * @param other the name
   * @return the copy
   */
  public TensorSpec named(String other) {
    return new TensorSpec(other, shape, start, use, type);
  }

  /**
   * Returns the same tensor, left alone by training.
   *
   * @param storage how it is stored meanwhile
   * @return the frozen tensor
   */
  public TensorSpec frozen(TensorType storage) {
    return new TensorSpec(name, shape, start, Use.FROZEN, storage);
  }

  /**
   * Returns the same tensor, stored in another way.
   *
   * @param storage how
   * @return the copy
   */
  public TensorSpec storedAs(TensorType storage) {
    return new TensorSpec(name, shape, start, use, storage);
  }

  /**
   * Returns whether training changes it.
   *
   * @return false if it is frozen
   */
  public boolean isTrained() {
    return use == Use.TRAINED;
  }

  /**
   * Returns the number of values.
   *
   * @return the product of the sizes
   */
  public long elements() {
    return shape.stream().reduce(1L, Math::multiplyExact);
  }

  /**
   * Returns whether it is a matrix: weight decay and low-rank adapters are for these only.
   *
   * @return true from two dimensions on
   */
  public boolean isMatrix() {
    return shape.size() >= 2;
  }

  /**
   * Returns the name of the program's attribute that holds it; TorchScript allows no dots there.
   *
   * @return the name with underscores
   */
  public String attribute() {
    return name.replace('.', '_');
  }
}
