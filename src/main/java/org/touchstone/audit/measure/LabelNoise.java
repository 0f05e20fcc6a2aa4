package org.touchstone.audit.measure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.touchstone.audit.pairs.Contradictions;
import org.touchstone.audit.pairs.PairTable;
import org.touchstone.audit.pairs.Panel;
import org.touchstone.audit.pairs.ScoredPair;
import org.touchstone.audit.statistic.LabelBounds;
import org.touchstone.audit.statistic.NoiseFit;
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

/** How many of people's labels are wrong, as far as a model that never saw them can tell? */
final class LabelNoise implements Measure {

  /** A tenth of wrong labels is thrice what is usual in test sets (arXiv:2103.14749: 3.3 %). */
  static final double FEW = 0.1;

  /** An interval as wide as this does not tell a tenth of wrong labels from a third. */
  static final double TOO_WIDE = 0.25;

  private static final String ID = "label-noise";
  private static final int PARTS = 10;

  @Override
  public Question question() {
    return Question.SOUND_DATA;
  }

  @Override
  public Optional<Finding> of(Evidence evidence) {
    PairTable pairs = evidence.pairs();
    NoiseSample sample = NoiseSample.of(pairs);
    NoiseFit fit = sample.fit();
    Estimate noise = told(sample.noise(fit, evidence.settings()), evidence.accuracy(pairs));
    Contradictions contradictions = Contradictions.of(pairs);
    List<Figure> figures =
        List.of(
            shares(evidence, noise),
            byMargin(evidence, fit),
            cleaned(evidence, contradictions),
            contradictions(contradictions));
    return Optional.of(new Finding(section(evidence, figures), List.of(check(noise))));
  }

  /** The estimate, unless the model is too weak to tell. */
  private static Estimate told(Estimate noise, Estimate accuracy) {
    Double low = noise.low();
    Double high = noise.high();
    if (low == null || high == null) {
      return noise;
    }

    if (!accuracy.above(0.5)) {
      return Estimate.notMeasured(
          "the model does not beat a coin, so its disagreement says nothing of the labels",
          noise.n(),
          noise.clusters());
    }

    return high - low <= TOO_WIDE
        ? noise
        : Estimate.notMeasured(
            "the model is not sure enough to tell wrong labels from close calls: anything from %s to %s would fit"
                .formatted(Numbers.percent(low), Numbers.percent(high)),
            noise.n(),
            noise.clusters());
  }

  private static Check check(Estimate noise) {
    Verdict verdict =
        noise.bounded() ? noise.below(FEW) ? Verdict.PASS : Verdict.WARN : Verdict.NOT_MEASURED;
    String share = noise.value() == null ? "" : Numbers.percent(noise.value());
    String sentence =
        switch (verdict) {
          case PASS -> "About %s of the labels look turned around.".formatted(share);
          case WARN, FAIL ->
              "About %s of the labels look turned around, or the model is sure and wrong as often: look at relabel.csv."
                  .formatted(share);
          case NOT_MEASURED -> Judge.reason(noise) + ".";
        };
    return new Check(
        "few-wrong-labels",
        "Are few of the labels wrong?",
        verdict,
        noise,
        Format.PERCENT,
        "whole interval below %s; never a fail, since the model may be the one that is wrong"
            .formatted(Numbers.percent(FEW)),
        sentence.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + sentence.substring(1),
        ID);
  }

  private static Figure shares(Evidence evidence, Estimate noise) {
    PairTable pairs = evidence.pairs();
    double surest = sizes(pairs)[pairs.size() - 1 - (pairs.size() - 1) / PARTS];
    List<List<@Nullable Object>> rows = new ArrayList<>();
    rows.add(row("Labels turned around, most likely", noise));
    rows.add(
        row(
            "Disagreement where the model is surest, a tenth of the pairs: labels turned around at most",
            disagreement(evidence, pair -> Math.abs(pair.margin()) >= surest)));
    rows.add(row("Disagreement over all pairs", disagreement(evidence, pair -> true)));
    Panel panel = evidence.panel();
    if (!panel.items().isEmpty()) {
      Estimate agreement = PeopleAgreement.of(panel, evidence.means()).preferences();
      rows.add(
          row("Labels that most other people would not give, at least", minority(agreement, true)));
      rows.add(
          row("Labels that most other people would not give, at most", minority(agreement, false)));
    }

    return figure("label-noise-shares", "How many labels are wrong", rows);
  }

  /** One minus a bound of the best accuracy; its ends change places. */
  private static Estimate minority(Estimate agreement, boolean least) {
    Estimate best = LabelBounds.of(agreement, bounds -> least ? bounds.high() : bounds.low());
    return new Estimate(
        turned(best.value()),
        turned(best.high()),
        turned(best.low()),
        null,
        best.n(),
        best.clusters(),
        best.method(),
        best.reason());
  }

  private static @Nullable Double turned(@Nullable Double share) {
    return share == null ? null : Double.valueOf(1 - share);
  }

