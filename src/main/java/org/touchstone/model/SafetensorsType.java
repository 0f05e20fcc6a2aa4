package org.touchstone.model;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.touchstone.model.program.TensorType;

/**
 * The element types of the format. Parameters come in the first three; a checkpoint may hold
 * buffers of the others, which can be named and read as bytes.
 *
 * <p>Source: safetensors format description, version 0.4.
 */
public enum SafetensorsType {
  /** IEEE binary32. */
  F32(TensorType.FLOAT32),
  /** The upper half of binary32. */
  BF16(TensorType.BFLOAT16),
  /** IEEE binary16. */
  F16(TensorType.FLOAT16),
  /** IEEE binary64. */
  F64(8),
  /** Signed, 64 bits. */
  I64(8),
  /** Signed, 32 bits. */
  I32(4),
  /** Signed, 16 bits. */
  I16(2),
  /** Signed, 8 bits. */
  I8(1),
  /** Unsigned, 64 bits. */
  U64(8),
  /** Unsigned, 32 bits. */
  U32(4),
  /** Unsigned, 16 bits. */
  U16(2),
  /** Unsigned, 8 bits. */
  U8(1),
  /** A byte, 0 or 1. */
  BOOL(1),
  /** 8-bit float with 4 bits of exponent. */
  F8_E4M3(1),
  /** 8-bit float with 5 bits of exponent. */
  F8_E5M2(1);

  private final int bytes;

  /** How to widen it; null: no type of parameters. */
  private final @Nullable TensorType parameters;

  SafetensorsType(TensorType parameters) {
    this.bytes = parameters.bytes();
    this.parameters = parameters;
  }

  SafetensorsType(int bytes) {
    this.bytes = bytes;
    this.parameters = null;
  }

  /**
   * Returns the size of a value.
   *
   * @return bytes
   */
  public int bytes() {
    return bytes;
  }

  /**
   * Returns how its values become float32 without loss.
   *
   * @return the type of parameters; empty for a type that parameters do not come in
   */
  public Optional<TensorType> parameters() {
    return Optional.ofNullable(parameters);
  }
}
