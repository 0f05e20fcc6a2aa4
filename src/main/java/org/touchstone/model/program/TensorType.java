package org.touchstone.model.program;

/** How a value is stored. */
public enum TensorType {
  /** IEEE 754 single precision. */
  FLOAT32,
  /** The upper half of a float32. */
  BFLOAT16,
  /** IEEE 754 half precision. */
  FLOAT16
}
