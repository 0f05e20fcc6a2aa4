package org.touchstone.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.dkpro.statistics.agreement.coding.CodingAnnotationStudy;
import org.dkpro.statistics.agreement.coding.CohenKappaAgreement;
import org.dkpro.statistics.agreement.coding.FleissKappaAgreement;
import org.dkpro.statistics.agreement.coding.KrippendorffAlphaAgreement;
import org.dkpro.statistics.agreement.distance.IntervalDistanceFunction;
import org.dkpro.statistics.agreement.distance.NominalDistanceFunction;
import org.dkpro.statistics.agreement.distance.OrdinalDistanceFunction;
import org.junit.jupiter.api.Test;

class CoefficientsTest {

  private static final double N = Double.NaN;

  /** Krippendorff 2011, section C: four observers, twelve units, values missing. */
  private static final double[][] PUBLISHED = {
    {1, 2, 3, 3, 2, 1, 4, 1, 2, N, N, N},
    {1, 2, 3, 3, 2, 2, 4, 1, 2, 5, N, 3},
    {N, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, N},
    {1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, N}
  };

  @Test
  void alphaOfThePublishedExampleIsThatOfThePaper() {
    Coincidences coincidences = new Coincidences();
    for (int unit = 0; unit < 12; unit++) {
      int column = unit;
      coincidences.add(
          DoubleStream.of(0, 1, 2, 3)
              .map(observer -> PUBLISHED[(int) observer][column])
              .filter(value -> !Double.isNaN(value))
              .toArray());
    }

    assertThat(coincidences.units()).isEqualTo(11);
    assertThat(coincidences.alpha(Scale.NOMINAL)).isCloseTo(0.743, within(5e-4));
    assertThat(coincidences.alpha(Scale.ORDINAL)).isCloseTo(0.815, within(5e-4));
    assertThat(coincidences.alpha(Scale.INTERVAL)).isCloseTo(0.849, within(5e-4));
  }

  @Test
  void coefficientsAreThoseOfAnotherLibrary() {
    SplittableRandom random = new SplittableRandom(11);
    for (int round = 0; round < 20; round++) {
      CodingAnnotationStudy study = new CodingAnnotationStudy(3);
      CodingAnnotationStudy two = new CodingAnnotationStudy(2);
      Coincidences alpha = new Coincidences();
      FleissKappa fleiss = new FleissKappa(4);
      Confusion cohen = new Confusion(4);
      for (int item = 0; item < 60; item++) {
        int truth = random.nextInt(4);
        Integer[] labels = new Integer[3];
        int[] counts = new int[4];
        for (int rater = 0; rater < 3; rater++) {
          labels[rater] = random.nextInt(3) == 0 ? random.nextInt(4) : truth;
          counts[labels[rater]]++;
        }

        study.addItem((Object[]) labels);
        two.addItem(labels[0], labels[1]);
        alpha.add(labels[0], labels[1], labels[2]);
        fleiss.add(counts);
        cohen.add(labels[0], labels[1]);
      }

      assertThat(alpha.alpha(Scale.NOMINAL))
          .isCloseTo(
              new KrippendorffAlphaAgreement(study, new NominalDistanceFunction())
                  .calculateAgreement(),
              within(1e-12));
      assertThat(alpha.alpha(Scale.INTERVAL))
          .isCloseTo(
              new KrippendorffAlphaAgreement(study, new IntervalDistanceFunction())
                  .calculateAgreement(),
              within(1e-12));
      assertThat(alpha.alpha(Scale.ORDINAL))
          .isCloseTo(
              new KrippendorffAlphaAgreement(study, new OrdinalDistanceFunction())
                  .calculateAgreement(),
              within(1e-12));
      assertThat(fleiss.value())
          .isCloseTo(new FleissKappaAgreement(study).calculateAgreement(), within(1e-12));
      assertThat(cohen.kappa())
          .isCloseTo(new CohenKappaAgreement(two).calculateAgreement(), within(1e-12));
    }
  }

  @Test
  void partsAddUpToTheWholeWhateverTheOrder() {
    SplittableRandom random = new SplittableRandom(3);
    List<double[]> units = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      units.add(random.doubles(random.nextInt(6)).map(v -> Math.floor(4 * v)).toArray());
    }

    Coincidences whole = new Coincidences();
    units.forEach(whole::add);
    Coincidences left = new Coincidences();
    Coincidences right = new Coincidences();
    for (int i = units.size() - 1; i >= 0; i--) {
      (i % 3 == 0 ? left : right).add(units.get(i));
    }

    right.add(left);
    for (Scale scale : Scale.values()) {
      assertThat(right.alpha(scale)).isEqualTo(whole.alpha(scale));
    }
  }

  @Test
  void agreementWithoutMeaningIsNoNumber() {
    Coincidences same = new Coincidences();
    same.add(2, 2, 2);
    FleissKappa one = new FleissKappa(3);
    one.add(3, 0, 0);
    one.add(1, 0, 0);

    assertThat(new Coincidences().alpha(Scale.NOMINAL)).isNull();
    assertThat(same.alpha(Scale.INTERVAL)).isNull();
    assertThat(new FleissKappa(3).value()).isNull();
    assertThat(one.value()).isNull();
    assertThat(new Confusion(3).kappa()).isNull();
  }

  /** The 999 items of PandaLM's test set by three people; its labels alone. */
  @Test
  void pandaLmHasThePublishedAgreement() throws IOException {
    FleissKappa kappa = new FleissKappa(3);
    int unanimous = 0;
    JsonNode counts =
        new ObjectMapper().readTree(CoefficientsTest.class.getResource("/pandalm-labels.json"));
    int items = 0;
    for (JsonNode each : Objects.requireNonNull(counts)) {
      int times = each.get(3).asInt();
      int[] labels = {each.get(0).asInt(), each.get(1).asInt(), each.get(2).asInt()};
      for (int i = 0; i < times; i++) {
        kappa.add(labels);
      }

      items += times;
      unanimous += labels[0] == 3 || labels[1] == 3 || labels[2] == 3 ? times : 0;
    }

    assertThat(items).isEqualTo(999);
    assertThat(kappa.value()).isCloseTo(0.864, within(5e-4));
    assertThat(unanimous / 999.0).isCloseTo(0.880, within(5e-4));
  }
}
