package org.touchstone.audit.measure;

import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.touchstone.audit.pairs.Calibration;
import org.touchstone.audit.pairs.PairTable;
import org.touchstone.audit.settings.AuditSettings;
import org.touchstone.audit.settings.Thresholds;
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

/** Would one number mend its confidence? */
final class Temperature implements Measure {

  private static final String ID = "temperature";

  @Override
  public Question question() {
    return Question.KNOWS_WHEN_UNSURE;
  }

  @Override
  public Optional<Finding> of(Evidence evidence) {
    AuditSettings settings = evidence.settings();
    Optional<Temperatures> found = Temperatures.of(evidence.pairs(), settings);
    int needed = Sureness.rowsNeeded(settings);
    if (found.isEmpty() || found.get().before().size() < needed) {
      return Optional.of(unfitted(evidence, needed));
    }

    Temperatures fit = found.get();
    Calibration before = Calibration.of(fit.before(), settings.bins(), settings.seed());
    Calibration after = Calibration.of(fit.after(), settings.bins(), settings.seed());
    return Optional.of(
        new Finding(
            section(
                direction(fit.fitted()) + " " + judged(fit),
                List.of(
                    temperatures(fit),
                    scores(evidence, fit, before, after),
                    Sureness.reliability(
                        "reliability-scaled",
                        "How often it is right against how sure it is, after scaling",
                        after))),
            List.of(check(fit, after, settings.thresholds()))));
  }

  private static Finding unfitted(Evidence evidence, int needed) {
    PairTable pairs = evidence.pairs();
    String reason =
        "No temperature was fitted: that needs %s pairs of %d prompts or more, margins that lean towards what people chose, and some that do not."
            .formatted(Numbers.count(needed), 2 * ClusteredMean.FEWEST_CLUSTERS);
    return new Finding(
        section(reason, List.of()),
        List.of(
            check(
                Verdict.NOT_MEASURED,
                Estimate.notMeasured(reason, pairs.size(), pairs.clusterCount()),
                evidence.settings().thresholds(),
                reason)));
  }

  private static Section section(String answer, List<Figure> figures) {
    return new Section(
        ID,
        "Would one number mend it?",
        answer,
        figures,
        List.of(),
        List.of(
            "Probabilities are sigmoid(margin / T). T is the likeliest on rows that it is then not judged on; the likelihood is convex in 1 / T, so there is one best T (Guo et al. 2017, arXiv:1706.04599). Its interval is from clusters of prompts drawn anew, each draw fitted anew. T does not change which reply is preferred.",
            "Probabilities before scaling are sigmoid(margin). They mean something only if rewards are logits, as those of a model trained by the logistic loss are. Rewards of an ensemble are standardised, and others may be on any scale: of those, only the column after scaling speaks, and T is their unit rather than a fault."));
  }

  private static String direction(Estimate fitted) {
    Double value = fitted.value();
    String said =
        "the likeliest temperature is %s"
            .formatted(Numbers.estimate(fitted, Format.DECIMAL_ESTIMATE));
    if (fitted.above(1)) {
      return "It is too sure: %s, above 1.".formatted(said);
    }

    if (fitted.below(1)) {
      return "It is not sure enough: %s, below 1.".formatted(said);
    }

    return "Whether it is too sure or not sure enough, these rows cannot tell: %s."
        .formatted(value == null ? "no temperature fits" : said);
  }

  private static String judged(Temperatures fit) {
    return fit.crossed()
        ? "There were too few validation rows to fit it on, so each half of the prompts was scaled by the temperature of the other half."
        : "It was fitted on %s validation pairs and is judged on the other %s."
            .formatted(Numbers.count(fit.fittedOn()), Numbers.count(fit.before().size()));
  }

  private static Check check(Temperatures fit, Calibration after, Thresholds thresholds) {
    Verdict verdict = Sureness.verdict(after, thresholds);
    String scaled =
        "after scaling, its mean confidence is %s and it is right in %s"
            .formatted(
                Numbers.percent(after.meanConfidence()), Numbers.percent(after.meanOutcome()));
    String sentence =
        verdict == Verdict.PASS
            ? "One temperature is enough: %s.".formatted(scaled)
            : "One temperature does not mend it: %s.".formatted(scaled);
    return check(verdict, Sureness.estimate(after, fit.before()), thresholds, sentence);
  }

  private static Check check(
      Verdict verdict, Estimate ece, Thresholds thresholds, String sentence) {
    return new Check(
        "calibrated-after-scaling",
        "Is it right as often as it is sure, once its margins are scaled?",
        verdict,
        ece,
        Format.DECIMAL,
        Sureness.threshold(thresholds),
        sentence,
        ID);
  }

  private static Figure temperatures(Temperatures fit) {
    String first = fit.crossed() ? "first half, scales the second" : "validation rows";
    List<List<@Nullable Object>> rows =
        fit.crossed()
            ? List.of(
                Table.row("all rows, to be stated", fit.fitted()),
                Table.row(first, bare(fit.first(), fit)),
                Table.row("second half, scales the first", bare(fit.second(), fit)))
            : List.of(Table.row(first, fit.fitted()));
    return new Figure(
        "temperatures",
        "Temperature",
        "Margins are divided by it. Above 1 the model is too sure, below 1 not sure enough.",
        null,
        new Table(
            "Temperature by the rows that it was fitted on",
            List.of(
                new Table.Column("rows", "Fitted on", Format.TEXT),
                new Table.Column("temperature", "Temperature", Format.DECIMAL_ESTIMATE)),
            rows));
  }

  private static Figure scores(
      Evidence evidence, Temperatures fit, Calibration before, Calibration after) {
    return new Figure(
        "scaling",
        "Before and after scaling",
        "Lower is better in every row, and a change below 0 is a gain.",
        null,
        new Table(
            "Scores of the probabilities on rows that the temperature did not see",
            List.of(
                new Table.Column("score", "Score", Format.TEXT),
                new Table.Column("before", "Before", Format.DECIMAL_ESTIMATE),
                new Table.Column("after", "After", Format.DECIMAL_ESTIMATE),
                new Table.Column("change", "Change", Format.DECIMAL_ESTIMATE)),
            List.of(
                row("log loss, nats", evidence, fit, Outcomes::logLoss),
                row("Brier score", evidence, fit, Outcomes::brier),
                Table.row(
                    "calibration error",
                    Sureness.estimate(before, fit.before()),
                    Sureness.estimate(after, fit.before()),
                    bare(after.ece() - before.ece(), fit)))));
  }

  private static List<@Nullable Object> row(
      String name, Evidence evidence, Temperatures fit, DoubleUnaryOperator score) {
    double[] before = Outcomes.of(fit.before().margins(), score);
    double[] after = Outcomes.of(fit.after().margins(), score);
    double[] change = new double[before.length];
    for (int i = 0; i < change.length; i++) {
      change[i] = after[i] - before[i];
    }

    int[] clusters = fit.before().clusters();
    return Table.row(
        name,
        evidence.means().mean(before, clusters),
        evidence.means().mean(after, clusters),
        evidence.means().mean(change, clusters));
  }

  private static Estimate bare(double value, Temperatures fit) {
    PairTable rows = fit.before();
    return Estimate.bare(value, rows.size(), rows.clusterCount(), "no interval worked out");
  }
}
