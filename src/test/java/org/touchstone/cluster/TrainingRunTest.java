package org.touchstone.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.touchstone.LocalSpark;
import org.touchstone.model.InitialWeights;
import org.touchstone.model.RewardModelArtifact;
import org.touchstone.train.FlatVector;
import org.touchstone.train.LossSettings;
import org.touchstone.train.LossSettings.Kind;
import org.touchstone.train.OptimizerSettings;
import org.touchstone.train.Recomputation;
import org.touchstone.train.TrainedArtifact;
import org.touchstone.train.TrainingProgress;
import org.touchstone.train.TrainingSettings;

@Tag("spark")
@Tag("native")
class TrainingRunTest {

  @TempDir Path folder;

  private Path tokenizer;

  @BeforeEach
  void writeTheTokenizer() throws IOException {
    tokenizer = SmallCorpus.tokenizer(folder.resolve("tokenizer"));
  }

  @Test
  void oneAndSeveralWorkersReachTheSameParameters() throws IOException {
    FlatVector one = train("one", 1, progress -> {});
    FlatVector three = train("three", 3, progress -> {});

    assertThat(distance(one, three)).isLessThan(2e-5 * one.norm());
    assertThat(distance(one, initial())).as("training moved").isGreaterThan(0.02 * one.norm());
  }

  /** Lists of two and shares of one annotator are strict pairs by another road. */
  @Test
  void otherLossesOfTheSamePairsReachTheSameParameters() throws IOException {
    FlatVector pairs = train("pairs", 2, progress -> {});
    for (Kind kind : new Kind[] {Kind.PLACKETT_LUCE, Kind.SOFT_LABELS}) {
      List<TrainingProgress> seen = new ArrayList<>();
      FlatVector other = train(run(kind.name(), 2, LossSettings.of(kind)), seen::add);

      assertThat(distance(pairs, other)).as(kind.name()).isLessThan(2e-4 * pairs.norm());
      TrainingProgress.Validation validation =
          Objects.requireNonNull(seen.get(seen.size() - 1).validation());
      assertThat(validation.objective()).isCloseTo(validation.loss(), within(1e-6));
    }
  }

  @Test
  void theFirstLossIsThatOfACoinAndTheLossFalls() throws IOException {
    List<TrainingProgress> seen = new ArrayList<>();

    train("falls", 1, seen::add);

    assertThat(seen.get(0).loss()).isCloseTo(Math.log(2), within(0.05));
    TrainingProgress last = seen.get(seen.size() - 1);
    assertThat(last.step()).isEqualTo(last.steps());
    assertThat(last.loss()).isLessThan(seen.get(0).loss() - 0.1);
    TrainingProgress.Validation validation = Objects.requireNonNull(last.validation());
    assertThat(validation.accuracy()).isGreaterThan(0.9);
  }

  /** Dies after a step, goes on from the checkpoint, and ends at the very same bits. */
  @Test
  void aRunThatDiesGoesOnAsIfItHadNot() throws IOException {
    FlatVector whole = train("whole", 2, progress -> {});
    for (int last : new int[] {1, 6, 11}) {
      String name = "dies-" + last;
      assertThatThrownBy(
              () ->
                  train(
                      name,
                      2,
                      progress -> {
                        if (progress.step() == last + 1) {
                          throw new IllegalStateException("the driver dies");
                        }
                      }))
          .hasMessageContaining("the driver dies");
      List<Integer> steps = new ArrayList<>();
      FlatVector resumed = train(name, 2, progress -> steps.add(progress.step()));

      assertThat(steps.get(0)).as("first step after the restart").isEqualTo(last + 1);
      assertThat(resumed).isEqualTo(whole);
    }
  }

  @Test
  void aCrossFittedFoldNeverSawItsOwnPairs() throws IOException {
    Dataset<Row> rows = SmallCorpus.table(60);

    List<org.apache.hadoop.fs.Path> folds = run("folds", 1).crossFit(rows, 3, Map.of(), Map.of());
    Dataset<Row> withoutFoldOne = rows.where("fold != 1");
    FlatVector alone =
        parameters(run("alone", 1).crossFit(withoutFoldOne, 3, Map.of(), Map.of()).get(1));

    assertThat(folds).hasSize(3);
    assertThat(parameters(folds.get(1))).isEqualTo(alone);
    assertThat(parameters(folds.get(0))).isNotEqualTo(alone);
  }

  @Test
  void rowsWithoutAFoldTrainNoModelOfAFold() throws IOException {
    Dataset<Row> rows =
        SmallCorpus.table(30).withColumn("fold", functions.expr("if(fold = 2, null, fold)"));

    List<org.apache.hadoop.fs.Path> some = run("some", 1).crossFit(rows, 2, Map.of(), Map.of());
    List<org.apache.hadoop.fs.Path> none =
        run("none", 1).crossFit(rows.where("fold is not null"), 2, Map.of(), Map.of());

    assertThat(parameters(some.get(0))).isEqualTo(parameters(none.get(0)));
  }