  private static Figure byMargin(Evidence evidence, NoiseFit fit) {
    double[] sizes = sizes(evidence.pairs());
    List<List<@Nullable Object>> rows = new ArrayList<>();
    double below = Double.NEGATIVE_INFINITY;
    for (int part = 0; part < PARTS; part++) {
      double from = below;
      double to = sizes[Math.max(0, (int) ((part + 1L) * sizes.length / PARTS) - 1)];
      PairTable some =
          evidence
              .pairs()
              .where(pair -> Math.abs(pair.margin()) > from && Math.abs(pair.margin()) <= to);
      if (some.size() > 0) {
        double expected = Arrays.stream(some.margins()).map(fit::disagreement).average().orElse(0);
        double clean =
            Arrays.stream(some.margins()).map(m -> fit.opposite(Math.abs(m))).average().orElse(0);
        rows.add(
            Table.row(
                "up to " + Numbers.decimal(to),
                disagreement(evidence, pair -> some(pair, from, to)),
                expected,
                clean,
                some.size()));
      }

      below = to;
    }

    return new Figure(
        "disagreement-by-margin",
        "Disagreement with people by how sure the model is",
        "It should fall towards nothing on the right. Where it stops falling, labels are turned around, or the model is sure and wrong.",
        Chart.intervals("disagreement", "margin", fit.noise(), "labels turned around"),
        new Table(
            "Disagreement by tenths of the margin",
            List.of(
                new Table.Column("margin", "Margin, in logits", Format.TEXT),
                new Table.Column("disagreement", "Disagreement", Format.PERCENT_ESTIMATE),
                new Table.Column("expected", "Expected", Format.PERCENT),
                new Table.Column("clean", "Expected with clean labels", Format.PERCENT),
                new Table.Column("pairs", "Pairs", Format.COUNT)),
            rows));
  }

  private static boolean some(ScoredPair pair, double from, double to) {
    return Math.abs(pair.margin()) > from && Math.abs(pair.margin()) <= to;
  }

  private static double[] sizes(PairTable pairs) {
    return Arrays.stream(pairs.margins()).map(Math::abs).sorted().toArray();
  }

  private static Estimate disagreement(Evidence evidence, Predicate<ScoredPair> condition) {
    PairTable some = evidence.pairs().where(condition);
    return evidence
        .means()
        .share(
            Outcomes.of(some.margins(), margin -> 1 - Outcomes.correct(margin)), some.clusters());
  }

  private static Figure cleaned(Evidence evidence, Contradictions found) {
    PairTable pairs = evidence.pairs();
    List<List<@Nullable Object>> rows = new ArrayList<>();
    rows.add(row("All pairs", evidence.accuracy(pairs)));
    rows.add(
        row(
            "Without those that people contradict",
            evidence.accuracy(pairs.where(pair -> !found.contradicted().contains(pair.item())))));
    rows.add(
        row(
            "Judged more than once, always alike",
            evidence.accuracy(
                pairs.where(
                    pair ->
                        found.repeated().contains(pair.item())
                            && !found.contradicted().contains(pair.item())))));
    rows.add(
        row(
            "Judged both ways",
            evidence.accuracy(pairs.where(pair -> found.contradicted().contains(pair.item())))));
    return figure("accuracy-on-clean-labels", "Accuracy where people agree", rows);
  }

  private static Figure contradictions(Contradictions found) {
    return new Figure(
        "contradictions",
        "Same prompt, same replies, judged more than once",
        "An item that one person judged both ways is a slip; one that two people judge differently may be a close call.",
        null,
        new Table(
            "Items judged more than once",
            List.of(
                new Table.Column("items", "Items", Format.TEXT),
                new Table.Column("count", "Count", Format.COUNT)),
            List.of(
                Table.row("judged more than once", found.repeated().size()),
                Table.row("judged both ways", found.contradicted().size()),
                Table.row("\u2026 by one named person", found.byOnePerson()),
                Table.row("\u2026 by different named people", found.byDifferent()),
                Table.row("\u2026 only with rows of unknown people", found.byUnnamed()))));
  }

  private static List<@Nullable Object> row(String what, Estimate share) {
    return Table.row(what, share, share.n());
  }

  private static Figure figure(String id, String title, List<List<@Nullable Object>> rows) {
    return new Figure(
        id,
        title,
        "Shares with 95\u00a0% intervals.",
        null,
        new Table(
            title,
            List.of(
                new Table.Column("what", "What", Format.TEXT),
                new Table.Column("share", "Share", Format.PERCENT_ESTIMATE),
                new Table.Column("rows", "Pairs or items", Format.COUNT)),
            rows));
  }

  private static Section section(Evidence evidence, List<Figure> figures) {
    return new Section(
        ID,
        "Wrong labels",
        "Of a model that was not trained on these labels: where it is sure and people disagree more often than its sureness leaves room for, labels are wrong, or the model is. relabel.csv lists the %d most doubtful ones at most."
            .formatted(evidence.settings().relabel()),
        figures,
        List.of(),
        List.of(
            "The share turned around is the noise e of the most likely mixture (1 \u2212 e) sigmoid(m / T) + e sigmoid(\u2212m / T) over margins m, T fitted with it. It takes wrong labels as equally frequent on plain and on close pairs, and the model's errors as calibrated up to a scale. A model that is sure and wrong for its own reasons looks the same as wrong labels, so this is the largest share that they explain, and a warning is no proof.",
            "Close to m = 0, e and T cannot be told apart; only sure judgements tell. Disagreement where the model is surest bounds the noise without the mixture, as long as the model is right there more often than not.",
            "\"Without those that people contradict\" leaves out items that people judged both ways, and no pair because the model dislikes its label: that would be circular, for any model looks good on the labels that it agrees with. Items judged once cannot be contradicted and stay."));
  }
}
