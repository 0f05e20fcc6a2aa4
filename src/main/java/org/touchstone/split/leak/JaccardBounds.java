package org.touchstone.split.leak;

import java.io.Serializable;

/**
 * What two sets of at least Jaccard similarity t must have; t |x| is rounded up.
 *
 * <pre>
 *   |x and y| / |x or y| &gt;= t   implies
 *   |x and y| &gt;= t / (1 + t) (|x| + |y|)       overlap
 *   t |y| &lt;= |x| &lt;= |y| / t                    length
 *   the first |x| - t |x| + 1 tokens of x and the first |y| - t |y| + 1 of y, in any one
 *   order of all tokens, share a token          prefix
 * </pre>
 *
 * <p>Source: R. Bayardo, Y. Ma, R. Srikant, "Scaling up all pairs similarity search", 2007; C. Xiao
 * et al., "Efficient similarity joins for near duplicate detection", 2008.
 *
 * @param similarity the least similarity t, in (0, 1]
 */
record JaccardBounds(double similarity) implements Serializable {

  /** Products of t are off by less; a bound that is too low costs time, one too high a leak. */
  private static final double ROUNDING = 1e-9;

  /** How many of the first tokens must meet. */
  int prefix(int size) {
    return size - leastSize(size) + 1;
  }

  /** The least size of a set that can be similar to one of this size or more. */
  int leastSize(int size) {
    return (int) Math.ceil(similarity * size - ROUNDING);
  }

  /** The least overlap of two similar sets of these sizes. */
  int overlap(int x, int y) {
    return (int) Math.ceil(similarity / (1 + similarity) * ((long) x + y) - ROUNDING);
  }
}
