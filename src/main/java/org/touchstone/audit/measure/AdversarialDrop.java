package org.touchstone.audit.measure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.touchstone.audit.pairs.Contender;
import org.touchstone.audit.pairs.PairTable;
import org.touchstone.audit.pairs.Probe;
import org.touchstone.audit.pairs.ScoredPair;
import org.touchstone.audit.statistic.ClusteredMean;
import org.touchstone.audit.statistic.ClusteredSlope;
import org.touchstone.audit.statistic.Outcomes;
import org.touchstone.report.Check;
import org.touchstone.report.Estimate;
import org.touchstone.report.Figure;
import org.touchstone.report.Format;
import org.touchstone.report.Numbers;
import org.touchstone.report.Section;
import org.touchstone.report.Table;
import org.touchstone.report.Verdict;

/** How much worse is it where replies were made to mislead than where they were not? */
final class AdversarialDrop implements Measure {

  private static final String ID = "adversarial-drop";
  private static final String NATURAL = "natural";
  private static final String ADVERSARIAL = "adversarial";

  /**
   * A probe that has pairs of both kinds.
   *
   * @param natural accuracy on pairs that nobody made
   * @param adversarial accuracy on pairs made to mislead
   * @param drop the first less the second, with an interval that holds with those of all probes
   * @param longer the same of "the longer reply wins"
   */
  private record Drop(
      String name, Estimate natural, Estimate adversarial, Estimate drop, Estimate longer) {}

  @Override
  public Question question() {
    return Question.FOOLED;
  }

  @Override
  public Optional<Finding> of(Evidence evidence) {
    List<Probe> both =
        evidence.traps().stream()
            .filter(probe -> part(probe, NATURAL).size() > 0)
            .filter(probe -> part(probe, ADVERSARIAL).size() > 0)
            .toList();
    if (both.isEmpty()) {
      return Optional.empty();
    }

    ClusteredMean means = evidence.means().together(both.size());
    List<Drop> drops = new ArrayList<>();
    for (Probe probe : both) {
      PairTable pairs = probe.table().where(pair -> isOf(pair, NATURAL) || isOf(pair, ADVERSARIAL));
      drops.add(
          new Drop(
              probe.name(),
              evidence.accuracy(part(probe, NATURAL)),
              evidence.accuracy(part(probe, ADVERSARIAL)),
              drop(pairs, means),
              drop(Contender.longerWins(pairs).table(), means)));
    }

    return Optional.of(
        new Finding(section(drops), drops.stream().map(AdversarialDrop::check).toList()));
  }

  private static PairTable part(Probe probe, String kind) {
    return probe.table().where(pair -> isOf(pair, kind));
  }

  private static boolean isOf(ScoredPair pair, String kind) {
    return pair.source().toLowerCase(Locale.ROOT).startsWith(kind);
  }

  /** A line through two points is the difference of their means. */
  private static Estimate drop(PairTable pairs, ClusteredMean means) {
    return ClusteredSlope.of(
        pairs.pairs().stream().mapToDouble(pair -> isOf(pair, NATURAL) ? 1 : 0).toArray(),
        Outcomes.of(pairs.margins(), Outcomes::correct),
        Collections.nCopies(pairs.size(), ""),
        pairs.clusters(),
        means);
  }

  private static Check check(Drop drop) {
    Estimate difference = drop.drop();
    Verdict verdict =
        !difference.bounded()
            ? Verdict.NOT_MEASURED
            : difference.above(0) ? Verdict.WARN : Verdict.PASS;
    String points = Numbers.estimate(difference, Format.POINTS);
    String sentence =
        switch (verdict) {
          case WARN ->
              "On %s it is better by %s where nobody tried to mislead it; the rule that prefers the longer reply by %s."
                  .formatted(drop.name(), points, Numbers.estimate(drop.longer(), Format.POINTS));
          case PASS, FAIL ->
              "That it is misled on %s is not shown: natural less adversarial pairs are %s."
                  .formatted(drop.name(), points);
          case NOT_MEASURED -> Judge.reason(difference);
        };
    return new Check(
        "%s-%s".formatted(ID, drop.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-")),
        "Is it as good where replies were made to mislead?",
        verdict,
        difference,
        Format.POINTS,
        "interval of natural less adversarial accuracy not above 0",
        sentence,
        ID);
  }

  private static Section section(List<Drop> drops) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Drop drop : drops) {
      rows.add(
          Table.row(drop.name(), drop.natural(), drop.adversarial(), drop.drop(), drop.longer()));
    }

    return new Section(
        ID,
        "Natural pairs against adversarial ones",
        "The same task with pairs that nobody made, and with pairs whose worse reply was made to look good. A model that judges by the look of a reply loses between the two.",
        List.of(
            new Figure(
                ID,
                "Accuracy lost to replies that look good",
                "Natural less adversarial accuracy, with 95\u00a0% intervals.",
                null,
                new Table(
                    "Natural against adversarial pairs",
                    List.of(
                        new Table.Column("probe", "Probe", Format.TEXT),
                        new Table.Column("natural", "Natural", Format.PERCENT_ESTIMATE),
                        new Table.Column("adversarial", "Adversarial", Format.PERCENT_ESTIMATE),
                        new Table.Column("drop", "Difference", Format.POINTS_ESTIMATE),
                        new Table.Column(
                            "longer", "Longer reply wins, difference", Format.POINTS_ESTIMATE)),
                    rows))),
        List.of(),
        List.of(
            "Sources of a probe whose names begin with natural or adversarial. The two are other prompts, so the difference is of two samples; its interval is over prompt clusters by the influences of both means, and holds together over the probes (Bonferroni)."));
  }
}
