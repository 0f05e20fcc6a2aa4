package org.touchstone.jobs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.touchstone.artifact.LocalCopies;
import org.touchstone.audit.pairs.Jury;
import org.touchstone.audit.pairs.PoolTable;
import org.touchstone.model.RewardModelArtifact;
import org.touchstone.score.ScoreSettings;
import org.touchstone.score.Scoring;

/** Finds the models that choose among many replies and that judge the choice. */
final class AuditJury {

  private static final String SETTINGS = "settings";

  private AuditJury() {}

  /**
   * The judge named in the settings of the audit beside the audited model, or else the two halves
   * that were trained with it.
   *
   * @throws IllegalArgumentException if there are neither, or the judge learned from the same rows
   */
  static Jury of(Configuration hadoop, String artifact, String gold) throws IOException {
    if (artifact.isEmpty()) {
      throw new IllegalArgumentException(
          "Cannot audit pools without the model itself: set artifact to it");
    }

    String model = JobInput.artifactPath(hadoop, artifact);
    return gold.isEmpty() ? halves(hadoop, model) : named(hadoop, model, gold);
  }

  private static Jury named(Configuration hadoop, String model, String gold) throws IOException {
    String judge = JobInput.artifactPath(hadoop, gold);
    if (learned(hadoop, judge).equals(learned(hadoop, model))) {
      throw new IllegalArgumentException(
          "Cannot audit with gold %s: it learned from the same rows as the audited model, must be others"
              .formatted(gold));
    }

    return new Jury("the model " + gold, scoring(judge), scoring(model), List.of());
  }

  /** The table and the splits of it that a model learned from. */
  private static String learned(Configuration hadoop, String model) throws IOException {
    Map<String, String> provenance =
        RewardModelArtifact.open(LocalCopies.of(hadoop, model)).description().provenance();
    return provenance.getOrDefault(TrainJob.DATA_DIGEST, model)
        + TrainJob.trainingSplit(provenance.getOrDefault(SETTINGS, ""));
  }

  private static Jury halves(Configuration hadoop, String model) throws IOException {
    List<String> halves = CrossFitted.halves(hadoop, model);
    if (halves.size() != 2) {
      throw new IllegalArgumentException(
          "Cannot audit pools: set gold to a model that learned from other rows, or train the audited one with curve.halves: true");
    }

    List<UnaryOperator<Dataset<Row>>> members = new ArrayList<>();
    CrossFitted.parts(hadoop, model).forEach(part -> members.add(scoring(part)));
    return new Jury(
        "a model of the same settings, trained on the half of the prompts that the choosing one did not see",
        scoring(halves.get(1)),
        scoring(halves.get(0)),
        members);
  }

  private static UnaryOperator<Dataset<Row>> scoring(String model) {
    return Scoring.with(model, ScoreSettings.DEFAULT)::apply;
  }

  /** The tables of pools, by name. */
  static List<PoolTable> pools(JobContext context, Map<String, String> inputs) throws IOException {
    List<PoolTable> pools = new ArrayList<>();
    for (Map.Entry<String, String> input : new TreeMap<>(inputs).entrySet()) {
      pools.add(new PoolTable(input.getKey(), context.anyTable(input.getValue())));
    }

    return pools;
  }
}
