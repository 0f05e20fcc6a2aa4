package org.touchstone.model;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.touchstone.model.program.Adapter;
import org.touchstone.model.program.TensorSpec;

/**
 * The weights of a backbone with its low-rank adapters folded in:
 *
 * <pre>
 *   W' = W + (alpha / rank) B A,   W (out, in) or (in, out), A (rank, in), B (out, rank)
 * </pre>
 *
 * <p>Holds all A and B, and no more of W than is read.
 */
public final class MergedWeights implements WeightSource {

  private record Factors(Adapter adapter, float[] down, float[] up) {}

  private final WeightSource weights;
  private final Map<String, Factors> factors = new HashMap<>();

  private MergedWeights(WeightSource weights) {
    this.weights = weights;
  }

  /**
   * Reads the adapters.
   *
   * @param weights of the backbone, and of its adapters
   * @param adapters to fold in; may be none
   * @return the merged weights, for as long as the others can be read
   * @throws IOException if an adapter cannot be read
   */
  public static MergedWeights of(WeightSource weights, List<Adapter> adapters) throws IOException {
    MergedWeights merged = new MergedWeights(weights);
    for (Adapter adapter : adapters) {
      merged.factors.put(
          adapter.module() + ".weight",
          new Factors(adapter, all(weights, adapter.down()), all(weights, adapter.up())));
    }

    return merged;
  }

  private static float[] all(WeightSource weights, TensorSpec tensor) throws IOException {
    float[] values = new float[Math.toIntExact(tensor.elements())];
    weights.read(tensor, 0, values, values.length);
    return values;
  }

  @Override
  public void read(TensorSpec tensor, long from, float[] target, int count) throws IOException {
    weights.read(tensor, from, target, count);
    Factors pair = factors.get(tensor.name());
    if (pair == null) {
      return;
    }

    int width = Math.toIntExact(tensor.shape().get(1));
    for (int done = 0; done < count; ) {
      int row = Math.toIntExact((from + done) / width);
      int column = (int) ((from + done) % width);
      int length = Math.min(width - column, count - done);
      addRow(pair, row, column, target, done, length);
      done += length;
    }
  }

  /** Adds a stretch of one row of the product. */
  private static void addRow(
      Factors pair, int row, int column, float[] target, int at, int length) {
    Adapter adapter = pair.adapter();
    float scale = (float) adapter.scale();
    for (int r = 0; r < adapter.rank(); r++) {
      if (adapter.transposed()) {
        float factor = scale * pair.down()[r * adapter.in() + row];
        for (int i = 0; i < length; i++) {
          target[at + i] += factor * pair.up()[(column + i) * adapter.rank() + r];
        }
      } else {
        float factor = scale * pair.up()[row * adapter.rank() + r];
        int start = r * adapter.in() + column;
        for (int i = 0; i < length; i++) {
          target[at + i] += factor * pair.down()[start + i];
        }
      }
    }
  }
}
