package org.touchstone.jobs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;
import org.touchstone.audit.Audit;
import org.touchstone.audit.pairs.CurveSchema;
import org.touchstone.audit.pairs.ScoredModel;
import org.touchstone.cluster.Curriculum;
import org.touchstone.cluster.IndependentModel;
import org.touchstone.cluster.TrainingRun;
import org.touchstone.schema.Columns;
import org.touchstone.score.ScoreSettings;
import org.touchstone.score.Scoring;

/**
 * Trains the models of a learning curve side by side, and judges held-out rows with each. Models of
 * halves are kept, for others to choose and judge with.
 */
final class CurveRun {

  /**
   * What came of it.
   *
   * @param pairs judged pairs of the models, rows of {@link CurveSchema}, to be written before the
   *     models are moved
   * @param kept folders of the models of halves and of their parts
   */
  record Curve(Dataset<Row> pairs, List<Path> kept) {}

  private final TrainingRun run;
  private final CurveSettings settings;
  private final long seed;

  CurveRun(TrainingRun run, CurveSettings settings, long seed) {
    this.run = run;
    this.settings = settings;
    this.seed = seed;
  }

  /**
   * Trains the models.
   *
   * @param training rows to learn from
   * @param heldOut rows to judge
   * @param provenance what the models rest on
   * @return their judged pairs, and the models that are kept
   */
  Curve train(Dataset<Row> training, Dataset<Row> heldOut, Map<String, String> provenance)
      throws IOException {
    List<Curriculum> curricula = curricula(training);
    List<IndependentModel> models =
        run.independent(training, curricula, provenance, BuildInfo.environment());
    List<Path> kept = new ArrayList<>();
    Dataset<Row> all = null;
    for (int i = 0; i < models.size(); i++) {
      if (models.get(i).comparisons() == 0) {
        continue; // a small share of few prompts can draw none
      }

      if (isHalf(curricula.get(i))) {
        kept.add(models.get(i).artifact());
      }

      if (curricula.get(i) instanceof Curriculum.PartOfHalf) {
        continue; // it chooses together with others, and is not judged alone
      }

      Dataset<Row> pairs = pairs(curricula.get(i), models.get(i), heldOut);
      all = all == null ? pairs : all.union(pairs);
    }

    if (all == null) {
      throw new IllegalArgumentException(
          "Cannot draw a learning curve: no model had a pair to learn from");
    }

    return new Curve(all, kept);
  }

  private static boolean isHalf(Curriculum curriculum) {
    return curriculum instanceof Curriculum.Half || curriculum instanceof Curriculum.PartOfHalf;
  }

  private List<Curriculum> curricula(Dataset<Row> training) {
    List<Curriculum> curricula = new ArrayList<>();
    for (double share : settings.shares()) {
      for (int draw = 0; draw < settings.draws(); draw++) {
        curricula.add(new Curriculum.Drawn(share, draw, seed));
      }
    }

    if (settings.halves()) {
      curricula.add(new Curriculum.Half(0, seed));
      curricula.add(new Curriculum.Half(1, seed));
      for (int part = 0; part < settings.members(); part++) {
        curricula.add(new Curriculum.PartOfHalf(part, seed));
      }
    }

    if (settings.sources()) {
      List<String> sources =
          training
              .select(Columns.SOURCE)
              .distinct()
              .orderBy(Columns.SOURCE)
              .collectAsList()
              .stream()
              .map(row -> row.getString(0))
              .toList();
      if (sources.size() > 1) {
        sources.forEach(source -> curricula.add(new Curriculum.AllButSource(source)));
      }
    }

    return curricula;
  }

  private static Dataset<Row> pairs(
      Curriculum curriculum, IndependentModel model, Dataset<Row> heldOut) {
    Dataset<Row> scored =
        Scoring.with(model.artifact().toString(), ScoreSettings.DEFAULT).apply(heldOut);
    SparkSession spark = heldOut.sparkSession();
    // Rows that pass from one typed step to the next would have no schema.
    Dataset<Row> named = spark.createDataFrame(scored.toJavaRDD(), scored.schema());
    Double share = curriculum instanceof Curriculum.Drawn drawn ? drawn.share() : null;
    Integer draw = curriculum instanceof Curriculum.Drawn drawn ? drawn.draw() : null;
    String source = curriculum instanceof Curriculum.AllButSource left ? left.source() : null;
    Integer half = curriculum instanceof Curriculum.Half one ? one.half() : null;
    return Audit.pairs(List.of(new ScoredModel(curriculum.name(), named)))
        .withColumn(CurveSchema.SHARE, literal(share).cast(DataTypes.DoubleType))
        .withColumn(CurveSchema.DRAW, literal(draw).cast(DataTypes.IntegerType))
        .withColumn(CurveSchema.LEFT_OUT, literal(source).cast(DataTypes.StringType))
        .withColumn(CurveSchema.HALF, literal(half).cast(DataTypes.IntegerType))
        .withColumn(CurveSchema.TRAINING_COMPARISONS, functions.lit(model.comparisons()));
  }

  private static org.apache.spark.sql.Column literal(@Nullable Object value) {
    return functions.lit(value);
  }
}
