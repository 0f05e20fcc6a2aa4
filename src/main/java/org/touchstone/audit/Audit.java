package org.touchstone.audit;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.not;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.touchstone.schema.Columns;
import org.touchstone.text.ContentHash;

/**
 * How far can a reward model be trusted? Measures one model on held-out human choices, beside other
 * models and simple rules on the same rows.
 *
 * <p>Pairs are made on executors; their numbers (no texts) come to the driver, up to {@link
 * AuditSettings#maxPairs()} for each model. Texts are fetched for the few rows shown.
 */
public final class Audit {

  private final AuditSettings settings;

  /**
   * Prepares an audit.
   *
   * @param settings what to measure and what to ask of the model
   */
  public Audit(AuditSettings settings) {
    this.settings = settings;
  }

  /**
   * Returns every judged pair of every model, for Parquet.
   *
   * @param models the models
   * @return rows of {@link PairSchema}
   */
  public Dataset<Row> pairs(List<ScoredModel> models) {
    Dataset<Row> all = pairs(models.get(0));
    for (ScoredModel other : models.subList(1, models.size())) {
      all = all.union(pairs(other));
    }

    return all;
  }

  /**
   * Measures the first model beside the others.
   *
   * @param models the model under audit, then those to compare with on the rows that both have
   * @param provenance what the report rests on
   * @return the report, for {@code report.json} and the page
   * @throws IllegalArgumentException if there is no model, a model has no judged pair or too many
   *     for the driver, or two artifacts' scores are mixed in one table
   */
  public AuditReport report(List<ScoredModel> models, Provenance provenance) {
    return report(models, pairs(models), provenance);
  }

  /**
   * As {@link #report(List, Provenance)}, from pairs that were already made.
   *
   * @param models the models, for the texts shown and the counts of rows
   * @param pairs rows of {@link #pairs(List)}, for instance read back from Parquet
   * @param provenance what the report rests on
   * @return the report
   */
  public AuditReport report(List<ScoredModel> models, Dataset<Row> pairs, Provenance provenance) {
    List<Contender> contenders = new ArrayList<>();
    List<AuditReport.Coverage> coverage = new ArrayList<>();
    for (ScoredModel model : models) {
      Dataset<Row> own = pairs.where(col(PairSchema.MODEL).equalTo(model.name()));
      Contender.Kind kind = contenders.isEmpty() ? Contender.Kind.AUDITED : Contender.Kind.MODEL;
      Contender contender =
          new Contender(model.name(), kind, digest(model, own), collect(model, own));
      contenders.add(contender);
      coverage.add(coverage(model, own, contender, contenders.get(0)));
    }

    ExampleSource examples = new SparkExamples(models.get(0).comparisons(), settings.excerpts());
    return Examination.of(contenders, coverage, settings, provenance, examples);
  }

  private static Dataset<Row> pairs(ScoredModel model) {
    return model
        .comparisons()
        .flatMap(new JudgedPairs(model.name()), Encoders.row(PairSchema.SCHEMA));
  }

  private static AuditReport.Coverage coverage(
      ScoredModel model, Dataset<Row> own, Contender contender, Contender audited) {
    return new AuditReport.Coverage(
        model.name(),
        String.valueOf(contender.digest()),
        model.comparisons().count(),
        contender.table().size(),
        own.where(col(PairSchema.TIE)).count(),
        contender.table().sharedWith(audited.table()).size());
  }

  /** Of a cross-fitted model, a digest of the digests of its folds. */
  private static String digest(ScoredModel model, Dataset<Row> own) {
    List<String> digests =
        own.select(Columns.MODEL_DIGEST).distinct().as(Encoders.STRING()).collectAsList().stream()
            .sorted()
            .toList();
    boolean folded = Arrays.asList(model.comparisons().columns()).contains(Columns.FOLD);
    if (digests.size() == 1) {
      return digests.get(0);
    }

    if (digests.isEmpty() || !folded || !oneDigestAFold(model)) {
      throw new IllegalArgumentException(
          "Cannot audit model %s: its rows carry %d model digests, needed is 1, or 1 a fold of a cross-fitted model"
              .formatted(model.name(), digests.size()));
    }

    return "cross-fit-" + ContentHash.of(digests);
  }

  private static boolean oneDigestAFold(ScoredModel model) {
    return model
            .comparisons()
            .groupBy(Columns.FOLD)
            .agg(countDistinct(Columns.MODEL_DIGEST).as("digests"))
            .where(col("digests").gt(1))
            .count()
        == 0;
  }

  private PairTable collect(ScoredModel model, Dataset<Row> own) {
    Dataset<Row> judged = own.where(not(col(PairSchema.TIE)));
    long count = judged.count();
    if (count == 0 || count > settings.maxPairs()) {
      throw new IllegalArgumentException(
          "Cannot audit model %s: %d judged pairs, must be from 1 to max-pairs = %d"
              .formatted(model.name(), count, settings.maxPairs()));
    }

    return PairTable.of(
        judged.select(PairSchema.measured()).collectAsList().stream()
            .map(PairSchema::pair)
            .toList());
  }
}
