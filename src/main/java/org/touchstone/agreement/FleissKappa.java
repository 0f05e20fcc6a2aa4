package org.touchstone.agreement;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Agreement beyond chance of a fixed number of annotators an item, whoever they are.
 *
 * <pre>
 *   P_i   = sum_j n_ij (n_ij - 1) / (n_i (n_i - 1)),   P = mean of P_i
 *   P_e   = sum_j p_j^2,                               p_j = share of label j among all labels
 *   kappa = (P - P_e) / (1 - P_e)
 * </pre>
 *
 * <p>n_ij = annotators who gave item i the label j, n_i their number on i. Where n_i varies, each
 * item weighs the same, which is the usual generalisation. Items of one annotator are ignored.
 *
 * <p>Source: J. L. Fleiss, "Measuring nominal scale agreement among many raters", Psychological
 * Bulletin 76 (1971), 378-382.
 */
public final class FleissKappa implements Serializable {

  private static final long serialVersionUID = 1L;

  private final long[] labels;
  private final TreeMap<Integer, long[]> itemsAndAgreeingByAnnotators = new TreeMap<>();

  /**
   * Starts without data.
   *
   * @param labels how many different labels there are, at least 2
   */
  public FleissKappa(int labels) {
    if (labels < 2) {
      throw new IllegalArgumentException(
          "Cannot measure agreement on %d labels: at least 2 needed".formatted(labels));
    }

    this.labels = new long[labels];
  }

  /**
   * Adds an item.
   *
   * @param counts how many annotators gave each label
   */
  public void add(int... counts) {
    int annotators = Arrays.stream(counts).sum();
    if (annotators < 2) {
      return;
    }

    long agreeing = 0;
    for (int label = 0; label < labels.length; label++) {
      labels[label] += counts[label];
      agreeing += (long) counts[label] * (counts[label] - 1);
    }

    long[] sums = itemsAndAgreeingByAnnotators.computeIfAbsent(annotators, key -> new long[2]);
    sums[0]++;
    sums[1] += agreeing;
  }

  /**
   * Adds what another has seen.
   *
   * @param other of as many labels; stays as it is
   */
  public void add(FleissKappa other) {
    Arrays.setAll(labels, label -> labels[label] + other.labels[label]);
    other.itemsAndAgreeingByAnnotators.forEach(
        (annotators, sums) -> {
          long[] mine =
              itemsAndAgreeingByAnnotators.computeIfAbsent(annotators, key -> new long[2]);
          mine[0] += sums[0];
          mine[1] += sums[1];
        });
  }

  /**
   * Returns the coefficient.
   *
   * @return at most 1; 0 is chance; null without items of two annotators, and where all labels are
   *     the same
   */
  public @Nullable Double value() {
    double agreement = 0;
    long items = 0;
    for (Map.Entry<Integer, long[]> sums : itemsAndAgreeingByAnnotators.entrySet()) {
      double pairs = (double) sums.getKey() * (sums.getKey() - 1);
      agreement += sums.getValue()[1] / pairs;
      items += sums.getValue()[0];
    }

    double all = Arrays.stream(labels).sum();
    double chance = Arrays.stream(labels).mapToDouble(n -> (n / all) * (n / all)).sum();
    return items == 0 || chance == 1 ? null : (agreement / items - chance) / (1 - chance);
  }
}
