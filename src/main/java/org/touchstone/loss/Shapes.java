package org.touchstone.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;

/** Refuses arrays that DJL would broadcast against each other without a word. */
final class Shapes {

  private Shapes() {}

  /** The names are those of the arrays, in the same order, as the message is to give them. */
  static void requireSame(String names, NDArray... arrays) {
    List<Shape> shapes = Arrays.stream(arrays).map(NDArray::getShape).toList();
    if (shapes.stream().distinct().count() > 1) {
      throw new IllegalArgumentException(
          "Cannot take a loss of arrays of different shapes: %s are %s, must be equal"
              .formatted(names, shapes));
    }
  }

  /** Lists are rows. */
  static void requireLists(String name, NDArray array) {
    if (array.getShape().dimension() != 2) {
      throw new IllegalArgumentException(
          "Cannot take a loss of lists: %s are %s, must be (lists, replies)"
              .formatted(name, array.getShape()));
    }
  }
}
