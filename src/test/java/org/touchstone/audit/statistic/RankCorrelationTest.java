package org.touchstone.audit.statistic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.touchstone.report.Estimate;

class RankCorrelationTest {

  @Test
  void countingAllPairsGivesTheSame() {
    SplittableRandom random = new SplittableRandom(3);
    for (int trial = 0; trial < 100; trial++) {
      int n = 12 + random.nextInt(30);
      int levels = 3 + random.nextInt(40);
      double[] x = random.ints(n, 0, levels).asDoubleStream().toArray();
      double[] y = random.ints(n, 0, levels).asDoubleStream().toArray();
      double sum = 0;
      double untiedX = 0;
      double untiedY = 0;
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < i; j++) {
          sum += Math.signum(x[i] - x[j]) * Math.signum(y[i] - y[j]);
          untiedX += x[i] != x[j] ? 1 : 0;
          untiedY += y[i] != y[j] ? 1 : 0;
        }
      }

      assertThat(RankCorrelation.of(x, y, IntStream.range(0, n).toArray()).value())
          .isCloseTo(sum / Math.sqrt(untiedX * untiedY), within(1e-12));
    }
  }

  /** Of two normal variables tau is 2 / pi arcsin(r); here rows of a cluster are copies. */
  @Test
  void intervalsCoverAKnownValueWhereRowsAreCopies() {
    int covered = 0;
    for (int world = 0; world < 300; world++) {
      java.util.Random random = new java.util.Random(world);
      double[] x = new double[240];
      double[] y = new double[240];
      int[] clusters = new int[240];
      for (int i = 0; i < 240; i++) {
        clusters[i] = i / 3;
        boolean copy = i % 3 != 0;
        x[i] = copy ? x[i - 1] : random.nextGaussian();
        y[i] = copy ? y[i - 1] : 0.5 * x[i] + Math.sqrt(0.75) * random.nextGaussian();
      }

      Estimate estimate = RankCorrelation.of(x, y, clusters);
      covered += !estimate.above(1 / 3.0) && !estimate.below(1 / 3.0) ? 1 : 0;
    }

    // If intervals hold the truth in 94 % of worlds, 252 or fewer of 300 come up with probability
    // < 1e-9.
    assertThat(covered).isGreaterThan(252);
  }

  @Test
  void whatNeverVariesHasNone() {
    assertThat(
            RankCorrelation.of(
                    new double[20], IntStream.range(0, 20).asDoubleStream().toArray(), new int[20])
                .value())
        .isNull();
  }
}
