package org.touchstone.statistics;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.touchstone.report.Figure;
import org.touchstone.report.Format;
import org.touchstone.report.Numbers;
import org.touchstone.report.StatisticsPage;
import org.touchstone.report.Table;

/** The chapters about a baseline and about expectations, where there are any. */
final class Checks {

  private Checks() {}

  static List<StatisticsPage.Chapter> chapters(
      @Nullable RowChanges changes, List<Drift> drifts, List<Expectation.Outcome> outcomes) {
    List<StatisticsPage.Chapter> chapters = new ArrayList<>();
    if (!drifts.isEmpty()) {
      chapters.add(drift(changes, drifts));
    }

    if (!outcomes.isEmpty()) {
      chapters.add(expectations(outcomes));
    }

    return chapters;
  }

  private static StatisticsPage.Chapter drift(@Nullable RowChanges changes, List<Drift> drifts) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Drift each : drifts) {
      rows.add(
          Table.row(
              each.measure(),
              each.source().isEmpty() ? Group.ALL.title() : each.source(),
              each.before(),
              each.now(),
              each.shift(),
              each.low(),
              each.high(),
              each.psi(),
              each.js()));
    }

    Table table =
        new Table(
            "Now against the baseline",
            List.of(
                new Table.Column("measure", "Measure", Format.TEXT),
                new Table.Column("source", "Source", Format.TEXT),
                new Table.Column("before", "Baseline", Format.DECIMAL),
                new Table.Column("now", "Now", Format.DECIMAL),
                new Table.Column("shift", "Shift", Format.DECIMAL),
                new Table.Column("low", "From", Format.DECIMAL),
                new Table.Column("high", "To", Format.DECIMAL),
                new Table.Column("psi", "PSI", Format.DECIMAL),
                new Table.Column("js", "JS, bits", Format.DECIMAL)),
            rows);
    return new StatisticsPage.Chapter(
        "drift",
        "What changed",
        changes == null
            ? "How this corpus differs from the baseline, in all rows and in each source that both have."
            : "%s rows are new, %s are gone and %s are in both, by comparison and occurrence. Below, all rows and each source that both have."
                .formatted(
                    Numbers.count(changes.added()),
                    Numbers.count(changes.removed()),
                    Numbers.count(changes.shared())),
        List.of(
            new Figure(
                "drift",
                "Drift from the baseline",
                "A population stability index below 0.1 is usually read as no change, above 0.25 as another population.",
                null,
                table)),
        List.of(),
        List.of(
            "Lengths are binned by the deciles of the baseline, a value that is several of them having a bin of its own. The interval of a shift of means takes values as independent; that of a share is Newcombe's, of the two intervals over prompts."));
  }

  private static StatisticsPage.Chapter expectations(List<Expectation.Outcome> outcomes) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Expectation.Outcome outcome : outcomes) {
      rows.add(
          Table.row(
              outcome.expectation().subject(),
              outcome.found(),
              outcome.expectation().allowed(),
              outcome.met() ? "met" : "failed"));
    }

    Table table =
        new Table(
            "Expectations",
            List.of(
                new Table.Column("of", "Of", Format.TEXT),
                new Table.Column("found", "Found", Format.DECIMAL),
                new Table.Column("allowed", "Allowed", Format.TEXT),
                new Table.Column("outcome", "Outcome", Format.TEXT)),
            rows);
    return new StatisticsPage.Chapter(
        "expectations",
        "Expectations",
        "What the settings demand of this corpus.",
        List.of(
            new Figure(
                "expectations", "Expectations", "Each range and what was found.", null, table)),
        List.of(),
        List.of());
  }
}
