package org.touchstone.audit.measure;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.touchstone.audit.pairs.Calibration;
import org.touchstone.audit.pairs.Contender;
import org.touchstone.audit.pairs.PairTable;
import org.touchstone.audit.pairs.Panel;
import org.touchstone.audit.pairs.PanelWorld;
import org.touchstone.audit.pairs.ScoredPair;
import org.touchstone.audit.pairs.Standing;
import org.touchstone.audit.pairs.World;
import org.touchstone.audit.settings.SettingsBuilder;
import org.touchstone.audit.statistic.ClusterBootstrap;
import org.touchstone.audit.statistic.ClusteredMean;

/** Numbers of the report against plain programs that follow their textbook definitions. */
class IndependentOraclesTest {

  /** Krippendorff: 1 - D_o / D_e, both summed over pairs of values, one pair at a time. */
  private static double alpha(int[][] votes) {
    double observed = 0;
    double expected = 0;
    int values = 0;
    for (int[] item : votes) {
      for (int i = 0; i < item.length; i++) {
        for (int j = 0; j < item.length; j++) {
          observed += i != j && item[i] != item[j] ? 1.0 / (item.length - 1) : 0;
        }

        for (int[] other : votes) {
          for (int vote : other) {
            expected += item[i] != vote ? 1 : 0;
          }
        }

        values++;
      }
    }

    return 1 - (observed / values) / (expected / (values * (values - 1.0)));
  }

  /** Fleiss: agreement of two people drawn from one item beyond that of two shares of all votes. */
  private static double kappa(int[][] votes) {
    double same = 0;
    double pairs = 0;
    double[] shares = new double[3];
    for (int[] item : votes) {
      for (int i = 0; i < item.length; i++) {
        shares[item[i] + 1] += 1.0 / (votes.length * item.length);
        for (int j = i + 1; j < item.length; j++) {
          same += item[i] == item[j] ? 1 : 0;
          pairs++;
        }
      }
    }

    double chance = shares[0] * shares[0] + shares[1] * shares[1] + shares[2] * shares[2];
    return (same / pairs - chance) / (1 - chance);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void agreementOfAPanelIsThatOfItsDefinitions(long seed) {
    int[][] votes = PanelWorld.votes(40, 4, 0.75, 0.15, seed);
    Panel panel = Panel.of(PanelWorld.table(votes, item -> 1));

    PeopleAgreement people = PeopleAgreement.of(panel, ClusteredMean.of(1, 200));

    assertThat(people.alpha().value()).isCloseTo(alpha(votes), within(1e-12));
    assertThat(people.kappa().value()).isCloseTo(kappa(votes), within(1e-12));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void kappaOfBeingRightIsThatOfTheFourfoldTable(long seed) {
    PairTable first = World.bradleyTerry(60, 1, seed);
    SplittableRandom random = new SplittableRandom(seed);
    PairTable second = first.rewardedBy(pair -> pair.margin() + random.nextGaussian(), pair -> 0);
    double[][] table = new double[2][2];
    for (int i = 0; i < first.size(); i++) {
      int one = first.margins()[i] > 0 ? 1 : 0;
      int other = second.margins()[i] > 0 ? 1 : 0;
      table[one][other] += 1.0 / first.size();
    }

    double agree = table[0][0] + table[1][1];
    double right = table[1][0] + table[1][1];
    double otherRight = table[0][1] + table[1][1];
    double chance = right * otherRight + (1 - right) * (1 - otherRight);
    SharedMistakes.Pairing pairing =
        SharedMistakes.of(
            first,
            new Contender("other", Contender.Kind.MODEL, "d", second),
            ClusterBootstrap.of(
                SettingsBuilder.quick().build().seed(),
                SettingsBuilder.quick().build().resamples()),
            1);

    assertThat(pairing.kappa().value()).isCloseTo((agree - chance) / (1 - chance), within(1e-12));
    assertThat(pairing.both()).isCloseTo(table[0][0], within(1e-12));
  }

  /**
   * Brier by its definition, with outcomes of either sign: mean (p - y)^2, p = P(first is better).
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void brierIsTheMeanSquaredDistanceOfForecastAndEvent(long seed) {
    PairTable pairs = World.bradleyTerry(150, 1.5, seed);
    double sum = 0;
    for (ScoredPair pair : pairs.pairs()) {
      double forecast = 1 / (1 + Math.exp(-Panel.firstAhead(pair)));
      double event = pair.chosenFirst() ? 1 : 0;
      sum += (forecast - event) * (forecast - event);
    }

    Contender model = new Contender("m", Contender.Kind.AUDITED, "d", pairs);
    Standing standing = Standing.of(model, model, SettingsBuilder.quick().build());

    assertThat(requireNonNull(standing.brier()).value())
        .isCloseTo(sum / pairs.size(), within(1e-12));
  }

  /** Bins by counting ranks, one pair at a time; pairs of equal rewards are half right. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void calibrationErrorWithTiesIsThatOfItsDefinition(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] margins = random.doubles(300, -3, 3).map(m -> Math.abs(m) < 0.3 ? 0 : m).toArray();
    List<List<Double>> bins = new ArrayList<>();
    for (int bin = 0; bin < 10; bin++) {
      bins.add(new ArrayList<>());
    }

    for (int i = 0; i < margins.length; i++) {
      int rank = 0;
      for (int j = 0; j < margins.length; j++) {
        boolean less = Math.abs(margins[j]) < Math.abs(margins[i]);
        rank += less || (margins[j] == margins[i] && j < i) ? 1 : 0;
      }

      double right = margins[i] == 0 ? 0.5 : margins[i] > 0 ? 1 : 0;
      bins.get(rank / 30).add(right - 1 / (1 + Math.exp(-Math.abs(margins[i]))));
    }

    double expected = 0;
    for (List<Double> gaps : bins) {
      expected += Math.abs(gaps.stream().mapToDouble(gap -> gap).sum()) / margins.length;
    }

    assertThat(Calibration.of(World.ofMargins(margins), 10, 1).ece())
        .isCloseTo(expected, within(1e-12));
  }
}
