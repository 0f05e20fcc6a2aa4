package org.touchstone.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.touchstone.jobs.Outcome.Count;
import org.touchstone.jobs.Outcome.Unit;
import org.touchstone.schema.Columns;
import org.touchstone.split.Certified;
import org.touchstone.split.PreviousSplit;
import org.touchstone.split.Split;
import org.touchstone.split.SplitCertificate;
import org.touchstone.split.SplitReport;
import org.touchstone.split.SplitRows;
import org.touchstone.split.SplitSettings;

/** Splits by prompt cluster, and publishes only what leaks nothing between clusters. */
final class SplitJob implements Job<SplitSettings> {

  static final String MOVED = "moved";
  static final String LEAKS = "leaks";

  @Override
  public String name() {
    return "split";
  }

  @Override
  public String description() {
    return "Split by prompt cluster, with a certificate that nothing leaks.";
  }

  @Override
  public Class<SplitSettings> settingsType() {
    return SplitSettings.class;
  }

  @Override
  public List<JobInput> inputs(CommonSettings common, SplitSettings settings) {
    List<JobInput> inputs = new ArrayList<>();
    inputs.add(JobInput.output(common.onlyInput()));
    if (settings.previous() != null) {
      inputs.add(JobInput.output(settings.previous()));
    }

    return inputs;
  }

  @Override
  public Outcome run(JobContext context, SplitSettings settings) throws IOException {
    Dataset<Row> comparisons =
        context.table(
            name(),
            context.common().onlyInput(),
            TableColumns.comparisonsWith(Columns.PROMPT_CLUSTER));
    long seed = context.common().seed();
    Split split = new Split(settings);
    EarlierSplit earlier = EarlierSplit.of(context, settings);
    PreviousSplit previous = earlier == null ? null : earlier.split();
    SplitRows rows =
        previous == null
            ? split.apply(comparisons, seed)
            : split.apply(comparisons, seed, previous);
    context.write(rows.comparisons());
    Dataset<Row> written = context.spark().read().parquet(context.stagedData());
    Certified certified = split.certify(written, seed);
    refuseLeaks(certified.certificate(), settings);
    certified.leaks().write().parquet(context.staged(LEAKS));
    if (previous != null) {
      rows.moved().write().parquet(context.staged(MOVED));
    }

    SplitReport report = split.report(rows, written, previous);
    ObjectNode results =
        Manifests.results(Map.of("certificate", certified.certificate(), "report", report));
    TextVersions.putIn(results);
    if (earlier != null) {
      results.set("changed_settings", earlier.changedSettings());
    }

    Conservation.of(comparisons.count()).plus(certified.certificate().rows()).in(results, "rows");
    String warning = EmptyPrompts.warning(comparisons).map(text -> "; " + text).orElse("");
    long all = certified.certificate().rows().values().stream().mapToLong(Long::longValue).sum();
    return new Outcome(
        Count.of(all, Unit.COMPARISONS),
        Count.of(all, Unit.COMPARISONS),
        Map.of(),
        results,
        summary(certified.certificate(), report.previous()) + warning);
  }

  private static void refuseLeaks(SplitCertificate certificate, SplitSettings settings) {
    if (certificate.straddlingClusters() > 0) {
      throw new IllegalStateException(
          "Cannot publish the split: %d prompt clusters are in several splits, must be 0"
              .formatted(certificate.straddlingClusters()));
    }

    long leaks = certificate.nearDuplicates().pairs();
    long unsearched = certificate.nearDuplicates().textsNotSearchedToTheEnd();
    Long most = settings.maxLeaks();
    if (most != null && (leaks > most || unsearched > 0)) {
      throw new IllegalStateException(
          ("Cannot publish the split: %,d near duplicates on different sides and %,d texts not"
                  + " searched to the end, max-leaks allows %,d and 0")
              .formatted(leaks, unsearched, most));
    }
  }

  private static String summary(SplitCertificate certificate, SplitReport.@Nullable Kept kept) {
    long unsearched = certificate.nearDuplicates().textsNotSearchedToTheEnd();
    return String.format(
        Locale.ROOT,
        "rows %s, 0 clusters in several splits, %,d near duplicates across%s; "
            + "a split by row would have leaked %.1f %%%s",
        certificate.rows(),
        certificate.nearDuplicates().pairs(),
        unsearched == 0 ? "" : " (%,d texts not searched to the end)".formatted(unsearched),
        100 * certificate.rowwiseLeakShare(),
        kept == null
            ? ""
            : "; of %,d known rows %,d moved".formatted(kept.knownRows(), kept.movedRows()));
  }
}
