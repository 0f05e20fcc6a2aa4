package org.touchstone.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.touchstone.audit.measure.Judge;
import org.touchstone.audit.pairs.Contender;
import org.touchstone.audit.settings.AuditSettings;
import org.touchstone.audit.settings.Thresholds;
import org.touchstone.report.Answer;
import org.touchstone.report.Check;
import org.touchstone.report.Estimate;
import org.touchstone.report.Figure;
import org.touchstone.report.Format;
import org.touchstone.report.Numbers;
import org.touchstone.report.Section;
import org.touchstone.report.Verdict;

/** Did it get worse since an earlier audit? A chapter of its own, before the questions. */
final class SinceEarlier {

  private static final String ID = "since";

  private final AuditReport now;
  private final Earlier earlier;
  private final Thresholds thresholds;
  private final List<Change> changes;
  private final double[] corrected;

  private SinceEarlier(
      AuditReport now, Earlier earlier, Thresholds thresholds, List<Change> changes) {
    this.now = now;
    this.earlier = earlier;
    this.thresholds = thresholds;
    this.changes = changes;
    this.corrected = Change.corrected(changes);
  }

  /**
   * Adds the comparison to a report.
   *
   * @param now the report
   * @param models the model under audit first
   * @param earlier what to compare with
   * @param settings of this audit
   */
  static AuditReport added(
      AuditReport now, List<Contender> models, Earlier earlier, AuditSettings settings) {
    List<Contender> contenders = new ArrayList<>(models);
    contenders.add(Contender.longerWins(models.get(0).table()));
    List<Change> changes = Changes.of(now, contenders, earlier, settings);
    return new SinceEarlier(now, earlier, settings.thresholds(), changes).added();
  }

  private AuditReport added() {
    List<Check> own = List.of(accuracy(), others());
    List<Check> checks = new ArrayList<>(own);
    checks.addAll(now.checks());
    List<Section> sections = new ArrayList<>(List.of(section()));
    sections.addAll(now.sections());
    String question = "Did it get worse since the audit of %s?".formatted(earlier.day());
    return new AuditReport(
        now.version(),
        now.provenance(),
        now.settings(),
        now.coverage(),
        Answer.of(0, ID, question, "", own, List.of(ID)),
        now.answers(),
        checks,
        now.standings(),
        now.ceilings(),
        sections,
        now.doubtful());
  }

  private Check accuracy() {
    Change change = changes.isEmpty() ? null : changes.get(0);
    boolean measured = change != null && change.what().equals("Accuracy");
    Estimate estimate =
        change == null || !measured
            ? Estimate.notMeasured("no accuracy with an interval in both audits", 0, 0)
            : change.difference();
    double drop = thresholds.accuracyDrop();
    Verdict verdict = verdict(estimate, drop);
    return new Check(
        "no-accuracy-drop",
        "Does it agree with people as often as then?",
        verdict,
        estimate,
        Format.POINTS,
        "whole interval of now minus then above %s and not below 0 (fail if all of it is below %s)"
            .formatted(Numbers.points(-drop), Numbers.points(-drop)),
        change == null || !measured
            ? Judge.reason(estimate)
            : sentence(verdict, change, Numbers.distance(drop)),
        ID);
  }

  private static Verdict verdict(Estimate change, double drop) {
    Verdict within = Judge.above(change, -drop);
    return within == Verdict.PASS && change.below(0) ? Verdict.WARN : within;
  }

  private static String sentence(Verdict verdict, Change change, String drop) {
    Estimate difference = change.difference();
    String on =
        change.paired()
            ? "On the same %s pairs".formatted(Numbers.count(difference.n()))
            : "On other pairs than then";
    String changed =
        "%s, its accuracy changed by %s".formatted(on, Numbers.estimate(difference, Format.POINTS));
    return switch (verdict) {
      case PASS -> "%s: a drop of more than %s is ruled out.".formatted(changed, drop);
      case WARN ->
          difference.below(0)
              ? "%s: worse than then, though not surely by more than %s.".formatted(changed, drop)
              : "%s: so few pairs cannot rule out a drop of more than %s.".formatted(changed, drop);
      case FAIL -> "%s: a drop of surely more than %s.".formatted(changed, drop);
      case NOT_MEASURED -> Judge.reason(difference);
    };
  }