  @Test
  void sharesOfOneDrawAreNestedAndTheWholeIsAllOfIt() throws IOException {
    Dataset<Row> rows = SmallCorpus.table(60);
    List<Curriculum> curricula =
        List.of(
            new Curriculum.Drawn(0.5, 0, 3),
            new Curriculum.Drawn(1, 0, 3),
            new Curriculum.Drawn(0.5, 1, 3));

    List<IndependentModel> models =
        run("curve", 1).independent(rows, curricula, Map.of(), Map.of());

    assertThat(models.get(1).comparisons()).isEqualTo((int) rows.count());
    assertThat(models.get(0).comparisons()).isBetween(15, 45);
    assertThat(parameters(models.get(0).artifact()))
        .isNotEqualTo(parameters(models.get(2).artifact()));
    List<IndependentModel> again = run("curve", 1).independent(rows, curricula, Map.of(), Map.of());
    assertThat(again).isEqualTo(models);
  }

  @Test
  void halvesShareNoRowAndPartsAreOfTheFirst() throws IOException {
    Dataset<Row> rows = SmallCorpus.table(60);
    List<Curriculum> curricula =
        List.of(
            new Curriculum.Half(0, 3),
            new Curriculum.Half(1, 3),
            new Curriculum.PartOfHalf(0, 3),
            new Curriculum.PartOfHalf(1, 3));

    List<IndependentModel> models =
        run("halves", 1).independent(rows, curricula, Map.of(), Map.of());

    int first = models.get(0).comparisons();
    assertThat(first).isBetween(15, 45);
    assertThat(first + models.get(1).comparisons()).isEqualTo((int) rows.count());
    assertThat(models.get(2).comparisons()).isBetween(first / 3, first - 1);
    assertThat(parameters(models.get(2).artifact()))
        .isNotEqualTo(parameters(models.get(3).artifact()));
  }

  @Test
  void aSourceThatIsLeftOutTeachesNothing() throws IOException {
    Dataset<Row> rows =
        SmallCorpus.table(40).withColumn("source", functions.expr("if(fold = 1, 'odd', 'even')"));
    List<Curriculum> curricula = List.of(new Curriculum.AllButSource("odd"));

    IndependentModel without =
        run("without", 1).independent(rows, curricula, Map.of(), Map.of()).get(0);
    IndependentModel alone =
        run("without-alone", 1)
            .independent(rows.where("fold <> 1"), curricula, Map.of(), Map.of())
            .get(0);

    assertThat(parameters(without.artifact())).isEqualTo(parameters(alone.artifact()));
    assertThat(
            run("nothing", 1)
                .independent(rows.where("fold = 1"), curricula, Map.of(), Map.of())
                .get(0)
                .comparisons())
        .isZero();
    assertThatThrownBy(
            () -> run("no-fold", 1).crossFit(rows.where("fold = 1"), 2, Map.of(), Map.of()))
        .hasMessage("Cannot cross-fit: no pair is left outside fold 1");
  }

  @Test
  void theArtifactSaysWhereItCameFromAndHoldsTheMetrics() throws IOException {
    TrainingRun.Trained trained =
        run("card", 1)
            .run(
                SmallCorpus.table(30),
                SmallCorpus.table(9),
                new Metrics(progress -> {}),
                Map.of("data", "small"),
                Map.of("spark", "test"));

    RewardModelArtifact artifact =
        RewardModelArtifact.open(trained.artifact().directory()).verify();
    assertThat(artifact.description().provenance()).containsEntry("data", "small");
    assertThat(artifact.description().rewardStandardDeviation()).isPositive();
    assertThat(Files.readAllLines(artifact.directory().resolve("metrics.jsonl")).get(0))
        .contains("\"step\":1", "\"grad_norm\":", "\"num_tokens\":");
    assertThat(trained.encoding().kept()).isEqualTo(39);
  }

  private FlatVector train(String name, int workers, TrainingProgress.Listener listener)
      throws IOException {
    return train(run(name, workers), listener);
  }

  private static FlatVector train(TrainingRun run, TrainingProgress.Listener listener)
      throws IOException {
    TrainingRun.Trained trained =
        run.run(
            SmallCorpus.table(60),
            SmallCorpus.table(12),
            new Metrics(listener),
            Map.of(),
            Map.of());
    return TrainedArtifact.parameters(trained.artifact().directory());
  }

  private TrainingRun run(String name, int workers) throws IOException {
    return run(name, workers, LossSettings.BRADLEY_TERRY);
  }

  private TrainingRun run(String name, int workers, LossSettings loss) throws IOException {
    return new TrainingRun(
        LocalSpark.session(),
        new TrainingRun.Request(
            SmallCorpus.decoder(tokenizer, 5),
            new InitialWeights(5),
            tokenizer,
            new TrainingSettings(
                3, 8, 512, 4, OptimizerSettings.usual(5e-3), loss, Recomputation.NONE),
            workers,
            new CheckpointPolicy(Duration.ZERO, 3),
            new org.apache.hadoop.fs.Path(folder.resolve(name).toUri())));
  }

  private FlatVector initial() throws IOException {
    return TrainedArtifact.parameters(folder.resolve("one/initial"));
  }

  private static FlatVector parameters(org.apache.hadoop.fs.Path artifact) throws IOException {
    return TrainedArtifact.parameters(Path.of(artifact.toUri()));
  }

  private static double distance(FlatVector a, FlatVector b) {
    return a.copy().add(b, -1).norm();
  }
}
