package org.touchstone.audit.measure;

import java.util.List;
import java.util.Optional;
import org.touchstone.audit.statistic.LabelBounds;
import org.touchstone.report.Check;
import org.touchstone.report.Estimate;
import org.touchstone.report.Figure;
import org.touchstone.report.Format;
import org.touchstone.report.Numbers;
import org.touchstone.report.Section;
import org.touchstone.report.Table;
import org.touchstone.report.Verdict;

/** Where others stated how far people agree: is the accuracy on single labels possible? */
final class StatedCeiling implements Measure {

  private static final String ID = "stated-ceiling";

  @Override
  public Question question() {
    return Question.CEILING;
  }

  @Override
  public Optional<Finding> of(Evidence evidence) {
    double stated = evidence.settings().statedAgreement();
    if (stated == 0) {
      return Optional.empty();
    }

    LabelBounds bounds = LabelBounds.of(stated);
    Estimate accuracy = evidence.accuracy(evidence.pairs());
    return Optional.of(new Finding(section(bounds, accuracy), List.of(check(bounds, accuracy))));
  }

  private static Check check(LabelBounds bounds, Estimate accuracy) {
    Double value = accuracy.value();
    Verdict verdict =
        value == null || !accuracy.bounded()
            ? Verdict.NOT_MEASURED
            : accuracy.above(bounds.high())
                ? Verdict.FAIL
                : value > bounds.high() ? Verdict.WARN : Verdict.PASS;
    String share = value == null ? "" : Numbers.percent(value);
    String most = Numbers.percent(bounds.high());
    String sentence =
        switch (verdict) {
          case PASS ->
              "If two people agree in %s, nobody could reach more than %s; it reaches %s."
                  .formatted(Numbers.percent(bounds.agreement()), most, share);
          case WARN ->
              "It reaches %s, more than the %s that anybody could; chance may explain it."
                  .formatted(share, most);
          case FAIL ->
              "It reaches %s, more than the %s that anybody could: look for its labels among what it was trained on, or for a stated agreement that is of other data."
                  .formatted(share, most);
          case NOT_MEASURED -> Judge.reason(accuracy);
        };
    return new Check(
        "not-above-stated",
        "Is its accuracy possible if people agree as far as is stated?",
        verdict,
        accuracy,
        Format.PERCENT,
        "at most %s (fail if the whole interval is above)".formatted(most),
        sentence,
        ID);
  }

  private static Section section(LabelBounds bounds, Estimate accuracy) {
    Figure figure =
        new Figure(
            "stated-bounds",
            "What the stated agreement leaves room for",
            "The best possible accuracy lies somewhere between the two bounds.",
            null,
            new Table(
                "Stated agreement and what follows from it",
                List.of(
                    new Table.Column("measure", "Measure", Format.TEXT),
                    new Table.Column("share", "Share", Format.PERCENT)),
                List.of(
                    Table.row("Two people agree, as stated", bounds.agreement()),
                    Table.row("Best possible accuracy, at least", bounds.low()),
                    Table.row("Best possible accuracy, at most", bounds.high()),
                    Table.row("The audited model", accuracy.value()))));
    return new Section(
        ID,
        "Against stated agreement",
        "Every pair here has the label of one person, and one person is sometimes the odd one out. How often others disagree bounds what anybody could reach.",
        List.of(figure),
        List.of(),
        List.of(
            "Best accuracy against one label lies from A to (1 + √(2A − 1)) / 2, where A is the share of pairs of people who agree: E[max(p, 1 − p)] given E[p² + (1 − p)²] = A, the upper bound by Jensen's inequality. The agreement is taken as stated, without an interval, and as one of these prompts and these people.",
            "A model above A is no contradiction: who says what most people would say agrees with each of them more often than they with one another."));
  }
}
