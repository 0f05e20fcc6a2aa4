package org.touchstone.audit.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.touchstone.audit.pairs.Contender;
import org.touchstone.audit.pairs.Standing;
import org.touchstone.report.Chart;
import org.touchstone.report.Check;
import org.touchstone.report.Estimate;
import org.touchstone.report.Figure;
import org.touchstone.report.Format;
import org.touchstone.report.Numbers;
import org.touchstone.report.Section;
import org.touchstone.report.Table;
import org.touchstone.report.Verdict;

/** Does it agree with people more than a coin, than length alone, than a simpler model? */
public final class Agreement implements Measure {

  private static final String ID = "agreement";
  private static final double COIN_LOG_LOSS = Math.log(2);

  @Override
  public Question question() {
    return Question.AGREES_WITH_PEOPLE;
  }

  @Override
  public Optional<Finding> of(Evidence evidence) {
    Standing audited = evidence.standings().get(0);
    List<Check> checks = new ArrayList<>();
    checks.add(coin(audited, evidence.settings().thresholds().accuracy()));
    for (Standing other : evidence.standings()) {
      Estimate lead = other.lead();
      if (lead != null && decides(other, lead)) {
        checks.add(lead(other, lead));
      }
    }

    if (evidence.logits()) {
      checks.add(logLoss(audited));
    }

    return Optional.of(new Finding(section(evidence.standings(), audited), checks));
  }

  private static Check coin(Standing audited, double least) {
    Estimate accuracy = audited.accuracy();
    Verdict verdict = Judge.above(accuracy, least);
    String share = accuracy.value() == null ? "" : Numbers.percent(accuracy.value());
    String bound = Numbers.percent(least);
    String sentence =
        switch (verdict) {
          case PASS ->
              "It prefers the reply that people preferred in %s of pairs; %s had to be beaten."
                  .formatted(share, bound);
          case WARN ->
              "It agrees with people in %s of pairs, and this sample cannot tell that from %s."
                  .formatted(share, bound);
          case FAIL ->
              "It agrees with people in only %s of pairs, less than %s.".formatted(share, bound);
          case NOT_MEASURED -> Judge.reason(accuracy);
        };
    return new Check(
        "beats-coin",
        "Does it agree with people more than chance would?",
        verdict,
        accuracy,
        Format.PERCENT,
        "whole interval above " + bound,
        sentence,
        ID);
  }

  /** A rule must be beaten; another model tells of agreement with people only if it is better. */
  private static boolean decides(Standing other, Estimate lead) {
    return other.kind() == Contender.Kind.MODEL
        ? lead.below(0)
        : !other.name().equals(Contender.COIN);
  }

  private static Check lead(Standing other, Estimate lead) {
    Verdict verdict = Judge.above(lead, 0);
    String name = other.name();
    String points = lead.value() == null ? "" : Numbers.points(lead.value());
    String sentence =
        switch (verdict) {
          case PASS ->
              "It leads \"%s\" by %s on the same %s pairs.".formatted(name, points, pairs(lead));
          case WARN ->
              "It differs from \"%s\" by %s on the same %s pairs, which chance alone explains."
                  .formatted(name, points, pairs(lead));
          case FAIL ->
              "It does worse than \"%s\", by %s on the same %s pairs."
                  .formatted(name, points, pairs(lead));
          case NOT_MEASURED -> Judge.reason(lead);
        };
    return new Check(
        "beats-" + other.name().replaceAll("[^A-Za-z0-9]+", "-").toLowerCase(java.util.Locale.ROOT),
        question(other),
        verdict,
        lead,
        Format.POINTS,
        "whole interval of the paired difference above 0",
        sentence,
        ID);
  }

  private static String question(Standing other) {
    return switch (other.name()) {
      case Contender.LONGER_WINS -> "Does it agree more than \"the longer reply wins\" would?";
      case Contender.LENGTH_ALONE ->
          "Does it agree more than the best rule that sees nothing but lengths?";
      default -> "Does it agree more than the model \"%s\"?".formatted(other.name());
    };
  }

  private static String pairs(Estimate estimate) {
    return Numbers.count(estimate.n());
  }

