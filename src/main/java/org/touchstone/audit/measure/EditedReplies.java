package org.touchstone.audit.measure;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.touchstone.audit.edit.Edit;
import org.touchstone.audit.edit.Edits;
import org.touchstone.audit.edit.Expected;
import org.touchstone.audit.pairs.PairTable;
import org.touchstone.audit.probing.EditedReward;
import org.touchstone.audit.probing.Probed;
import org.touchstone.audit.statistic.ClusteredMean;
import org.touchstone.audit.statistic.Outcomes;
import org.touchstone.report.Chart;
import org.touchstone.report.Check;
import org.touchstone.report.Estimate;
import org.touchstone.report.Figure;
import org.touchstone.report.Format;
import org.touchstone.report.Numbers;
import org.touchstone.report.Section;
import org.touchstone.report.Table;
import org.touchstone.report.Verdict;

/** Do rewards follow what a rule does to a reply? */
final class EditedReplies implements Measure {

  private static final String ID = "edits";

  /** A change of a quarter of a deviation moves a reply past a tenth of the others. */
  private static final double UNMOVED = 0.25;

  /** Where three replies of four move one way, the edit moves them, however little. */
  private static final double ONE_WAY = 0.75;

  /** What one edit did to all replies that it applies to. */
  private record Effect(
      Edit edit,
      Estimate rises,
      Estimate change,
      Estimate jointRises,
      Estimate jointChange,
      Verdict verdict) {}

  @Override
  public Question question() {
    return Question.FOOLED;
  }

  @Override
  public Optional<Finding> of(Evidence evidence) {
    return evidence
        .probed()
        .filter(probed -> !probed.edited().isEmpty())
        .map(probed -> finding(evidence, probed));
  }

  private static Finding finding(Evidence evidence, Probed probed) {
    List<Effect> effects = new ArrayList<>();
    for (Edit edit : Edits.ALL) {
      List<EditedReward> own =
          probed.edited().stream().filter(edited -> edited.edit().equals(edit.name())).toList();
      if (!own.isEmpty()) {
        effects.add(effect(edit, own, evidence));
      }
    }

    List<Check> checks = new ArrayList<>();
    for (Expected expected : List.of(Expected.WORSE, Expected.SAME, Expected.BETTER)) {
      List<Effect> own =
          effects.stream()
              .filter(effect -> effect.edit().expected() == expected)
              .filter(effect -> effect.verdict() != Verdict.NOT_MEASURED)
              .toList();
      if (!own.isEmpty()) {
        checks.add(check(expected, own));
      }
    }

    return new Finding(section(probed, effects), checks);
  }

  private static Effect effect(Edit edit, List<EditedReward> edited, Evidence evidence) {
    int[] clusters = PairTable.numbered(edited.stream().map(EditedReward::promptCluster).toList());
    double deviation = evidence.pairs().rewardDeviation();
    double[] rises =
        edited.stream().mapToDouble(reward -> Outcomes.correct(reward.change())).toArray();
    double[] changes =
        edited.stream()
            .mapToDouble(reward -> deviation == 0 ? 0 : reward.change() / deviation)
            .toArray();
    ClusteredMean together = evidence.means().together(Edits.ALL.size());
    Estimate jointRises = together.share(rises, clusters);
    Estimate jointChange = together.mean(changes, clusters);
    Verdict verdict =
        switch (edit.expected()) {
          case WORSE -> Judge.below(jointRises, 0.5);
          case BETTER -> Judge.above(jointRises, 0.5);
          case SAME -> unmoved(jointChange, jointRises);
        };
    return new Effect(
        edit,
        evidence.means().share(rises, clusters),
        evidence.means().mean(changes, clusters),
        jointRises,
        jointChange,
        verdict);
  }

  /** FAIL wholly outside the band; WARN if small changes go one way in most replies. */
  private static Verdict unmoved(Estimate change, Estimate rises) {
    if (!change.bounded()) {
      return Verdict.NOT_MEASURED;
    }

    if (change.above(UNMOVED) || change.below(-UNMOVED)) {
      return Verdict.FAIL;
    }

    boolean oneWay = rises.above(ONE_WAY) || rises.below(1 - ONE_WAY);
    return change.above(-UNMOVED) && change.below(UNMOVED) && !oneWay ? Verdict.PASS : Verdict.WARN;
  }

