package org.touchstone.audit.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.touchstone.audit.pairs.Calibration;
import org.touchstone.audit.pairs.PairTable;
import org.touchstone.audit.settings.AuditSettings;
import org.touchstone.audit.settings.Thresholds;
import org.touchstone.report.Chart;
import org.touchstone.report.Check;
import org.touchstone.report.Estimate;
import org.touchstone.report.Figure;
import org.touchstone.report.Format;
import org.touchstone.report.Numbers;
import org.touchstone.report.Section;
import org.touchstone.report.Table;
import org.touchstone.report.Verdict;

/** Is it right as often as it is sure? */
final class Sureness implements Measure {

  private static final String ID = "calibration";

  /** Fewer rows in a bin and the bins show chance and nothing else. */
  private static final int FEWEST_ROWS_A_BIN = 10;

  @Override
  public Question question() {
    return Question.KNOWS_WHEN_UNSURE;
  }

  @Override
  public Optional<Finding> of(Evidence evidence) {
    if (!evidence.logits()) {
      return Optional.empty(); // only once its margins are scaled do they say how sure it is
    }

    AuditSettings settings = evidence.settings();
    PairTable pairs = evidence.pairs();
    int needed = rowsNeeded(settings);
    if (pairs.size() < needed) {
      String reason =
          "%d pairs, at least %d needed for %d bins"
              .formatted(pairs.size(), needed, settings.bins());
      return Optional.of(
          finding(
              check(
                  Verdict.NOT_MEASURED,
                  Estimate.notMeasured(reason, pairs.size(), pairs.clusterCount()),
                  settings.thresholds(),
                  reason),
              List.of()));
    }

    Calibration calibration = Calibration.of(pairs, settings.bins(), settings.seed());
    return Optional.of(
        finding(
            check(calibration, pairs, settings.thresholds()),
            List.of(
                reliability(
                    "reliability", "How often it is right against how sure it is", calibration),
                summary(calibration))));
  }

  /** Rows without which bins would show chance alone. */
  static int rowsNeeded(AuditSettings settings) {
    return FEWEST_ROWS_A_BIN * settings.bins();
  }

  /** The calibration error, and what chance would show in place of an interval. */
  static Estimate estimate(Calibration calibration, PairTable pairs) {
    return Estimate.bare(
        calibration.ece(),
        pairs.size(),
        pairs.clusterCount(),
        "no interval: a calibrated model at this n shows %s, at most %s in 95 of 100 samples"
            .formatted(
                Numbers.decimal(calibration.noiseMean()),
                Numbers.decimal(calibration.noiseHigh())));
  }

  private static Check check(Calibration calibration, PairTable pairs, Thresholds thresholds) {
    Estimate ece = estimate(calibration, pairs);
    Verdict verdict = verdict(calibration, thresholds);
    String direction =
        calibration.meanConfidence() > calibration.meanOutcome() ? "too sure" : "not sure enough";
    String means =
        "its mean confidence is %s, it is right in %s"
            .formatted(
                Numbers.percent(calibration.meanConfidence()),
                Numbers.percent(calibration.meanOutcome()));
    String sentence =
        switch (verdict) {
          case PASS ->
              calibration.ece() <= calibration.noiseHigh()
                  ? "Its confidence is off by no more than chance explains: %s.".formatted(means)
                  : "Its confidence is off by more than chance explains, but little: %s."
                      .formatted(means);
          case WARN, FAIL -> "It is %s: %s.".formatted(direction, means);
          case NOT_MEASURED -> "";
        };
    return check(verdict, ece, thresholds, sentence);
  }

  private static Check check(
      Verdict verdict, Estimate ece, Thresholds thresholds, String sentence) {
    return new Check(
        "calibrated",
        "Is it right as often as it is sure?",
        verdict,
        ece,
        Format.DECIMAL,
        threshold(thresholds),
        sentence,
        ID);
  }