  private static Check logLoss(Standing audited) {
    Estimate loss = audited.logLoss();
    Estimate known = loss == null ? Estimate.notMeasured("no rows", 0, 0) : loss;
    Verdict verdict = Judge.below(known, COIN_LOG_LOSS);
    String value = known.value() == null ? "" : Numbers.decimal(known.value());
    String sentence =
        switch (verdict) {
          case PASS ->
              "Log loss is %s nats; always saying 50\u00a0%% costs 0.693.".formatted(value);
          case WARN ->
              "Log loss is %s nats, and this sample cannot tell it from the 0.693 of always saying 50\u00a0%%."
                  .formatted(value);
          case FAIL ->
              "Log loss is %s nats: always saying 50\u00a0%% would cost less, 0.693."
                  .formatted(value);
          case NOT_MEASURED -> Judge.reason(known);
        };
    return new Check(
        "informative-probabilities",
        "Are its probabilities worth more than always saying 50\u00a0%?",
        verdict,
        known,
        Format.DECIMAL,
        "whole interval below 0.693 nats",
        sentence,
        ID);
  }

  private static Section section(List<Standing> standings, Standing audited) {
    Double detectable = audited.accuracy().detectable();
    String resolution =
        detectable == null
            ? ""
            : " On so many pairs, a true difference from a fixed number shows from about %s on."
                .formatted(Numbers.distance(detectable));
    return new Section(
        ID,
        "Agreement with people",
        "The share of held-out human choices that each contender meets, on the same pairs."
            + resolution,
        List.of(accuracies(standings), leads(standings)),
        List.of(),
        List.of(
            "Accuracy is the share of judged pairs whose preferred reply gets the higher reward; equal rewards count half. A comparison of K replies gives K (K − 1) / 2 pairs; pairs that people called equal are left out and counted.",
            "Intervals hold 95\u00a0% and are drawn over clusters of prompts, since pairs of one prompt resemble one another: from 100 clusters a bias-corrected and accelerated bootstrap, from 10 to 99 a t interval with jackknife standard error, below 10 none.",
            "A difference is measured pair by pair, which is sharper than two separate intervals. Its p-value is the share of random signs, one a prompt cluster, that give a difference as large; p-values are not corrected for the number of contenders.",
            "Log loss and Brier score use sigmoid(chosen − rejected) as the probability of what people chose. \"Longer reply wins\" gives an order and no probability; \"length alone\" is a logistic regression on words and their logarithm, each pair judged by a fit to other prompts. Words are runs of characters between white space."));
  }

  private static Figure accuracies(List<Standing> standings) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Standing standing : standings) {
      rows.add(
          Table.row(
              standing.name(),
              standing.accuracy(),
              standing.accuracy().n(),
              standing.accuracy().clusters(),
              standing.accuracyAllRows(),
              standing.accuracyAllRows().n()));
    }

    return new Figure(
        "accuracy",
        "Accuracy of each contender, with 95\u00a0% intervals",
        "One dot a contender: further right agrees more often with people. The dashed line is a coin.",
        Chart.intervals("accuracy", "contender", 0.5, "coin"),
        new Table(
            "Accuracy on the pairs shared with the audited model, and on all pairs that each was scored on",
            List.of(
                new Table.Column("contender", "Contender", Format.TEXT),
                new Table.Column("accuracy", "Accuracy", Format.PERCENT_ESTIMATE),
                new Table.Column("pairs", "Pairs", Format.COUNT),
                new Table.Column("clusters", "Prompt clusters", Format.COUNT),
                new Table.Column("accuracy_all", "On all its pairs", Format.PERCENT_ESTIMATE),
                new Table.Column("pairs_all", "All its pairs", Format.COUNT)),
            rows));
  }

  private static Figure leads(List<Standing> standings) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Standing standing : standings) {
      Estimate lead = standing.lead();
      if (lead != null) {
        rows.add(Table.row(standing.name(), lead, standing.leadP(), lead.detectable(), lead.n()));
      }
    }

    return new Figure(
        "lead",
        "Lead of the audited model, pair by pair",
        "Right of the dashed line, the audited model agrees with people more often than the contender named.",
        Chart.intervals("lead", "contender", 0, "no difference"),
        new Table(
            "Accuracy of the audited model minus that of each contender on the same pairs",
            List.of(
                new Table.Column("contender", "Compared with", Format.TEXT),
                new Table.Column("lead", "Lead", Format.POINTS_ESTIMATE),
                new Table.Column("p", "p-value", Format.P_VALUE),
                new Table.Column(
                    "detectable", "Smallest difference that would show", Format.DISTANCE),
                new Table.Column("pairs", "Pairs", Format.COUNT)),
            rows));
  }
}
