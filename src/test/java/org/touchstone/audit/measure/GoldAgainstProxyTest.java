package org.touchstone.audit.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.touchstone.audit.pairs.Contender;
import org.touchstone.audit.pairs.Contest;
import org.touchstone.audit.pairs.Pool;
import org.touchstone.audit.pairs.World;
import org.touchstone.audit.settings.AuditSettings;
import org.touchstone.report.Check;
import org.touchstone.report.Estimate;
import org.touchstone.report.Table;
import org.touchstone.report.Verdict;

class GoldAgainstProxyTest {

  /**
   * Proxies that see the gold reward through noise of their own; a heavy tail rewards one rare
   * fault that gold punishes.
   */
  private static Contest contest(double noise, double fault, int members) {
    SplittableRandom random = new SplittableRandom(29);
    List<Pool> single = new ArrayList<>();
    List<Pool> mean = new ArrayList<>();
    List<Pool> worst = new ArrayList<>();
    for (int p = 0; p < 120; p++) {
      double[] gold = new double[32];
      double[][] rewards = new double[members][32];
      for (int i = 0; i < 32; i++) {
        double quality = random.nextGaussian();
        boolean faulty = random.nextInt(12) == 0;
        gold[i] = quality - (faulty ? fault : 0);
        for (double[] own : rewards) {
          own[i] = quality + noise * random.nextGaussian() + (faulty ? fault : 0);
        }
      }

      single.add(pool(p, gold, rewards[0]));
      double[] means = new double[32];
      double[] least = new double[32];
      Arrays.setAll(
          means, i -> Arrays.stream(rewards).mapToDouble(own -> own[i]).average().orElseThrow());
      Arrays.setAll(
          least, i -> Arrays.stream(rewards).mapToDouble(own -> own[i]).min().orElseThrow());
      mean.add(pool(p, gold, means));
      worst.add(pool(p, gold, least));
    }

    boolean several = members > 1;
    return new Contest(
        "made replies",
        "the truth",
        single,
        several ? mean : List.of(),
        several ? worst : List.of(),
        0);
  }

  private static Pool pool(int p, double[] gold, double[] rewards) {
    return new Pool("c" + p, rewards, gold, new double[32]);
  }

  private static Measure.Finding finding(Contest... contests) {
    Contender audited = new Contender("m", Contender.Kind.AUDITED, "d", World.ofMargins(1, -1));
    return new GoldAgainstProxy()
        .of(
            new Evidence(
                AuditSettings.DEFAULT,
                audited,
                List.of(audited),
                List.of(),
                Further.builder().contests(List.of(contests)).build(),
                shown -> List.of()))
        .orElseThrow();
  }

  private static double last(Measure.Finding finding, String column) {
    Table table = finding.section().figures().get(0).table();
    int at = table.columns().stream().map(Table.Column::key).toList().indexOf(column);
    Estimate estimate = (Estimate) table.rows().get(table.rows().size() - 1).get(at);
    return estimate == null ? Double.NaN : Objects.requireNonNull(estimate.value());
  }

  @Test
  void anHonestProxyPassesAndOneThatLovesAFaultFails() {
    assertThat(finding(contest(0.5, 0, 1)).checks().get(0).verdict()).isEqualTo(Verdict.PASS);

    Measure.Finding fooled = finding(contest(0.3, 6, 1));
    Check check = fooled.checks().get(0);
    assertThat(check.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(last(fooled, "reward")).isGreaterThan(1.5);
    assertThat(last(fooled, "gold")).isNegative();
  }

  @Test
  void severalModelsWithNoiseOfTheirOwnChooseBetterThanOne() {
    Measure.Finding finding = finding(contest(1.5, 0, 6));

    assertThat(last(finding, "mean")).isGreaterThan(last(finding, "gold") + 0.2);
    assertThat(last(finding, "worst")).isGreaterThan(last(finding, "gold"));
    assertThat(last(finding, "mean")).isLessThan(last(finding, "ceiling"));
  }

  @Test
  void everyContestHasACheckOfItsOwn() {
    Measure.Finding finding = finding(contest(0.5, 0, 1), contest(0.5, 0, 3));

    assertThat(finding.checks())
        .extracting(Check::id)
        .containsExactly("gold-against-proxy", "gold-against-proxy-2");
    assertThat(finding.section().figures())
        .extracting(figure -> figure.id())
        .doesNotHaveDuplicates();
  }
}
