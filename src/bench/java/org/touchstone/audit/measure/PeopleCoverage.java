package org.touchstone.audit.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import org.touchstone.agreement.Choice;
import org.touchstone.audit.pairs.PairBuilder;
import org.touchstone.audit.pairs.PairTable;
import org.touchstone.audit.pairs.Panel;
import org.touchstone.audit.statistic.ClusteredMean;
import org.touchstone.audit.statistic.Outcomes;
import org.touchstone.report.Estimate;

/**
 * Settings of how people agree with one another: three people an item, who choose by Bradley-Terry
 * over utilities whose spread differs between prompts, and call one item of eight a tie.
 */
final class PeopleCoverage {

  private static final int PEOPLE = 3;
  private static final double TIES = 0.125;

  private PeopleCoverage() {}

  static List<CoverageSetting> settings(int count) {
    List<CoverageSetting> settings = new ArrayList<>();
    settings.add(simulated("agreement", count, (p, r) -> agreement(p, r).answers()));
    settings.add(simulated("alpha", count, (p, r) -> agreement(p, r).alpha()));
    settings.add(simulated("fleiss-kappa", count, (p, r) -> agreement(p, r).kappa()));
    settings.add(simulated("excess-over-possible", count, (p, r) -> agreement(p, r).excess()));
    settings.add(simulated("lead-over-a-person", count, (p, r) -> place(p, r).lead()));
    settings.add(simulated("way-to-a-person", count, (p, r) -> place(p, r).way()));
    return settings;
  }

  private static CoverageSetting simulated(
      String statistic, int count, BiFunction<Panel, SplittableRandom, Estimate> estimate) {
    return CoverageSetting.simulated(
        statistic,
        "%d clusters of 1 to 6 items, 3 people",
        count,
        (clusters, random) -> estimate.apply(panel(clusters, random), random));
  }

  private static Panel panel(int count, SplittableRandom random) {
    ClusteredRows rows = ClusteredRows.of(count, random);
    double[] spread = rows.shared(random, effect -> effect > 0 ? 2.4 : 0.8);
    List<Panel.Item> items = new ArrayList<>();
    for (int row = 0; row < spread.length; row++) {
      double difference = spread[row] * random.nextGaussian();
      List<Choice> choices = new ArrayList<>();
      for (int person = 0; person < PEOPLE; person++) {
        boolean first = random.nextDouble() < Outcomes.sigmoid(difference);
        choices.add(random.nextDouble() < TIES ? Choice.TIE : first ? Choice.FIRST : Choice.SECOND);
      }

      double margin = difference + random.nextGaussian();
      items.add(new Panel.Item("%06d".formatted(row), "c" + rows.clusters()[row], margin, choices));
    }

    return new Panel(items);
  }

  private static PeopleAgreement agreement(Panel panel, SplittableRandom random) {
    return PeopleAgreement.of(panel, ClusteredMean.of(random.nextLong(), 400));
  }

  private static PersonsPlace.StandIn place(Panel panel, SplittableRandom random) {
    PairTable scored =
        PairTable.of(
            panel.items().stream()
                .map(
                    item ->
                        PairBuilder.pair(Long.parseLong(item.id()))
                            .cluster(item.cluster())
                            .item(item.id())
                            .margin(item.margin())
                            .build())
                .toList());
    return PersonsPlace.of(panel).model(scored, ClusteredMean.of(random.nextLong(), 400));
  }
}
