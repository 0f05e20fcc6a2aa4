package org.touchstone.audit.pairs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.junit.jupiter.api.Test;

class CalibrationTest {

  private static final double LOGIT_OF_80 = Math.log(4);

  @Test
  void twoBinsByHand() {
    // Confidences 0.5 (tie), 0.6, 0.8, 0.8; outcomes 1/2, 1, 1, 0.
    PairTable table = World.ofMargins(0, Math.log(1.5), LOGIT_OF_80, -LOGIT_OF_80);

    Calibration calibration = Calibration.of(table, 2, 1);

    assertThat(calibration.bins()).extracting(Calibration.Bin::n).containsExactly(2, 2);
    assertThat(calibration.ece()).isCloseTo(0.5 * (0.75 - 0.55) + 0.5 * (0.8 - 0.5), within(1e-12));
  }

  @Test
  void binsOfAnotherImplementationGiveTheSameError() {
    PairTable table = World.bradleyTerry(500, 1.7, 21);
    double[] sorted =
        Arrays.stream(table.margins())
            .boxed()
            .sorted((a, b) -> Double.compare(Math.abs(a), Math.abs(b)))
            .mapToDouble(Double::doubleValue)
            .toArray();
    double[] gaps = new double[15];
    for (int i = 0; i < sorted.length; i++) {
      int bin = 0;
      while ((long) (bin + 1) * sorted.length / 15 <= i) {
        bin++;
      }

      double confidence = 1 / (1 + Math.exp(-Math.abs(sorted[i])));
      gaps[bin] += (sorted[i] > 0 ? 1 : 0) - confidence;
    }

    double expected = Arrays.stream(gaps).map(Math::abs).sum() / sorted.length;

    assertThat(Calibration.of(table, 15, 1).ece()).isCloseTo(expected, within(1e-12));
  }

  @Test
  void theNoiseOfACalibratedModelHasItsClosedForm() {
    // All confidences 0.8, 15 bins of 20: the mean of |X / 20 - 0.8| for X binomial (20, 0.8).
    double[] margins = IntStream.range(0, 300).mapToDouble(i -> LOGIT_OF_80).toArray();
    BinomialDistribution right = BinomialDistribution.of(20, 0.8);
    double expected =
        IntStream.rangeClosed(0, 20)
            .mapToDouble(x -> right.probability(x) * Math.abs(x / 20.0 - 0.8))
            .sum();

    Calibration calibration = Calibration.of(World.ofMargins(margins), 15, 4);

    assertThat(calibration.noiseMean()).isCloseTo(expected, within(0.002));
    assertThat(calibration.noiseHigh()).isGreaterThan(calibration.noiseMean());
  }

  @Test
  void aCalibratedModelStaysWithinItsNoiseAndDebiasingTakesOffItsPart() {
    double plain = 0;
    double debiased = 0;
    double meanSquare = 0;
    int within = 0;
    for (int seed = 0; seed < 100; seed++) {
      Calibration calibration = Calibration.of(World.bradleyTerry(300, 1, 1000L + seed), 15, seed);
      plain += calibration.ece() / 100;
      debiased += calibration.debiased() / 100;
      meanSquare += calibration.meanSquareDebiased() / 100;
      within += calibration.ece() <= calibration.noiseHigh() ? 1 : 0;
    }

    assertThat(within).isBetween(87, 100);
    assertThat(debiased / plain).isCloseTo(2 - Math.sqrt(2), within(0.05));
    assertThat(meanSquare).isCloseTo(0, within(2e-4));
  }

  @Test
  void aKnownGapIsFoundWithChanceTakenOff() {
    // Always 90 % sure and right in 60 %: the gap is 0.3 in every bin.
    SplittableRandom random = new SplittableRandom(12);
    double sure = Math.log(9);
    double[] margins =
        IntStream.range(0, 3000)
            .mapToDouble(i -> random.nextDouble() < 0.6 ? sure : -sure)
            .toArray();

    Calibration calibration = Calibration.of(World.ofMargins(margins), 15, 1);

    assertThat(calibration.debiased()).isCloseTo(0.3, within(0.03));
    assertThat(calibration.meanSquareDebiased()).isCloseTo(0.09, within(0.02));
    assertThat(calibration.ece()).isGreaterThan(calibration.noiseHigh());
  }

  @Test
  void aCoinIsPerfectlyCalibrated() {
    Calibration calibration = Calibration.of(World.ofMargins(new double[200]), 15, 1);

    assertThat(calibration.ece()).isZero();
    assertThat(calibration.debiased()).isZero();
    assertThat(calibration.noiseHigh()).isZero();
  }
}
