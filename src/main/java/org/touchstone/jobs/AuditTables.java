package org.touchstone.jobs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.touchstone.artifact.JobOutput;
import org.touchstone.artifact.LocalCopies;
import org.touchstone.audit.EarlierOutput;
import org.touchstone.audit.FurtherTables;
import org.touchstone.audit.pairs.ScoredModel;
import org.touchstone.model.ArtifactDescription;
import org.touchstone.model.RewardModelArtifact;
import org.touchstone.model.program.EnsembleArchitecture;
import org.touchstone.schema.Columns;

/** Reads what an audit may have beside the scored comparisons, as its settings name it. */
final class AuditTables {

  private final JobContext context;
  private final AuditJob.Plan plan;

  AuditTables(JobContext context, AuditJob.Plan plan) {
    this.context = context;
    this.plan = plan;
  }

  FurtherTables all() throws IOException {
    return new FurtherTables(
        curve(),
        rowWise(),
        probes(plan.honesty()),
        probes(plan.traps()),
        probes(plan.behaviours()),
        AuditJury.pools(context, plan.pools()),
        plan.pools().isEmpty()
            ? null
            : AuditJury.of(context.hadoop(), plan.artifact(), plan.gold()),
        nearest(),
        new ModelCosts(context.hadoop()).of(plan.models(), context.common().input()),
        artifactDigest(),
        logits(),
        earlier());
  }

  private @Nullable Dataset<Row> nearest() throws IOException {
    return plan.training().isEmpty()
        ? null
        : NearestTraining.of(
            context.table(context.common().input().get(0)),
            context.table("audit", plan.training(), TableColumns.COMPARISONS),
            context.common().seed());
  }

  private @Nullable EarlierOutput earlier() throws IOException {
    if (plan.earlier().isEmpty()) {
      return null;
    }

    return new EarlierOutput(
        plan.earlier(),
        AuditReports.of(JobOutput.at(context.hadoop(), plan.earlier())),
        context.table(plan.earlier()));
  }

  private @Nullable String artifactDigest() throws IOException {
    if (plan.artifact().isEmpty()) {
      return null;
    }

    String model = JobInput.artifactPath(context.hadoop(), plan.artifact());
    return RewardModelArtifact.open(LocalCopies.of(context.hadoop(), model)).digest();
  }

  /** As far as is known: without the artifact they are taken for logits. */
  private boolean logits() throws IOException {
    return plan.artifact().isEmpty()
        || !(description(plan.artifact()).architecture() instanceof EnsembleArchitecture);
  }

  private ArtifactDescription description(String model) throws IOException {
    String artifact = JobInput.artifactPath(context.hadoop(), model);
    return RewardModelArtifact.open(LocalCopies.of(context.hadoop(), artifact)).description();
  }

  private List<ScoredModel> probes(Map<String, String> inputs) throws IOException {
    List<ScoredModel> probes = new ArrayList<>();
    for (Map.Entry<String, String> input : new TreeMap<>(inputs).entrySet()) {
      probes.add(
          new ScoredModel(
              input.getKey(),
              context.table(
                  "audit", input.getValue(), TableColumns.comparisonsWith(Columns.REWARDS))));
    }

    return probes;
  }

  private @Nullable Dataset<Row> curve() throws IOException {
    if (plan.curve().isEmpty()) {
      return null;
    }

    Dataset<Row> table = beside(TrainJob.CURVE);
    if (table == null && rowWise() == null) {
      throw new IllegalArgumentException(
          "Cannot audit the learning curve of %s: it has none; train it with curve.shares, sources, halves or row-wise"
              .formatted(plan.curve()));
    }

    requireSameData();
    return table;
  }

  private @Nullable Dataset<Row> rowWise() throws IOException {
    return plan.curve().isEmpty() ? null : beside(TrainJob.ROW_WISE);
  }

  /** A table that train left beside the model; null if there is none. */
  private @Nullable Dataset<Row> beside(String name) throws IOException {
    Path table = new Path(JobOutput.at(context.hadoop(), plan.curve()).file(name));
    return table.getFileSystem(context.hadoop()).exists(table)
        ? context.spark().read().parquet(table.toString())
        : null;
  }

  /** The curve of other data would tell of those. */
  private void requireSameData() throws IOException {
    if (plan.artifact().isEmpty()) {
      return;
    }

    String own = dataDigest(plan.artifact());
    String drawn = dataDigest(plan.curve());
    if (!own.equals(drawn)) {
      throw new IllegalArgumentException(
          "Cannot audit the learning curve of %s: it was drawn on the table with digest %s, the audited model learned from %s"
              .formatted(plan.curve(), drawn, own));
    }
  }

  private String dataDigest(String model) throws IOException {
    return description(model).provenance().getOrDefault(TrainJob.DATA_DIGEST, "unknown");
  }
}
