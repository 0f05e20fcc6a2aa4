package org.touchstone.statistics;

import org.jspecify.annotations.Nullable;

/**
 * How unevenly something is spread over groups, such as judgements over prompts.
 *
 * @param groups how many there are
 * @param total what they share
 * @param largest what the largest has
 * @param shared what lies in groups of more than one
 * @param gini 0 if all have the same, towards 1 if one has all; null without groups
 * @param topShare share of the total that the largest 1 % of the groups have, at least one group;
 *     null without groups
 */
public record Concentration(
    long groups,
    long total,
    long largest,
    long shared,
    @Nullable Double gini,
    @Nullable Double topShare) {

  private static final double TOP = 0.01;

  static Concentration of(Histogram sizes) {
    if (sizes.count() == 0) {
      return new Concentration(0, 0, 0, 0, null, null);
    }

    long single = sizes.countsBelow(new long[] {2})[0];
    return new Concentration(
        sizes.count(),
        sizes.sum(),
        sizes.most(),
        sizes.sum() - single,
        sizes.gini(),
        sizes.topShare(TOP));
  }
}
