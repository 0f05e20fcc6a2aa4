package org.touchstone.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.touchstone.audit.pairs.Contender;
import org.touchstone.audit.pairs.PairTable;
import org.touchstone.audit.pairs.Standing;
import org.touchstone.audit.settings.AuditSettings;
import org.touchstone.audit.statistic.ClusteredMean;
import org.touchstone.audit.statistic.Outcomes;
import org.touchstone.report.Check;
import org.touchstone.report.Estimate;
import org.touchstone.report.Format;

/**
 * Compares every number of an audit with that of an earlier one: pair by pair where both hold the
 * scores of the same pairs, else from both intervals.
 */
final class Changes {

  /** The numbers of these checks are compared as accuracy and log loss. */
  private static final Set<String> SAME = Set.of("beats-coin", "informative-probabilities");

  private static final String LEAD = "beats-";

  private final List<Contender> contenders;
  private final Earlier earlier;
  private final ClusteredMean means;

  private Changes(List<Contender> contenders, Earlier earlier, ClusteredMean means) {
    this.contenders = contenders;
    this.earlier = earlier;
    this.means = means;
  }

  /**
   * Compares.
   *
   * @param now the report without the comparison
   * @param contenders models and the longer reply, the audited model first
   * @param earlier what to compare with
   * @param settings of this audit
   * @return the accuracy of the audited model first, if it was measured both times
   */
  static List<Change> of(
      AuditReport now, List<Contender> contenders, Earlier earlier, AuditSettings settings) {
    int statements = now.checks().size() + 3;
    ClusteredMean means = ClusteredMean.of(settings.seed(), settings.resamples());
    // As many sign patterns as the correction over all numbers needs.
    Changes changes = new Changes(contenders, earlier, means.drawing(statements));
    List<Change> all = new ArrayList<>();
    for (Standing standing : now.standings()) {
      all.addAll(changes.standing(standing));
    }

    for (Check check : now.checks()) {
      changes.check(check).ifPresent(all::add);
    }

    return all;
  }

  private List<Change> standing(Standing now) {
    boolean audited = now.kind() == Contender.Kind.AUDITED;
    JsonNode then = earlier.standing(audited ? earlier.audited() : now.name()).orElse(null);
    if (then == null || now.name().equals(Contender.COIN)) {
      return List.of();
    }

    List<Scored> measures = audited ? List.of(Scored.values()) : List.of(Scored.ACCURACY);
    return measures.stream().flatMap(measure -> scored(measure, now, then).stream()).toList();
  }

  /** What is measured of every pair. */
  private enum Scored {
    ACCURACY("Accuracy", Better.HIGHER, Format.PERCENT, Outcomes::correct),
    LOG_LOSS("Log loss", Better.LOWER, Format.DECIMAL, Outcomes::logLoss),
    BRIER("Brier score", Better.LOWER, Format.DECIMAL, Outcomes::brier);

    private final String what;
    private final Better better;
    private final Format format;
    private final DoubleUnaryOperator ofMargin;

    Scored(String what, Better better, Format format, DoubleUnaryOperator ofMargin) {
      this.what = what;
      this.better = better;
      this.format = format;
      this.ofMargin = ofMargin;
    }

    private @Nullable Estimate of(Standing standing) {
      return switch (this) {
        case ACCURACY -> standing.accuracy();
        case LOG_LOSS -> standing.logLoss();
        case BRIER -> standing.brier();
      };
    }

    private JsonNode of(JsonNode standing) {
      return standing.path(name().toLowerCase(Locale.ROOT));
    }
  }

  private Optional<Change> scored(Scored measure, Standing now, JsonNode then) {
    boolean audited = now.kind() == Contender.Kind.AUDITED;
    String what = audited ? measure.what : "%s of %s".formatted(measure.what, now.name());
    Better better = audited ? measure.better : Better.NEITHER;
    Optional<Tables> both = both(now.name(), then.path("name").asText());
    if (both.isPresent()) {
      return Optional.of(paired(what, better, measure, both.get()));
    }

    Estimate after = measure.of(now);
    JsonNode before = measure.of(then);
    return after == null || !before.isObject()
        ? Optional.empty()
        : unpaired(what, better, measure.format, Earlier.estimate(before), after);
  }

  private Optional<Change> check(Check now) {
    Better better = Better.of(now.id());
    JsonNode then = earlier.check(now.id()).orElse(null);
    if (then == null || !better.judged() || SAME.contains(now.id())) {
      return Optional.empty();
    }

    String audited = contenders.get(0).name();
    boolean lead = now.id().startsWith(LEAD) && now.format() == Format.POINTS;
    if (lead && both(audited, earlier.audited()).isPresent()) {
      // On the same pairs, it has changed as the accuracies above have.
      return Optional.empty();
    }

    Format format =
        now.format() == Format.PERCENT || now.format() == Format.POINTS
            ? now.format()
            : Format.DECIMAL;
    return unpaired(
        now.question(), better, format, Earlier.estimate(then.path("estimate")), now.estimate());
  }

  private static Optional<Change> unpaired(
      String what, Better better, Format format, Estimate then, Estimate now) {
    return then.bounded() && now.bounded()
        ? Optional.of(Change.unpaired(what, better, format, then, now))
        : Optional.empty();
  }

  /** What a model said now and then of the same pairs, in one order. */
  private record Tables(PairTable now, PairTable then) {}

  /** Those pairs, if there are at least half as many as in the smaller audit. */
  private Optional<Tables> both(String nameNow, String nameThen) {
    PairTable now =
        contenders.stream()
            .filter(contender -> contender.name().equals(nameNow))
            .map(Contender::table)
            .findFirst()
            .orElse(null);
    PairTable then = earlier.table(nameThen).orElse(null);
    if (now == null || then == null) {
      return Optional.empty();
    }

    PairTable shared = now.sharedWith(then);
    boolean enough =
        2L * shared.size() >= Math.min(now.size(), then.size())
            && shared.clusterCount() >= ClusteredMean.FEWEST_CLUSTERS;
    return enough ? Optional.of(new Tables(shared, then.sharedWith(shared))) : Optional.empty();
  }

  private Change paired(String what, Better better, Scored measure, Tables tables) {
    // Prompt clusters are those of today: an earlier deduplication may have made others.
    int[] clusters = tables.now().clusters();
    double[] now = Outcomes.of(tables.now().margins(), measure.ofMargin);
    double[] then = Outcomes.of(tables.then().margins(), measure.ofMargin);
    double[] differences = new double[now.length];
    Arrays.setAll(differences, i -> now[i] - then[i]);
    return new Change(
        what,
        better,
        measure.format,
        estimate(measure, then, clusters),
        estimate(measure, now, clusters),
        means.mean(differences, clusters),
        means.signFlipP(differences, clusters),
        true);
  }

  private Estimate estimate(Scored measure, double[] values, int[] clusters) {
    return measure == Scored.ACCURACY
        ? means.share(values, clusters)
        : means.mean(values, clusters);
  }
}