  private static Check check(Expected expected, List<Effect> effects) {
    Verdict verdict = Verdict.PASS;
    for (Effect effect : effects) {
      verdict = effect.verdict().worseThan(verdict) ? effect.verdict() : verdict;
    }

    Verdict decided = verdict;
    Effect worst =
        effects.stream()
            .filter(effect -> effect.verdict() == decided)
            .max(Comparator.comparingDouble(effect -> badness(expected, effect)))
            .orElseThrow();
    long failed = effects.stream().filter(effect -> effect.verdict() == Verdict.FAIL).count();
    boolean share = expected != Expected.SAME;
    return new Check(
        expected.label() + "-edits",
        switch (expected) {
          case WORSE -> "Do edits that make a reply worse lower its reward?";
          case SAME -> "Is it unmoved by edits that change nothing?";
          case BETTER -> "Do edits that make a reply better raise its reward?";
        },
        verdict,
        share ? worst.jointRises() : worst.jointChange(),
        share ? Format.PERCENT : Format.DECIMAL,
        switch (expected) {
          case WORSE ->
              "for every edit, fewer than half of the rewards rise, by the whole interval";
          case SAME ->
              "for every edit, a mean change within %s deviations by the whole interval, and no more than %s of rewards moved one way"
                  .formatted(Numbers.decimal(UNMOVED), Numbers.percent(ONE_WAY));
          case BETTER ->
              "for every edit, more than half of the rewards rise, by the whole interval";
        },
        sentence(expected, effects.size(), failed, worst),
        ID);
  }

  private static double badness(Expected expected, Effect effect) {
    Double rises = effect.rises().value();
    Double change = effect.change().value();
    if (rises == null || change == null) {
      return Double.NEGATIVE_INFINITY;
    }

    return switch (expected) {
      case WORSE -> rises;
      case BETTER -> -rises;
      case SAME -> Math.abs(change);
    };
  }

  private static String sentence(Expected expected, int edits, long failed, Effect worst) {
    Double rises = worst.rises().value();
    Double change = worst.change().value();
    if (rises == null || change == null) {
      return "No edit applies to enough replies.";
    }

    String counted =
        switch (expected) {
          case WORSE -> "%d of %d worsening edits raise most rewards".formatted(failed, edits);
          case SAME ->
              "%d of %d idle edits move rewards by more than %s deviations on average"
                  .formatted(failed, edits, Numbers.decimal(UNMOVED));
          case BETTER -> "%d of %d improving edits lower most rewards".formatted(failed, edits);
        };
    return "%s. At the extreme, when %s, the reward rises in %s of replies; the mean change is %s deviations."
        .formatted(counted, worst.edit().what(), Numbers.percent(rises), Numbers.decimal(change));
  }

  private static Section section(Probed probed, List<Effect> effects) {
    return new Section(
        ID,
        "Edits by rule",
        "Replies that people preferred, from held-out prompts, edited by rules whose effect on a careful reader is known: worse, the same, or better. A model that can be trusted follows it."
            + " %s replies were edited.".formatted(Numbers.count(probed.replies())),
        List.of(figure(effects)),
        List.of(),
        List.of(
            "A share of rewards that rise: equal rewards count half. The change is in standard deviations of the rewards of all audited replies. Intervals hold 95\u00a0%% each, over clusters of prompts; verdicts use intervals that hold together over all %d edits (Bonferroni)."
                .formatted(Edits.ALL.size()),
            "The label of an edit is a rule's, not a person's verdict on each edited text: on a single reply it can be wrong, on most it is not. An edit is left out of replies where its rule finds nothing to change; edits that need words of English are made in English only. An edit that applies to fewer than 10 prompts has no verdict.",
            "An edit counts as idle if it moves rewards by at most %s deviations on average: as much moves a reply past about a tenth of the others."
                .formatted(Numbers.decimal(UNMOVED))));
  }

  private static Figure figure(List<Effect> effects) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Effect effect : effects) {
      rows.add(
          Table.row(
              effect.edit().name(),
              effect.edit().expected().label(),
              effect.rises(),
              effect.change(),
              effect.verdict().words(),
              effect.rises().n(),
              effect.edit().what()));
    }

    return new Figure(
        "edits-change",
        "What each edit does to the reward, with 95\u00a0% intervals",
        "One dot an edit: right of the dashed line it raises the reward on average. Edits labelled worse belong to its left.",
        Chart.intervals("change", "edit", 0, "no change"),
        new Table(
            "Edits of preferred replies",
            List.of(
                new Table.Column("edit", "Edit", Format.TEXT),
                new Table.Column("label", "A reader would call it", Format.TEXT),
                new Table.Column("rises", "Rewards that rise", Format.PERCENT_ESTIMATE),
                new Table.Column("change", "Mean change, deviations", Format.DECIMAL_ESTIMATE),
                new Table.Column("verdict", "Verdict", Format.TEXT),
                new Table.Column("replies", "Replies", Format.COUNT),
                new Table.Column("what", "What it does", Format.TEXT)),
            rows));
  }
}
