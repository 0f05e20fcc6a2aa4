package org.touchstone.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.touchstone.model.ArtifactFixtures;
import org.touchstone.model.program.LinearArchitecture;
import org.touchstone.model.program.TokenSpace;
import org.touchstone.train.LossSettings.Kind;
import org.touchstone.train.LossSettings.Weighting;
import org.touchstone.train.TrainingProgress.Validation;

/** Every kind of loss from comparisons to a trained model. */
@Tag("native")
class LossKindsTest {

  private static final int HELD_OUT = 400;
  private static final int COMPARISONS = 600;

  @TempDir private Path folder;

  /** Five standard deviations above a coin would be 0.625. */
  @ParameterizedTest
  @EnumSource(value = Kind.class, names = "LENGTH_DEBIASED", mode = EnumSource.Mode.EXCLUDE)
  void theObjectiveFallsAndHeldOutPairsAreOrderedFarBetterThanByACoin(Kind kind)
      throws IOException {
    KnownUtilities world = new KnownUtilities(23);
    List<EncodedComparison> training = comparisons(kind, world);
    List<TrainingProgress> seen = train(LossSettings.of(kind), training, world.truths(HELD_OUT));

    TrainingProgress last = seen.get(seen.size() - 1);
    Validation validation = Objects.requireNonNull(last.validation());
    assertThat(validation.pairs()).isEqualTo(HELD_OUT);
    assertThat(validation.accuracy()).isGreaterThan(0.8);
    assertThat(last.loss()).isLessThan(0.8 * seen.get(0).loss());
    assertThat(validation.loss()).isLessThan(Math.log(2) - 0.1);
  }

  private static List<EncodedComparison> comparisons(Kind kind, KnownUtilities world) {
    Map<Kind, Supplier<EncodedComparison>> makers =
        Map.of(
            Kind.BRADLEY_TERRY, world::decided,
            Kind.SOFT_LABELS, () -> world.pair(5, 0.5),
            Kind.DAVIDSON, () -> world.decidedOrTied(1),
            Kind.PLACKETT_LUCE, () -> world.list(4),
            Kind.RATING_REGRESSION, () -> world.list(4));
    return Stream.generate(Objects.requireNonNull(makers.get(kind))).limit(COMPARISONS).toList();
  }

  /** Ties hold rewards together, where dropping them lets close replies drift. */
  @Test
  void davidsonPutsTiedRepliesCloserThanUntiedOnes() throws IOException {
    KnownUtilities world = new KnownUtilities(29);
    List<EncodedComparison> training = comparisons(Kind.DAVIDSON, world);
    List<EncodedComparison> heldOut = comparisons(Kind.DAVIDSON, world);
    try (TrainingReplica replica = replica(LossSettings.of(Kind.DAVIDSON))) {
      train(replica, LossSettings.of(Kind.DAVIDSON), training, List.of());
      double tied = meanGap(replica, heldOut.stream().filter(LossKindsTest::isTie).toList());
      double untied = meanGap(replica, heldOut.stream().filter(pair -> !isTie(pair)).toList());

      assertThat(heldOut.stream().filter(LossKindsTest::isTie).count()).isBetween(60L, 300L);
      assertThat(tied).isLessThan(0.75 * untied);
    }
  }

  private static boolean isTie(EncodedComparison pair) {
    return pair.rankings()[0][0] == pair.rankings()[0][1];
  }

  /** Of the rewards of each pair's two replies. */
  private static double meanGap(TrainingReplica replica, List<EncodedComparison> pairs) {
    double sum = 0;
    for (EncodedComparison pair : pairs) {
      sum += Math.abs(gap(replica, pair));
    }

    return sum / pairs.size();
  }

  private static double gap(TrainingReplica replica, EncodedComparison pair) {
    EvaluationSum seen =
        replica.evaluate(
            List.of(EncodedComparison.pair("g", pair.replies()[0], pair.replies()[1], 0, 1)));
    return seen.chosenSum() - seen.rejectedSum();
  }

  /** With a weight of its own for every reply, each gap is free to go where its share wants it. */
  @Test
  void softLabelsRecoverTheLogOddsOfTheShares() throws IOException {
    double[] shares = {0.5, 0.6, 0.75, 0.9, 0.2};
    List<EncodedComparison> pairs = new ArrayList<>();
    for (int i = 0; i < shares.length; i++) {
      int[][] rankings = new int[20][];
      for (int j = 0; j < rankings.length; j++) {
        rankings[j] = j < Math.round(20 * shares[i]) ? new int[] {1, 2} : new int[] {2, 1};
      }

      int[][] replies = {{2 + 2 * i}, {3 + 2 * i}};
      pairs.add(new EncodedComparison("p" + i, replies, rankings, new float[0], 0, 1, 1));
    }

    try (TrainingReplica replica = replica(LossSettings.of(Kind.SOFT_LABELS))) {
      for (int step = 0; step < 400; step++) {
        replica.step(replica.gradientSum(pairs).meanGradient(), step < 200 ? 0.05 : 0.005);
      }

      double entropy = 0;
      for (int i = 0; i < shares.length; i++) {
        double share = shares[i];
        assertThat(gap(replica, pairs.get(i)))
            .isCloseTo(Math.log(share / (1 - share)), within(0.02));
        entropy -= share * Math.log(share) + (1 - share) * Math.log(1 - share);
      }

      EvaluationSum seen = replica.evaluate(pairs);
      assertThat(seen.meanLoss()).isCloseTo(entropy / shares.length, within(1e-3));
      assertThat(seen.pairs()).as("an annotator's word is a pair").isEqualTo(100);
      assertThat(seen.meanLogLoss())
          .as("of the same words")
          .isCloseTo(seen.meanLoss(), within(1e-6));
    }
  }

