package org.touchstone.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import org.touchstone.model.program.TokenSpace;

/**
 * Rows of token ids, padded on the right to the longest, as direct buffers that libtorch reads
 * without a copy.
 *
 * @param ids (B, T), the pad id where a row has ended
 * @param mask (B, T), 1 at tokens and 0 at padding
 * @param rows B
 * @param length T
 */
public record TokenBatch(ByteBuffer ids, ByteBuffer mask, int rows, int length) {

  /**
   * Pads rows.
   *
   * @param tokenIds at least one row, none empty
   * @param tokens vocabulary and pad id
   * @return the batch
   * @throws IllegalArgumentException if a row is empty, or holds an id outside the vocabulary
   *     (which would read memory that is not the embedding's)
   */
  public static TokenBatch padded(int[][] tokenIds, TokenSpace tokens) {
    int length = 0;
    for (int row = 0; row < tokenIds.length; row++) {
      check(tokenIds[row], row, tokens);
      length = Math.max(length, tokenIds[row].length);
    }

    ByteBuffer ids = allocate(tokenIds.length, length);
    ByteBuffer mask = allocate(tokenIds.length, length);
    LongBuffer idValues = ids.asLongBuffer();
    LongBuffer maskValues = mask.asLongBuffer();
    for (int[] row : tokenIds) {
      for (int i = 0; i < length; i++) {
        idValues.put(i < row.length ? row[i] : tokens.padTokenId());
        maskValues.put(i < row.length ? 1 : 0);
      }
    }

    return new TokenBatch(ids, mask, tokenIds.length, length);
  }

  /**
   * Returns the sizes of both arrays.
   *
   * @return (B, T)
   */
  public Shape shape() {
    return new Shape(rows, length);
  }

  /**
   * Returns the ids for the program.
   *
   * @param manager whose scope they live in, with this batch's memory
   * @return (B, T), int64
   */
  public NDArray idArray(NDManager manager) {
    return manager.create(ids, shape(), DataType.INT64);
  }

  /**
   * Returns the mask for the program.
   *
   * @param manager whose scope it lives in, with this batch's memory
   * @return (B, T), int64
   */
  public NDArray maskArray(NDManager manager) {
    return manager.create(mask, shape(), DataType.INT64);
  }

  /**
   * Returns the segment of each token, for models that tell segments apart.
   *
   * @param manager whose scope they live in
   * @param separator the id after whose first place in a row the second segment begins
   * @return (B, T), int64: 0, then 1; 0 at padding
   */
  public NDArray segmentArray(NDManager manager, int separator) {
    ByteBuffer segments = allocate(rows, length);
    LongBuffer values = segments.asLongBuffer();
    LongBuffer idValues = ids.asLongBuffer();
    LongBuffer maskValues = mask.asLongBuffer();
    for (int row = 0; row < rows; row++) {
      long segment = 0;
      for (int i = row * length; i < (row + 1) * length; i++) {
        values.put(i, segment * maskValues.get(i));
        segment = idValues.get(i) == separator ? 1 : segment;
      }
    }

    return manager.create(segments, shape(), DataType.INT64);
  }

  private static void check(int[] row, int index, TokenSpace tokens) {
    if (row.length == 0 || row.length > tokens.maxTokens()) {
      throw new IllegalArgumentException(
          "Cannot batch row %d: it has %d tokens, must have 1 to %d"
              .formatted(index, row.length, tokens.maxTokens()));
    }

    for (int id : row) {
      if (id < 0 || id >= tokens.vocabularySize()) {
        throw new IllegalArgumentException(
            "Cannot batch row %d: token id %d, must be from 0 to %d"
                .formatted(index, id, tokens.vocabularySize() - 1));
      }
    }
  }

  private static ByteBuffer allocate(int rows, int length) {
    return ByteBuffer.allocateDirect(Math.multiplyExact(Math.multiplyExact(rows, length), 8))
        .order(ByteOrder.nativeOrder());
  }
}
