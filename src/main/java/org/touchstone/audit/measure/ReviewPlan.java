package org.touchstone.audit.measure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.touchstone.audit.pairs.PairTable;
import org.touchstone.audit.settings.ReviewSettings;
import org.touchstone.audit.statistic.ClusteredMean;
import org.touchstone.audit.statistic.Outcomes;
import org.touchstone.report.Chart;
import org.touchstone.report.Estimate;
import org.touchstone.report.Figure;
import org.touchstone.report.Format;
import org.touchstone.report.Numbers;
import org.touchstone.report.Section;
import org.touchstone.report.Table;

/**
 * What is gained, and at which price, if people judge the pairs that the model is least sure of?
 *
 * <pre>
 *   of n pairs, k = round(x n) go to people: the least sure ones
 *   accuracy(x) = (sum over the n - k others of correct + k h) / n
 *   cost(x)     = 1000 x p
 * </pre>
 *
 * <p>h is the accuracy of people, p the price of a label; the cost is that of 1,000 pairs.
 */
final class ReviewPlan implements Measure {

  private static final double[] SHARES = {0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1};

  /**
   * One plan.
   *
   * @param share of the pairs that go to people
   * @param accuracy of people and model together
   * @param atRandom the same if people got pairs at random
   * @param cost of 1,000 pairs, in the currency of the settings
   */
  record Plan(double share, Estimate accuracy, double atRandom, double cost) {}

  @Override
  public Question question() {
    return Question.KNOWS_WHEN_UNSURE;
  }

  @Override
  public Optional<Finding> of(Evidence evidence) {
    if (evidence.pairs().size() == 0) {
      return Optional.empty();
    }

    ReviewSettings review = evidence.settings().review();
    List<Plan> plans = plans(evidence.pairs(), review, evidence.means());
    Plan fifth = plans.get(3);
    Double value = fifth.accuracy().value();
    String answer =
        "If people judge the fifth of the pairs that it is least sure of, %s are right, at %s %s a thousand pairs; a fifth at random would give %s."
            .formatted(
                value == null ? Numbers.UNKNOWN : Numbers.percent(value),
                Numbers.decimal(fifth.cost()),
                review.currency(),
                Numbers.percent(fifth.atRandom()));
    return Optional.of(
        new Finding(
            new Section(
                "review-plan",
                "What people would add",
                answer,
                List.of(figure(plans, review)),
                List.of(),
                List.of(
                    "A label costs %s %s, and people are taken to be right in %s of the pairs that they judge; both are settings, under review. Right means: as recorded in the data. At 100\u00a0%% people define what is right; a lower number allows for people who contradict one another, and then a model that is right more often on its surest pairs should keep those."
                        .formatted(
                            Numbers.decimal(review.pricePerLabel()),
                            review.currency(),
                            Numbers.percent(review.humanAccuracy())),
                    "People are taken to be equally good on all pairs, though those that a model is unsure of are often hard for people too. Intervals are over clusters of prompts, and hold for the accuracy of people as given.")),
            List.of()));
  }

  static List<Plan> plans(PairTable pairs, ReviewSettings review, ClusteredMean means) {
    int[] surest = CoverageCurve.byMargin(pairs).order();
    double[] correct = Outcomes.of(pairs.margins(), Outcomes::correct);
    double all = Arrays.stream(correct).average().orElseThrow();
    List<Plan> plans = new ArrayList<>();
    for (double share : SHARES) {
      int reviewed = (int) Math.round(share * surest.length);
      double[] together = correct.clone();
      for (int i = surest.length - reviewed; i < surest.length; i++) {
        together[surest[i]] = review.humanAccuracy();
      }

      double asked = reviewed / (double) surest.length;
      plans.add(
          new Plan(
              share,
              means.share(together, pairs.clusters()),
              (1 - asked) * all + asked * review.humanAccuracy(),
              1_000 * share * review.pricePerLabel()));
    }

    return plans;
  }

  private static Figure figure(List<Plan> plans, ReviewSettings review) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Plan plan : plans) {
      rows.add(Table.row(plan.share(), plan.accuracy(), plan.atRandom(), plan.cost()));
    }

    return new Figure(
        "review",
        "Accuracy of model and people together",
        "From left to right, more of the pairs go to people, the least sure first. The further the line lies above that of pairs drawn at random, the more the model's sureness saves.",
        Chart.lines("reviewed", "accuracy", "at_random")
            .against(review.humanAccuracy(), "people alone"),
        new Table(
            "Accuracy and cost by share of the pairs that people judge",
            List.of(
                new Table.Column("reviewed", "Share that people judge", Format.PERCENT),
                new Table.Column("accuracy", "Least sure first", Format.PERCENT_ESTIMATE),
                new Table.Column("at_random", "At random", Format.PERCENT),
                new Table.Column(
                    "cost", "Cost of 1,000 pairs, " + review.currency(), Format.DECIMAL)),
            rows));
  }
}
