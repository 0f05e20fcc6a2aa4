package org.touchstone.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.touchstone.split.Split;
import org.touchstone.split.SplitCertificate;
import org.touchstone.split.SplitRows;
import org.touchstone.split.SplitSettings;

/** Splits by prompt cluster, and publishes only what leaks nothing between clusters. */
final class SplitJob implements Job<SplitSettings> {

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
    return List.of(JobInput.output(common.onlyInput()));
  }

  @Override
  public Outcome run(JobContext context, SplitSettings settings) throws IOException {
    Dataset<Row> comparisons = context.table(context.common().onlyInput());
    SplitRows split = new Split(settings).apply(comparisons, context.common().seed());
    SplitCertificate certificate = split.certificate();
    if (certificate.straddlingClusters() > 0) {
      throw new IllegalStateException(
          "Cannot publish the split: %d prompt clusters are in several splits, must be 0"
              .formatted(certificate.straddlingClusters()));
    }

    context.write(split.comparisons());
    long rows = certificate.rows().values().stream().mapToLong(Long::longValue).sum();
    ObjectNode results = Manifests.results(Map.of("certificate", certificate));
    String summary =
        String.format(
            Locale.ROOT,
            "rows %s, 0 clusters in several splits; a split by row would have leaked %.1f %%",
            certificate.rows(),
            100 * certificate.rowwiseLeakShare());
    return new Outcome(rows, rows, Map.of(), results, summary);
  }
}
