package org.touchstone.model;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The factors of one matrix, and how they are folded into stretches of it. */
final class FoldedFactors {

  /** The tensors of an adapter that belong to one matrix. */
  record Claim(
      String module,
      SafetensorsEntry down,
      SafetensorsEntry up,
      @Nullable SafetensorsEntry magnitude,
      boolean isEmbedding) {

    /** Returns the names of its tensors. */
    List<String> names() {
      return Stream.of(down, up, magnitude)
          .filter(Objects::nonNull)
          .map(SafetensorsEntry::name)
          .toList();
    }
  }

  /** Reads values of the matrix as the base has them. */
  interface Base {
    void read(long from, float[] target, int count) throws IOException;
  }

  private static final int CHUNK = 1 << 18;

  private final boolean rowsAreInputs;
  private final int width;
  private final int in;
  private final int rank;
  private final float[] down;
  private final float[] up;
  private final double scale;
  private double @Nullable [] factorOfOutput;

  private FoldedFactors(
      boolean rowsAreInputs, int width, int in, int rank, float[] down, float[] up, double scale) {
    this.rowsAreInputs = rowsAreInputs;
    this.width = width;
    this.in = in;
    this.rank = rank;
    this.down = down;
    this.up = up;
    this.scale = scale;
  }

  /** Reads the factors; with magnitudes also the whole matrix, once, for the norms. */
  static FoldedFactors of(
      PeftAdapter adapter, Claim claim, List<Long> shape, boolean rowsAreInputs, Base base)
      throws IOException {
    boolean turned = rowsAreInputs || claim.isEmbedding();
    long rows = shape.get(0);
    long columns = shape.size() == 2 ? shape.get(1) : -1;
    long in = turned ? rows : columns;
    long out = turned ? columns : rows;
    long rank = claim.down().shape().get(0);
    if (!claim.down().shape().equals(List.of(rank, in))
        || !claim.up().shape().equals(List.of(out, rank))) {
      throw adapter.refusal(
          claim.module(),
          "its factors are of shapes %s and %s, the matrix is %s"
              .formatted(claim.down().shape(), claim.up().shape(), shape));
    }

    FoldedFactors factors =
        new FoldedFactors(
            turned,
            Math.toIntExact(columns),
            Math.toIntExact(in),
            Math.toIntExact(rank),
            adapter.all(claim.down()),
            adapter.all(claim.up()),
            adapter.scale(claim.module(), Math.toIntExact(rank)));
    SafetensorsEntry magnitude = claim.magnitude();
    if (magnitude != null) {
      if (magnitude.elements() != out || claim.isEmbedding()) {
        throw adapter.refusal(
            magnitude.name(),
            "its shape is %s, needed is one magnitude for each of %d outputs of a linear module"
                .formatted(magnitude.shape(), out));
      }

      factors.normalise(adapter.all(magnitude), Math.multiplyExact(rows, columns), base);
    }

    return factors;
  }

  private void normalise(float[] magnitudes, long elements, Base base) throws IOException {
    double[] squares = new double[magnitudes.length];
    float[] values = new float[(int) Math.min(CHUNK, elements)];
    for (long from = 0; from < elements; from += values.length) {
      int count = (int) Math.min(values.length, elements - from);
      base.read(from, values, count);
      for (int i = 0; i < count; i++) {
        double value = values[i] + product(from + i);
        squares[output(from + i)] += value * value;
      }
    }

    for (int i = 0; i < squares.length; i++) {
      squares[i] = magnitudes[i] / Math.sqrt(squares[i]);
    }

    factorOfOutput = squares;
  }

  private int output(long index) {
    return (int) (rowsAreInputs ? index % width : index / width);
  }

  private double product(long index) {
    int input = (int) (rowsAreInputs ? index / width : index % width);
    int output = output(index);
    double sum = 0;
    for (int r = 0; r < rank; r++) {
      sum += (double) up[output * rank + r] * down[r * in + input];
    }

    return scale * sum;
  }

  /** Turns values of the base into those of the merged matrix. */
  void apply(long from, float[] values, int count) {
    double[] factor = factorOfOutput;
    for (int i = 0; i < count; i++) {
      double value = values[i] + product(from + i);
      values[i] = (float) (factor == null ? value : value * factor[output(from + i)]);
    }
  }
}
