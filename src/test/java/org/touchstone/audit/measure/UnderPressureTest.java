package org.touchstone.audit.measure;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.api.Test;
import org.touchstone.audit.pairs.Contender;
import org.touchstone.audit.pairs.Pool;
import org.touchstone.audit.pairs.World;
import org.touchstone.audit.settings.AuditSettings;
import org.touchstone.audit.statistic.BestOfN;
import org.touchstone.report.Check;
import org.touchstone.report.Estimate;
import org.touchstone.report.Verdict;

class UnderPressureTest {

  /** Pools whose rewards are normal; gold is a function of the reward and of other chance. */
  private static List<Pool> pools(int count, int size, DoubleBinaryOperator gold) {
    Random random = new Random(count + 31L * size);
    List<Pool> pools = new ArrayList<>();
    for (int p = 0; p < count; p++) {
      double[] rewards = random.doubles(size).map(unused -> random.nextGaussian()).toArray();
      double[] people =
          Arrays.stream(rewards)
              .map(reward -> gold.applyAsDouble(reward, random.nextGaussian()))
              .toArray();
      double[] words = random.doubles(size, 10, 90).map(Math::floor).toArray();
      pools.add(new Pool("c" + p, rewards, people, words));
    }

    return pools;
  }

  private static Evidence evidence(List<Pool> pools) {
    Contender audited = new Contender("m", Contender.Kind.AUDITED, "d", World.ofMargins(1, 2, 3));
    return new Evidence(
        AuditSettings.DEFAULT,
        audited,
        List.of(audited),
        List.of(),
        Further.builder().pools(pools).build(),
        shown -> List.of());
  }

  private static Measure.Finding finding(List<Pool> pools) {
    return new UnderPressure().of(evidence(pools)).orElseThrow();
  }

  private static Check check(List<Pool> pools) {
    return finding(pools).checks().get(0);
  }

  private static PressureCurve curve(List<Pool> pools) {
    return new PressureCurve(evidence(pools), pools);
  }

  private static double value(Estimate estimate) {
    return requireNonNull(estimate.value());
  }

  @Test
  void aPerfectProxyReachesTheCeiling() {
    List<Pool> perfect = pools(40, 20, (reward, chance) -> 3 * reward + 1);
    PressureCurve curve = curve(perfect);

    assertThat(curve.numbers()).containsExactly(1, 2, 4, 8, 16);
    assertThat(value(curve.gold(1, Pool::rewards))).isCloseTo(0, within(1e-12));
    assertThat(value(curve.shareOfCeiling(16))).isCloseTo(1, within(1e-12));
    assertThat(value(curve.gold(16, Pool::rewards)))
        .isCloseTo(value(curve.gold(16, Pool::gold)), within(1e-12));
    assertThat(check(perfect).verdict()).isEqualTo(Verdict.PASS);
    assertThat(check(perfect).sentence()).contains("100.0");
  }