  /** What would be a pass, in words. */
  static String threshold(Thresholds thresholds) {
    return "calibration error within chance, or at most %s with chance taken off (fail above %s)"
        .formatted(
            Numbers.decimal(thresholds.calibrationPass()),
            Numbers.decimal(thresholds.calibrationFail()));
  }

  static Verdict verdict(Calibration calibration, Thresholds thresholds) {
    if (calibration.ece() <= calibration.noiseHigh()
        || calibration.debiased() <= thresholds.calibrationPass()) {
      return Verdict.PASS;
    }

    return calibration.debiased() <= thresholds.calibrationFail() ? Verdict.WARN : Verdict.FAIL;
  }

  private static Finding finding(Check check, List<Figure> figures) {
    return new Finding(
        new Section(
            ID,
            "Right as often as it is sure",
            "A model that says 70\u00a0% should be right in 70 of 100 such pairs. Points below the diagonal are overconfident.",
            figures,
            List.of(),
            List.of(
                "Confidence is sigmoid(|chosen − rejected|), the probability that the model gives to its own choice; outcome is 1 where people chose the same, half for equal rewards. That is a probability only if rewards are logits: those of an ensemble are standardised, and this section is left out for it; other models may be on any scale, and of such a one this says nothing before its margins are scaled by a temperature, as below. Bins hold equal numbers of pairs. ECE is the mean distance of outcome and confidence over bins, weighted by pairs. Whiskers are Wilson intervals that take pairs as independent.",
                "ECE is above 0 even for a perfect model. \"Chance taken off\" subtracts the expected excess of each absolute gap under a normal approximation (Kumar, Liang and Ma 2019, arXiv:1909.10155, with the folded normal mean in closed form); for a model without any true gap that takes off two fifths of what chance adds, so compare with the noise lines first. The noise lines redraw outcomes from the model's own confidences, independently by pair; where pairs of one prompt resemble one another, true noise is somewhat larger.")),
        List.of(check));
  }

  /** Draws how often a model is right against how sure it is. */
  static Figure reliability(String id, String title, Calibration calibration) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Calibration.Bin bin : calibration.bins()) {
      rows.add(
          Table.row(
              "%s to %s".formatted(Numbers.percent(bin.lowest()), Numbers.percent(bin.highest())),
              bin.confidence(),
              bin.right(),
              bin.gap(),
              bin.n()));
    }

    return new Figure(
        id,
        title,
        "On the dashed diagonal the model is right exactly as often as it claims. Whiskers are 95\u00a0% intervals; the bars below count the pairs.",
        Chart.reliability("confidence", "right", "pairs"),
        new Table(
            "Confidence and outcome by bin",
            List.of(
                new Table.Column("bin", "Confidence from … to", Format.TEXT),
                new Table.Column("confidence", "Mean confidence", Format.PERCENT),
                new Table.Column("right", "Right", Format.PERCENT_ESTIMATE),
                new Table.Column("gap", "Gap", Format.POINTS),
                new Table.Column("pairs", "Pairs", Format.COUNT)),
            rows));
  }

  private static Figure summary(Calibration calibration) {
    return new Figure(
        "calibration-error",
        "Calibration error and what chance alone would show",
        "The error counts only as far as it exceeds that of a perfectly calibrated model.",
        null,
        new Table(
            "Calibration error",
            List.of(
                new Table.Column("measure", "Measure", Format.TEXT),
                new Table.Column("value", "Value", Format.DECIMAL)),
            List.of(
                Table.row("Expected calibration error (ECE)", calibration.ece()),
                Table.row("ECE with chance taken off", calibration.debiased()),
                Table.row(
                    "Root mean squared gap with chance taken off",
                    Math.sqrt(Math.max(0, calibration.meanSquareDebiased()))),
                Table.row("A perfectly calibrated model at this n, mean", calibration.noiseMean()),
                Table.row(
                    "A perfectly calibrated model at this n, 95th percentile",
                    calibration.noiseHigh()))));
  }
}
