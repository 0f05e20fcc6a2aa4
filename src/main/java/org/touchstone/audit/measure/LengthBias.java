package org.touchstone.audit.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.touchstone.audit.pairs.PairTable;
import org.touchstone.audit.pairs.ScoredPair;
import org.touchstone.audit.settings.Thresholds;
import org.touchstone.audit.statistic.ClusteredCorrelation;
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

/** Does it judge replies, or count their words? */
final class LengthBias implements Measure {

  private static final String ID = "length";

  @Override
  public Question question() {
    return Question.FOOLED;
  }

  @Override
  public Optional<Finding> of(Evidence evidence) {
    PairTable pairs = evidence.pairs();
    Estimate correlation =
        ClusteredCorrelation.of(
            pairs.margins(),
            pairs.pairs().stream().mapToDouble(LengthBias::wordsAhead).toArray(),
            pairs.clusters());
    return Optional.of(
        new Finding(
            section(evidence, correlation),
            List.of(
                check(correlation, evidence.settings().thresholds()),
                matched(evidence.accuracy(pairs.where(LengthBias::matched))))));
  }

  private static int wordsAhead(ScoredPair pair) {
    return pair.chosenWords() - pair.rejectedWords();
  }

  /** Lengths so close that a person would not notice which is longer. */
  private static boolean matched(ScoredPair pair) {
    int longer = Math.max(pair.chosenWords(), pair.rejectedWords());
    return 10 * Math.abs(wordsAhead(pair)) <= longer;
  }

  private static Check matched(Estimate accuracy) {
    Verdict verdict = Judge.above(accuracy, 0.5);
    String share = accuracy.value() == null ? "" : Numbers.percent(accuracy.value());
    String sentence =
        switch (verdict) {
          case PASS ->
              "Where lengths differ by at most a tenth, it still agrees with people in %s of pairs."
                  .formatted(share);
          case WARN ->
              "Where lengths differ by at most a tenth, its %s cannot be told from a coin."
                  .formatted(share);
          case FAIL ->
              "Where lengths differ by at most a tenth, it does worse than a coin: %s."
                  .formatted(share);
          case NOT_MEASURED -> Judge.reason(accuracy);
        };
    return new Check(
        "beats-coin-at-equal-length",
        "Does it beat a coin where length tells nothing?",
        verdict,
        accuracy,
        Format.PERCENT,
        "whole interval above 50\u00a0% on pairs whose lengths differ by at most a tenth",
        sentence,
        ID);
  }

  private static Check check(Estimate correlation, Thresholds thresholds) {
    Verdict verdict = verdict(correlation, thresholds);
    String value = correlation.value() == null ? "" : Numbers.decimal(correlation.value());
    String sentence =
        switch (verdict) {
          case PASS ->
              "Reward and length go together only weakly: the correlation is %s.".formatted(value);
          case WARN ->
              "Length explains much of the reward: the correlation is %s.".formatted(value);
          case FAIL -> "The reward is little but length: the correlation is %s.".formatted(value);
          case NOT_MEASURED -> Judge.reason(correlation);
        };
    return new Check(
        "not-a-length-counter",
        "Does it judge more than length?",
        verdict,
        correlation,
        Format.DECIMAL,
        "correlation of margin and length below %s in absolute value (fail from %s)"
            .formatted(
                Numbers.decimal(thresholds.lengthCorrelationWarn()),
                Numbers.decimal(thresholds.lengthCorrelationFail())),
        sentence,
        ID);
  }

  private static Verdict verdict(Estimate correlation, Thresholds thresholds) {
    Double value = correlation.value();
    if (value == null || !correlation.bounded()) {
      return Verdict.NOT_MEASURED;
    }

    if (Math.abs(value) >= thresholds.lengthCorrelationFail()) {
      return Verdict.FAIL;
    }

    return Math.abs(value) >= thresholds.lengthCorrelationWarn() ? Verdict.WARN : Verdict.PASS;
  }

  private static Section section(Evidence evidence, Estimate correlation) {
    return new Section(
        ID,
        "Length",
        "People lean towards longer replies, and a model can look good by learning that alone. What it does where people preferred the shorter reply shows how much else it learned.",
        List.of(slices(evidence), leanings(evidence, correlation)),
        List.of(),
        List.of(
            "Length is in words: runs of characters between white space. Texts in scripts without spaces count as few words; characters are kept beside words in the table of pairs.",
            "The interval of the correlation is by Fisher's transform with a standard error from the influence of whole prompt clusters. A model may rightly favour length as far as people do: compare the two shares."));
  }

  private static Figure slices(Evidence evidence) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    rows.add(slice(evidence, "people chose the longer reply", pair -> wordsAhead(pair) > 0));
    rows.add(slice(evidence, "both equally long", pair -> wordsAhead(pair) == 0));
    rows.add(slice(evidence, "people chose the shorter reply", pair -> wordsAhead(pair) < 0));
    rows.add(slice(evidence, "lengths differ by at most a tenth", LengthBias::matched));
    return new Figure(
        "accuracy-by-length",
        "Accuracy by which reply was longer",
        "A model that only counted words would be at 100\u00a0% in the first row and 0\u00a0% in the third. The last row is what it knows beside length.",
        Chart.intervals("accuracy", "pairs_where", 0.5, "coin"),
        new Table(
            "Accuracy by which reply was longer",
            List.of(
                new Table.Column("pairs_where", "Pairs where", Format.TEXT),
                new Table.Column("accuracy", "Accuracy", Format.PERCENT_ESTIMATE),
                new Table.Column("pairs", "Pairs", Format.COUNT),
                new Table.Column("clusters", "Prompt clusters", Format.COUNT)),
            rows));
  }

  private static List<@Nullable Object> slice(
      Evidence evidence, String name, Predicate<ScoredPair> condition) {
    PairTable rows = evidence.pairs().where(condition);
    Estimate accuracy = evidence.accuracy(rows);
    return Table.row(name, accuracy, accuracy.n(), accuracy.clusters());
  }

  private static Figure leanings(Evidence evidence, Estimate correlation) {
    PairTable unequal = evidence.pairs().where(pair -> wordsAhead(pair) != 0);
    double[] people = new double[unequal.size()];
    double[] model = new double[unequal.size()];
    for (int i = 0; i < people.length; i++) {
      boolean chosenLonger = wordsAhead(unequal.pairs().get(i)) > 0;
      double agrees = Outcomes.correct(unequal.margins()[i]);
      people[i] = chosenLonger ? 1 : 0;
      model[i] = chosenLonger ? agrees : 1 - agrees;
    }

    return new Figure(
        "leaning",
        "How often each prefers the longer reply",
        "A share of the model far above that of people means that it overrates length.",
        null,
        new Table(
            "Leaning towards the longer reply, pairs of equal length left out",
            List.of(
                new Table.Column("who", "Who", Format.TEXT),
                new Table.Column("share", "Prefers the longer reply", Format.PERCENT_ESTIMATE),
                new Table.Column(
                    "correlation", "Correlation of margin and words", Format.DECIMAL_ESTIMATE)),
            List.of(
                Table.row("people", evidence.means().share(people, unequal.clusters()), null),
                Table.row(
                    evidence.audited().name(),
                    evidence.means().share(model, unequal.clusters()),
                    correlation))));
  }
}
