package org.touchstone.model;

import java.util.List;

/**
 * One tensor of a safetensors file.
 *
 * @param name as the file has it
 * @param type of its values
 * @param shape sizes, outermost first; empty for a single value, and a size may be 0
 * @param begin position of its first byte in the file
 * @param end position behind its last byte in the file
 */
public record SafetensorsEntry(
    String name, SafetensorsType type, List<Long> shape, long begin, long end) {

  /** Keeps its own copy of the shape. */
  public SafetensorsEntry {
    shape = List.copyOf(shape);
  }

  /**
   * Returns the number of values.
   *
   * @return the product of the sizes
   */
  public long elements() {
    return (end - begin) / type.bytes();
  }

  /** Returns whether it can be a parameter: float values, and at least one dimension and value. */
  boolean isParameter() {
    return type.parameters().isPresent() && !shape.isEmpty() && elements() > 0;
  }
}