  @ParameterizedTest
  @EnumSource(value = Kind.class, names = "LENGTH_DEBIASED", mode = EnumSource.Mode.EXCLUDE)
  void microBatchesAddUpToTheWholeBatch(Kind kind) throws IOException {
    LossSettings loss = new LossSettings(kind, Weighting.COMPARISONS, 0, 0, 0.5, 1, 2, 1, 1, 0.05);
    Path llama = ArtifactFixtures.goldenLlama(folder);
    List<EncodedComparison> comparisons = unequal(kind);
    GradientSum whole = gradient(llama, 1 << 20, loss, comparisons);
    GradientSum parts = gradient(llama, 1, loss, comparisons);

    FlatVector difference = parts.gradient().copy().add(whole.gradient(), -1);
    assertThat(whole.gradient().norm()).isPositive();
    assertThat(difference.norm()).isLessThan(1e-5 * whole.gradient().norm());
    assertThat(parts.lossSum()).isCloseTo(whole.lossSum(), within(2e-6 * whole.lossSum()));
    assertThat(parts.seen().logLossSum()).isCloseTo(whole.seen().logLossSum(), within(1e-5));
    assertThat(parts.comparisons()).isEqualTo(whole.comparisons()).isEqualTo(9);
  }

  /** Of different lengths and weights; where the loss knows lists, of two to four replies. */
  private static List<EncodedComparison> unequal(Kind kind) {
    SplittableRandom random = new SplittableRandom(31);
    boolean lists = kind == Kind.PLACKETT_LUCE || kind == Kind.RATING_REGRESSION;
    List<EncodedComparison> comparisons = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      int[][] replies = new int[lists ? 2 + i % 3 : 2][];
      int[] ranks = new int[replies.length];
      float[] ratings = new float[replies.length];
      for (int j = 0; j < replies.length; j++) {
        replies[j] = random.ints(3 + random.nextInt(30), 1, 512).toArray();
        ranks[j] = kind == Kind.DAVIDSON && i % 3 == 0 ? 1 : j + 1;
        ratings[j] = 4 - j;
      }

      comparisons.add(
          new EncodedComparison("g" + i, replies, new int[][] {ranks}, ratings, 0, 1 + i, 1));
    }

    return comparisons;
  }

  private static GradientSum gradient(
      Path artifact, int maxTokens, LossSettings loss, List<EncodedComparison> comparisons)
      throws IOException {
    try (TrainingReplica replica =
        TrainingReplica.open(artifact, maxTokens, OptimizerSettings.usual(1e-3), loss)) {
      return replica.gradientSum(comparisons);
    }
  }

  @Test
  void lengthDebiasingNeedsALengthHead() {
    assertThatThrownBy(() -> replica(LossSettings.of(Kind.LENGTH_DEBIASED)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("needs a model with a length head");
  }

  private List<TrainingProgress> train(
      LossSettings loss, List<EncodedComparison> training, List<EncodedComparison> validation)
      throws IOException {
    try (TrainingReplica replica = replica(loss)) {
      return train(replica, loss, training, validation);
    }
  }

  private static List<TrainingProgress> train(
      TrainingReplica replica,
      LossSettings loss,
      List<EncodedComparison> training,
      List<EncodedComparison> validation)
      throws IOException {
    List<TrainingProgress> seen = new ArrayList<>();
    TrainingSettings settings =
        new TrainingSettings(
            6, 100, 1 << 16, 6, OptimizerSettings.usual(0.05), loss, Recomputation.NONE);
    LocalWorkers workers = new LocalWorkers(replica, training, validation, 5);
    new TrainingLoop(replica, workers, settings, Checkpoints.NONE, seen::add).run();
    return seen;
  }

  private TrainingReplica replica(LossSettings loss) throws IOException {
    Path artifact =
        ArtifactFixtures.untrained(
            folder,
            new LinearArchitecture(1 << 16, LinearArchitecture.Damping.COUNT),
            new TokenSpace(KnownUtilities.VOCABULARY, 0, 32));
    return TrainingReplica.open(artifact, 1 << 16, OptimizerSettings.usual(0.05), loss);
  }
}
