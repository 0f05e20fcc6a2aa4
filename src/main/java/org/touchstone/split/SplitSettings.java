package org.touchstone.split;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How rows are split.
 *
 * @param shares the share of prompt clusters of each split, in order; the first is the one that
 *     models are trained on
 * @param folds number of folds for cross-fitting; null for none
 */
public record SplitSettings(Map<String, Double> shares, @Nullable Integer folds) {

  private static final double ROUNDING = 1e-9;

  /** Keeps the order of the shares and refuses those that do not sum to 1. */
  public SplitSettings {
    shares = Collections.unmodifiableMap(new LinkedHashMap<>(shares));
    double sum = 0;
    for (Map.Entry<String, Double> share : shares.entrySet()) {
      if (share.getKey().isBlank() || !(share.getValue() > 0)) {
        throw new IllegalArgumentException(
            "Cannot give split \"%s\" the share %s: names must not be blank, shares above 0"
                .formatted(share.getKey(), share.getValue()));
      }

      sum += share.getValue();
    }

    if (shares.size() < 2 || Math.abs(sum - 1) > ROUNDING) {
      throw new IllegalArgumentException(
          "Cannot split by shares %s: at least 2 needed, and they must sum to 1, not %s"
              .formatted(shares, sum));
    }

    if (folds != null && folds < 2) {
      throw new IllegalArgumentException(
          "Cannot make %d folds: at least 2 needed, or none".formatted(folds));
    }
  }

  /** The name of the split that models are trained on. */
  String training() {
    return shares.keySet().iterator().next();
  }
}