  private Check others() {
    List<Change> worse = new ArrayList<>();
    for (int i = 0; i < corrected.length; i++) {
      if (changes.get(i).worse(corrected[i])) {
        worse.add(changes.get(i));
      }
    }

    Change nearest = worse.isEmpty() ? nearest() : worse.get(0);
    Verdict verdict =
        nearest == null ? Verdict.NOT_MEASURED : worse.isEmpty() ? Verdict.PASS : Verdict.WARN;
    return new Check(
        "nothing-worse",
        "Did no number get worse by more than noise?",
        verdict,
        nearest == null
            ? Estimate.notMeasured("no number has an interval in both audits", 0, 0)
            : nearest.difference(),
        nearest == null ? Format.DECIMAL : SinceFigures.difference(nearest.format()),
        "no change for the worse with a p-value below 0.05, corrected over all numbers compared",
        sentence(verdict, worse),
        ID);
  }

  private String sentence(Verdict verdict, List<Change> worse) {
    long judged = changes.stream().filter(change -> change.better().judged()).count();
    long improved =
        IntStream.range(0, corrected.length)
            .filter(i -> changes.get(i).improved(corrected[i]))
            .count();
    return switch (verdict) {
      case PASS ->
          "Of %d numbers compared, none got worse by more than noise; %d got better."
              .formatted(judged, improved);
      case WARN ->
          "%d of %d numbers compared got worse by more than noise: %s."
              .formatted(worse.size(), judged, words(worse));
      case FAIL, NOT_MEASURED -> "No number has an interval in both audits.";
    };
  }

  /** The judged change that is the least likely to be noise; null if there is none. */
  private @Nullable Change nearest() {
    return IntStream.range(0, corrected.length)
        .filter(i -> changes.get(i).better().judged())
        .boxed()
        .min(Comparator.comparingDouble(i -> corrected[i]))
        .map(changes::get)
        .orElse(null);
  }

  private static String words(List<Change> worse) {
    return worse.stream().map(Change::words).collect(Collectors.joining("; "));
  }

  private Section section() {
    List<Figure> figures = new ArrayList<>(SinceFigures.numbers(changes, corrected));
    List<SinceFigures.Turn> turns = turns();
    if (!turns.isEmpty()) {
      figures.add(SinceFigures.verdicts(turns));
    }

    return new Section(
        ID,
        "Then and now",
        "%s of the audit of %s (%s) beside those of this one. %s"
            .formatted(
                sameModel() ? "The same model: its numbers" : "The numbers",
                earlier.day(),
                earlier.audited(),
                turned(turns)),
        figures,
        List.of(),
        List.of(
            "Compared with %s: model %s, digest %s, Touchstone %s."
                .formatted(
                    earlier.path(),
                    earlier.audited(),
                    earlier.digest(),
                    earlier.report().at("/provenance/code_version").asText()),
            "Where both audits hold the scores of the same pairs, and those are at least half of the smaller audit, now minus then is measured pair by pair, with the interval of a mean over today's prompt clusters and a p-value from random signs of whole clusters; \"then\" and \"now\" are those of the shared pairs. Else the interval is that of a difference of two independent numbers, from both of their intervals (Zou and Donner 2008, Statistics in Medicine 27); rows that both audits share make it wider than need be. A lead over another contender on the same pairs changes as the two accuracies do and has no line of its own.",
            "P-values are corrected by Holm over all numbers for which one way is better; numbers of other contenders tell of the data and are not among them. The weakest source or kind of pair is another one in every audit: such checks are compared by their verdicts alone. The smallest change that would show is 2.80 standard errors, for a single comparison."));
  }

  private boolean sameModel() {
    return earlier.digest().equals(String.valueOf(now.standings().get(0).digest()));
  }

  private static String turned(List<SinceFigures.Turn> turns) {
    long worse = turns.stream().filter(SinceFigures.Turn::worse).count();
    return turns.isEmpty()
        ? "No verdict changed."
        : "%d verdicts changed for the worse, %d for the better."
            .formatted(worse, turns.size() - worse);
  }

  private List<SinceFigures.Turn> turns() {
    List<SinceFigures.Turn> turns = new ArrayList<>();
    for (Check check : now.checks()) {
      JsonNode before = earlier.check(check.id()).orElse(null);
      if (before != null) {
        Verdict then = Verdict.valueOf(before.path("verdict").asText().replace(' ', '_'));
        if (then != check.verdict()) {
          turns.add(new SinceFigures.Turn(check.question(), then, check.verdict()));
        }
      }
    }

    return turns;
  }
}
