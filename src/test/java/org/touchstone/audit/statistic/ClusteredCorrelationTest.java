package org.touchstone.audit.statistic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.touchstone.report.Estimate;

class ClusteredCorrelationTest {

  @Test
  void theValueIsPearsons() {
    double[] x = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    double[] y = {2, 1, 4, 3, 7, 8, 6, 5, 12, 10, 9, 11};
    double sx = 0;
    double sy = 0;
    double sxy = 0;
    double sxx = 0;
    double syy = 0;
    for (int i = 0; i < 12; i++) {
      sx += x[i];
      sy += y[i];
      sxy += x[i] * y[i];
      sxx += x[i] * x[i];
      syy += y[i] * y[i];
    }

    double expected = (12 * sxy - sx * sy) / Math.sqrt((12 * sxx - sx * sx) * (12 * syy - sy * sy));

    assertThat(ClusteredCorrelation.of(x, y, IntStream.range(0, 12).toArray()).value())
        .isCloseTo(expected, within(1e-12));
  }

  @Test
  void intervalsCoverAKnownCorrelation() {
    int covered = 0;
    for (int world = 0; world < 400; world++) {
      SplittableRandom random = new SplittableRandom(500L + world);
      double[] x = new double[240];
      double[] y = new double[240];
      int[] clusters = new int[240];
      for (int i = 0; i < 240; i++) {
        clusters[i] = i / 3;
        boolean follows = i % 3 != 0;
        x[i] = follows ? x[i - 1] : random.nextDouble(-1, 1);
        y[i] = follows ? y[i - 1] : 0.5 * x[i] + Math.sqrt(0.75) * random.nextDouble(-1, 1);
      }

      Estimate estimate = ClusteredCorrelation.of(x, y, clusters);
      covered += !estimate.above(0.5) && !estimate.below(0.5) ? 1 : 0;
    }

    // If intervals hold the truth in 94 % of worlds, 342 or fewer of 400 come up with probability
    // < 1e-9.
    assertThat(covered).isGreaterThan(342);
  }

  @Test
  void whatNeverVariesHasNoCorrelation() {
    Estimate estimate =
        ClusteredCorrelation.of(
            new double[20],
            new SplittableRandom(1).doubles(20).toArray(),
            IntStream.range(0, 20).toArray());

    assertThat(estimate.value()).isNull();
    assertThat(estimate.reason()).contains("never varies");
  }
}