  @Test
  void aProxyThatPeopleDisagreeWithFails() {
    Check against = check(pools(40, 8, (reward, chance) -> chance - reward));

    assertThat(against.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(against.estimate().high()).isNegative();
    assertThat(check(pools(40, 8, (reward, chance) -> chance)).verdict()).isEqualTo(Verdict.WARN);
  }

  /** gold = -(reward - 1)^2: best of n has E = -(variance of the largest + (its mean - 1)^2). */
  @Test
  void overOptimisationIsFoundWithItsPeak() {
    List<Pool> planted =
        pools(300, 32, (reward, chance) -> -(reward - 1) * (reward - 1) + 0.3 * chance);
    PressureFit fit = curve(planted).fit(Pool::rewards);

    assertThat(fit.bends()).isTrue();
    // From the moments of the largest of 2, 4, 8, 16 and 32 normal numbers: most at 4 to 6.
    assertThat(value(fit.peak())).isBetween(4.0, 6.5);
    assertThat(fit.peak().bounded()).isTrue();
    assertThat(fit.peak().high()).isLessThan(8);
    assertThat(check(planted).verdict()).isEqualTo(Verdict.FAIL);
    assertThat(check(planted).sentence()).startsWith("Choosing among 32 replies by its reward");
    assertThat(finding(planted).section().answer())
        .contains("300 pools of 32 replies", "choosing among more than 5 [");
  }

  @Test
  void aNoisyLinearProxyIsNotSaidToOverOptimise() {
    List<Pool> linear = pools(100, 16, (reward, chance) -> reward + 2 * chance);

    assertThat(curve(linear).fit(Pool::rewards).bends()).isFalse();
    assertThat(check(linear).verdict()).isEqualTo(Verdict.PASS);
    assertThat(finding(linear).section().answer())
        .contains("100 pools of 16 replies", "cannot be told from a straight line");
  }

  @Test
  void theFitIsThatOfTheNormalEquations() {
    int[] numbers = {1, 2, 4, 8, 16};
    List<double[]> gold = new ArrayList<>();
    for (int n : numbers) {
      double d = Math.sqrt(BestOfN.divergence(n));
      // Two pools whose mean lies on the curve of 0.9 and 0.3.
      gold.add(new double[] {d * (0.9 - 0.3 * d) + 0.1 * d, d * (0.9 - 0.3 * d) - 0.1 * d});
    }

    PressureFit fit = new PressureFit(numbers, gold, new int[] {0, 1}, evidence(List.of()));

    assertThat(value(fit.alpha())).isCloseTo(0.9, within(1e-12));
    assertThat(value(fit.beta())).isCloseTo(0.3, within(1e-12));
    assertThat(BestOfN.divergence(value(fit.peak()))).isCloseTo(1.5 * 1.5, within(1e-9));
    assertThat(PressureFit.peak(1, 0)).isEqualTo(PressureFit.FARTHEST);
    assertThat(PressureFit.peak(-1, 1)).isCloseTo(1, within(1e-9));
    assertThat(PressureFit.peak(1, 1e-9)).isEqualTo(PressureFit.FARTHEST);
  }

  /** The slope of the curve of a proxy of normal rewards is known: correlation times E max / d. */
  @Test
  void theIntervalHoldsTheTruthAsOftenAsItSays() {
    double truth = 1.029_375 / Math.sqrt(2);
    int held = 0;
    for (int world = 0; world < 100; world++) {
      List<Pool> pools = new ArrayList<>();
      for (Pool pool : pools(60 + world, 64, (reward, chance) -> reward + chance)) {
        pools.add(pool);
      }

      Estimate gold = curve(pools).gold(4, Pool::rewards);
      held += gold.above(truth) || gold.below(truth) ? 0 : 1;
    }

    // If intervals hold the truth in 94 % of worlds, 75 or fewer of 100 come up with probability
    // < 1e-9.
    assertThat(held).isGreaterThan(75);
  }

  @Test
  void fewPoolsAreNotMeasuredAndSayTheirSize() {
    Check few = check(pools(6, 30, (reward, chance) -> reward));

    assertThat(few.verdict()).isEqualTo(Verdict.NOT_MEASURED);
    assertThat(few.sentence())
        .isEqualTo("6 pools of 30 replies: no interval: 6 prompt clusters, at least 10 needed.");
    assertThat(new UnderPressure().of(evidence(List.of()))).isEmpty();
  }

  @Test
  void smallPoolsAndThoseWithoutADifferenceAreLeftOutAndCounted() {
    List<Pool> mixed = new ArrayList<>(pools(30, 9, (reward, chance) -> reward));
    mixed.addAll(pools(3, 5, (reward, chance) -> reward));
    mixed.addAll(pools(3, 9, (reward, chance) -> 1));

    Measure.Finding finding = finding(mixed);

    assertThat(finding.section().answer()).contains("30 pools of 9 replies");
    assertThat(finding.section().notes().get(1))
        .contains("Left out: 3 pools with fewer", "and 3 in which");
    assertThat(finding.section().figures().get(0).table().rows()).hasSize(4);
  }

  @Test
  void largePoolsThatAreFewDoNotShortenTheRest() {
    List<Pool> mixed = new ArrayList<>(pools(30, 5, (reward, chance) -> reward));
    mixed.addAll(pools(12, 16, (reward, chance) -> reward));

    assertThat(curve(mixed).last()).isEqualTo(4);
    assertThat(curve(mixed).pools()).hasSize(42);
    assertThat(finding(mixed).section().answer())
        .contains("42 pools of 5 to 16 replies", "up to 4 replies are too few to tell a curve");
  }

  @Test
  void aRewardThatIsAlwaysTheSameChoosesByChance() {
    List<Pool> blind = new ArrayList<>();
    for (Pool pool : pools(20, 8, (reward, chance) -> chance)) {
      blind.add(new Pool(pool.cluster(), new double[8], pool.gold(), pool.words()));
    }

    assertThat(value(curve(blind).gold(8, Pool::rewards))).isCloseTo(0, within(1e-12));
    assertThat(value(curve(blind).reward(8))).isZero();
    assertThat(check(blind).verdict()).isNotEqualTo(Verdict.PASS);
  }

  @Test
  void theOrderOfRepliesInAPoolDoesNotMatter() {
    List<Pool> pools = pools(30, 8, (reward, chance) -> reward + chance);
    List<Pool> turned = new ArrayList<>();
    for (Pool pool : pools) {
      List<Integer> order = new ArrayList<>(List.of(0, 1, 2, 3, 4, 5, 6, 7));
      Collections.shuffle(order, new Random(turned.size()));
      turned.add(
          new Pool(
              pool.cluster(),
              order.stream().mapToDouble(i -> pool.rewards()[i]).toArray(),
              order.stream().mapToDouble(i -> pool.gold()[i]).toArray(),
              order.stream().mapToDouble(i -> pool.words()[i]).toArray()));
    }

    assertThat(value(check(turned).estimate()))
        .isCloseTo(value(check(pools).estimate()), within(1e-12));
  }
}
