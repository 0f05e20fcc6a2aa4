package org.touchstone.audit;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.touchstone.audit.measure.Further;
import org.touchstone.audit.pairs.Contender;
import org.touchstone.audit.pairs.Contest;
import org.touchstone.audit.pairs.Contests;
import org.touchstone.audit.pairs.CurvePoint;
import org.touchstone.audit.pairs.ExampleSource;
import org.touchstone.audit.pairs.JudgedPairs;
import org.touchstone.audit.pairs.Jury;
import org.touchstone.audit.pairs.PairSchema;
import org.touchstone.audit.pairs.PairTable;
import org.touchstone.audit.pairs.Pools;
import org.touchstone.audit.pairs.Probe;
import org.touchstone.audit.pairs.ScoredModel;
import org.touchstone.audit.pairs.ScoredPair;
import org.touchstone.audit.probing.ProbedAnswers;
import org.touchstone.audit.probing.Probing;
import org.touchstone.audit.settings.AuditSettings;
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
  public static Dataset<Row> pairs(List<ScoredModel> models) {
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
    return report(models, pairs(models), FurtherTables.NONE, provenance);
  }

  /**
   * As {@link #report(List, Provenance)}, from pairs that were already made.
   *
   * @param models the models, for the texts shown and the counts of rows
   * @param pairs rows of {@link #pairs(List)}, for instance read back from Parquet
   * @param tables what there is beside them
   * @param provenance what the report rests on
   * @return the report
   */
  public AuditReport report(
      List<ScoredModel> models, Dataset<Row> pairs, FurtherTables tables, Provenance provenance) {
    List<Contender> contenders = new ArrayList<>();
    List<AuditReport.Coverage> coverage = new ArrayList<>();
    for (ScoredModel model : models) {
      Dataset<Row> own = pairs.where(col(PairSchema.MODEL).equalTo(model.name()));
      Counts counts = Counts.of(model, own);
      Contender.Kind kind = contenders.isEmpty() ? Contender.Kind.AUDITED : Contender.Kind.MODEL;
      PairTable table = collect(model, own, counts);
      if (contenders.isEmpty()) {
        table = table.withTies(ties(own));
      }

      contenders.add(new Contender(model.name(), kind, counts.digest(), table));
      Row rows =
          model.comparisons().agg(count(lit(1)), count(when(ScoredModel.unscored(), 1))).head();
      coverage.add(
          new AuditReport.Coverage(
              model.name(),
              counts.digest(),
              rows.getLong(0),
              rows.getLong(1),
              table.size(),
              counts.ties(),
              table.sharedWith(contenders.get(0).table()).size()));
    }

    ExampleSource examples = new SparkExamples(models.get(0).comparisons(), settings.excerpts());
    Further all =
        Further.builder()
            .probed(Probing.of(models.get(0), contenders.get(0).table(), settings))
            .curve(
                tables.curve() == null
                    ? List.of()
                    : CurvePoint.of(tables.curve(), settings.maxPairs()))
            .rowWise(rowWise(tables.rowWise()))
            .honesty(probes(tables.honesty(), contenders.get(0), tables.artifactDigest()))
            .traps(probes(tables.traps(), contenders.get(0), tables.artifactDigest()))
            .behaviours(probes(tables.behaviours(), contenders.get(0), tables.artifactDigest()))
            .pools(Pools.of(rewarded(models.get(0)), settings.maxPairs()))
            .contests(contests(tables))
            .costs(tables.costs())
            .nearest(nearest(tables.nearest()))
            .logits(tables.logits())
            .build();
    AuditReport report = Examination.of(contenders, coverage, settings, provenance, all, examples);
    EarlierOutput earlier = tables.earlier();
    return earlier == null
        ? report
        : SinceEarlier.added(
            report, contenders, Earlier.of(earlier, settings.maxPairs()), settings);
  }

  private Optional<PairTable> rowWise(@Nullable Dataset<Row> judged) {
    return judged == null
        ? Optional.empty()
        : Optional.of(
            CurvePoint.table(
                judged.where(not(col(PairSchema.TIE))),
                "the models cross-fitted row by row",
                settings.maxPairs()));
  }

  private List<Contest> contests(FurtherTables tables) {
    Jury jury = tables.jury();
    return jury == null
        ? List.of()
        : tables.pools().stream()
            .map(pools -> Contests.of(pools, jury, settings.maxPairs()))
            .toList();
  }

  private static Dataset<Row> pairs(ScoredModel model) {
    return rewarded(model).flatMap(new JudgedPairs(model.name()), Encoders.row(PairSchema.SCHEMA));
  }

  private static Map<String, Double> nearest(@Nullable Dataset<Row> table) {
    Map<String, Double> nearest = new HashMap<>();
    for (Row row : table == null ? List.<Row>of() : table.collectAsList()) {
      nearest.put(
          ScoredPair.row(row.getAs(Columns.COMPARISON_ID), row.<Integer>getAs(Columns.OCCURRENCE)),
          row.<Double>getAs(Columns.SIMILARITY));
    }

    return nearest;
  }

  /** Probes scored by another model than the audited one would tell of that one. */
  private List<Probe> probes(
      List<ScoredModel> scored, Contender audited, @Nullable String artifactDigest) {
    List<Probe> probes = new ArrayList<>();
    for (ScoredModel probe : scored) {
      Dataset<Row> pairs = pairs(probe);
      Counts counts = Counts.of(probe, pairs);
      requireAudited(probe.name(), counts.digest(), audited, artifactDigest);
      probes.add(
          new Probe(
              probe.name(),
              collect(probe, pairs, counts),
              ProbedAnswers.of(probe.name(), rewarded(probe), settings.maxPairs())));
    }

    return probes;
  }

  /** Rows that could not be scored have no reward, and are counted in the coverage. */
  private static Dataset<Row> rewarded(ScoredModel model) {
    return model.comparisons().where(not(ScoredModel.unscored()));
  }

  private static void requireAudited(
      String probe, String digest, Contender audited, @Nullable String artifactDigest) {
    String scored = audited.digest();
    boolean folded = scored != null && scored.startsWith(Contender.CROSS_FIT);
    String expected = folded ? artifactDigest : scored;
    if (expected == null) {
      throw new IllegalArgumentException(
          "Cannot audit with probe %s: model %s was cross-fitted, so its artifact is needed to tell that the probe was scored by it"
              .formatted(probe, audited.name()));
    }

    if (!digest.equals(expected)) {
      throw new IllegalArgumentException(
          "Cannot audit with probe %s: it was scored by model %s, the audited model is %s"
              .formatted(probe, digest, expected));
    }
  }

  /** What one pass over the pairs of a model tells. */
  private record Counts(String digest, long pairs, long ties) {

    private static Counts of(ScoredModel model, Dataset<Row> own) {
      List<Row> byDigest =
          own.groupBy(Columns.MODEL_DIGEST)
              .agg(count(lit(1)), count(when(col(PairSchema.TIE), 1)))
              .orderBy(Columns.MODEL_DIGEST)
              .collectAsList();
      List<String> digests = byDigest.stream().map(row -> row.getString(0)).toList();
      return new Counts(
          oneDigest(model, digests),
          byDigest.stream().mapToLong(row -> row.getLong(1)).sum(),
          byDigest.stream().mapToLong(row -> row.getLong(2)).sum());
    }
  }

  /** Of a cross-fitted model, a digest of the digests of its folds. */
  private static String oneDigest(ScoredModel model, List<String> digests) {
    boolean folded = Arrays.asList(model.comparisons().columns()).contains(Columns.FOLD);
    if (digests.size() == 1) {
      return digests.get(0);
    }

    if (digests.isEmpty() || !folded || !oneDigestAFold(model)) {
      throw new IllegalArgumentException(
          "Cannot audit model %s: its rows carry %d model digests, needed is 1, or 1 a fold of a cross-fitted model"
              .formatted(model.name(), digests.size()));
    }

    return Contender.CROSS_FIT + ContentHash.of(digests);
  }

  private static boolean oneDigestAFold(ScoredModel model) {
    return rewarded(model)
            .groupBy(Columns.FOLD)
            .agg(countDistinct(Columns.MODEL_DIGEST).as("digests"))
            .where(col("digests").gt(1))
            .count()
        == 0;
  }

  private PairTable collect(ScoredModel model, Dataset<Row> own, Counts counts) {
    long judged = counts.pairs() - counts.ties();
    if (judged == 0 || judged > settings.maxPairs()) {
      throw new IllegalArgumentException(
          "Cannot audit model %s: %d judged pairs, must be from 1 to max-pairs = %d"
              .formatted(model.name(), judged, settings.maxPairs()));
    }

    List<Row> rows =
        own.where(not(col(PairSchema.TIE))).select(PairSchema.measured()).collectAsList();
    return PairTable.of(rows.stream().map(PairSchema::pair).toList());
  }

  /** Those that a named person called equal: what people say of one another needs them. */
  private List<ScoredPair> ties(Dataset<Row> own) {
    Column named = col(Columns.ANNOTATOR).isNotNull();
    Dataset<Row> several =
        own.where(named)
            .groupBy(col(PairSchema.ITEM).as("judged"))
            .agg(countDistinct(Columns.ANNOTATOR).as("people"))
            .where(col("people").gt(1));
    Dataset<Row> ties =
        own.where(col(PairSchema.TIE).and(named))
            .join(several, col(PairSchema.ITEM).equalTo(col("judged")), "left_semi")
            .select(PairSchema.measured());
    int most = (int) settings.maxPairs();
    List<Row> rows = ties.limit(Math.max(most, most + 1)).collectAsList();
    if (rows.size() > most) {
      throw new IllegalArgumentException(
          "Cannot audit: over %d pairs that one of several people called equal, must be at most max-pairs"
              .formatted(most));
    }

    return rows.stream().map(PairSchema::pair).toList();
  }
}
