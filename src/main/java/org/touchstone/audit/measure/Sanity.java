package org.touchstone.audit.measure;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.touchstone.audit.pairs.PairTable;
import org.touchstone.audit.pairs.ScoredPair;
import org.touchstone.audit.statistic.ClusterSums;
import org.touchstone.audit.statistic.ClusteredMean;
import org.touchstone.audit.statistic.Outcomes;
import org.touchstone.report.Check;
import org.touchstone.report.Estimate;
import org.touchstone.report.Figure;
import org.touchstone.report.Format;
import org.touchstone.report.Numbers;
import org.touchstone.report.Section;
import org.touchstone.report.Table;
import org.touchstone.report.Verdict;
import org.touchstone.text.ContentHash;

/**
 * Does the measurement itself hold?
 *
 * <pre>
 *   swapped sides:    accuracy' = 1 - accuracy,  log loss' = log loss + mean margin
 *   shuffled labels:  accuracy'' has mean 1/2
 * </pre>
 *
 * <p>The second line of the first follows from softplus(m) - softplus(-m) = m.
 */
final class Sanity implements Measure {

  private static final String ID = "sanity";
  private static final double ROUNDING = 1e-9;
  private static final int SHUFFLES = 400;

  @Override
  public Question question() {
    return Question.AGREES_WITH_PEOPLE;
  }

  @Override
  public Optional<Finding> of(Evidence evidence) {
    PairTable pairs = evidence.pairs();
    if (pairs.size() == 0) {
      return Optional.of(new Finding(section(List.of()), List.of()));
    }

    double[] shuffled = shuffled(pairs, evidence.settings().seed());
    return Optional.of(
        new Finding(
            section(List.of(figure(pairs, shuffled))),
            List.of(swap(pairs), shuffle(pairs, shuffled))));
  }

  private static Check swap(PairTable pairs) {
    PairTable swapped = pairs.rewardedBy(ScoredPair::rejectedReward, ScoredPair::chosenReward);
    double accuracy = mean(Outcomes.of(pairs.margins(), Outcomes::correct));
    double mirrored = mean(Outcomes.of(swapped.margins(), Outcomes::correct));
    double lossGap =
        mean(Outcomes.of(swapped.margins(), Outcomes::logLoss))
            - mean(Outcomes.of(pairs.margins(), Outcomes::logLoss));
    double expectedGap = mean(pairs.margins());
    boolean holds =
        Math.abs(accuracy + mirrored - 1) < ROUNDING
            && Math.abs(lossGap - expectedGap) < ROUNDING * Math.max(1, Math.abs(expectedGap));
    return new Check(
        "swap-test",
        "Does swapping the two sides turn the result around?",
        holds ? Verdict.PASS : Verdict.FAIL,
        Estimate.bare(mirrored, pairs.size(), pairs.clusterCount(), "exact, no interval"),
        Format.PERCENT,
        "swapped accuracy is exactly 1 − accuracy",
        "With the sides swapped, accuracy is %s; %s was expected."
            .formatted(Numbers.percent(mirrored), Numbers.percent(1 - accuracy)),
        ID);
  }

  private static Check shuffle(PairTable pairs, double[] shuffled) {
    double mean = mean(shuffled);
    double deviation =
        Math.sqrt(Arrays.stream(shuffled).map(a -> (a - mean) * (a - mean)).sum() / SHUFFLES);
    boolean half = Math.abs(mean - 0.5) <= 4 * deviation / Math.sqrt(SHUFFLES) + ROUNDING;
    return new Check(
        "shuffled-labels",
        "Does agreement vanish when the labels are shuffled?",
        half ? Verdict.PASS : Verdict.FAIL,
        new Estimate(
            mean,
            ClusteredMean.quantile(shuffled, 0.025),
            ClusteredMean.quantile(shuffled, 0.975),
            null,
            pairs.size(),
            pairs.clusterCount(),
            "range of 95\u00a0%% of %d shuffles".formatted(SHUFFLES),
            null),
        Format.PERCENT,
        "mean of the shuffles within 4 standard errors of 50\u00a0%",
        "With labels shuffled by prompt, accuracy is %s on average."
            .formatted(Numbers.percent(mean)),
        ID);
  }

  /** Sorted accuracies after the labels of every prompt cluster were swapped or kept by a coin. */
  private static double[] shuffled(PairTable pairs, long seed) {
    double[] ahead = Outcomes.of(pairs.margins(), margin -> Outcomes.correct(margin) - 0.5);
    ClusterSums sums = ClusterSums.of(ahead, pairs.clusters());
    SplittableRandom random = new SplittableRandom(ContentHash.keyed(seed, "shuffle"));
    double[] accuracies = new double[SHUFFLES];
    Arrays.setAll(accuracies, i -> 0.5 + sums.signFlipped(random));
    Arrays.sort(accuracies);
    return accuracies;
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  private static Figure figure(PairTable pairs, double[] shuffled) {
    return new Figure(
        "shuffles",
        "Accuracy under shuffled labels",
        "What luck alone gives on these pairs; the model must lie outside to mean anything.",
        null,
        new Table(
            "Accuracy under shuffled labels",
            List.of(
                new Table.Column("measure", "Measure", Format.TEXT),
                new Table.Column("accuracy", "Accuracy", Format.PERCENT)),
            List.of(
                Table.row("the model", mean(Outcomes.of(pairs.margins(), Outcomes::correct))),
                Table.row("shuffled, mean", mean(shuffled)),
                Table.row("shuffled, 2.5\u00a0% quantile", ClusteredMean.quantile(shuffled, 0.025)),
                Table.row(
                    "shuffled, 97.5\u00a0% quantile", ClusteredMean.quantile(shuffled, 0.975)))));
  }

  private static Section section(List<Figure> figures) {
    return new Section(
        ID,
        "Is the arithmetic sound?",
        "Two identities that hold whatever the model is worth: they guard this program, which would break them if it took a reward for the other reply's half way. They say nothing of the model.",
        figures,
        List.of(),
        List.of(
            "Swapping chosen and rejected must give 1 − accuracy and raise the log loss by the mean margin. Shuffling keeps or swaps the labels of whole prompt clusters by a coin, %d times."
                .formatted(SHUFFLES)));
  }
}
