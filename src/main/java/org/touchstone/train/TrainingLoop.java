package org.touchstone.train;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.touchstone.train.EpochOrder.KeyRange;
import org.touchstone.train.TrainingProgress.Validation;

/**
 * One training run in the exact mode: each step takes the mean gradient of one batch over all
 * workers, clips it, and makes one AdamW step. With one worker this is plain training; with more it
 * is the same up to the rounding of sums.
 */
public final class TrainingLoop {

  private final TrainingReplica replica;
  private final Workers workers;
  private final TrainingSettings settings;
  private final Checkpoints checkpoints;
  private final TrainingProgress.Listener listener;

  private final List<List<KeyRange>> epochs = new ArrayList<>();
  private int steps;
  private int step;
  private long pairs;
  private long tokens;
  private FlatVector parameters;
  private @Nullable FlatVector bestParameters;
  private @Nullable Validation best;
  private @Nullable Validation last;
  private final long startNanos = System.nanoTime();

  /**
   * Prepares a run.
   *
   * @param replica holds the parameters and makes the steps
   * @param workers hold the pairs
   * @param settings how to train
   * @param checkpoints where to resume from and to save to
   * @param listener told of every step
   */
  public TrainingLoop(
      TrainingReplica replica,
      Workers workers,
      TrainingSettings settings,
      Checkpoints checkpoints,
      TrainingProgress.Listener listener) {
    this.replica = replica;
    this.workers = workers;
    this.settings = settings;
    this.checkpoints = checkpoints;
    this.listener = listener;
    this.parameters = replica.parameters();
  }

  /**
   * Trains to the end and leaves the best parameters in the replica.
   *
   * @return how the best parameters did on the validation pairs; null if there are none
   * @throws IOException if a checkpoint cannot be read or written
   * @throws IllegalStateException if there are no training pairs, or the loss is not a number
   */
  public @Nullable Validation run() throws IOException {
    plan();
    Cursor cursor = resume();
    if (step == 0) {
      last = validate();
    }

    for (int epoch = cursor.epoch(); epoch < epochs.size(); epoch++) {
      List<KeyRange> batches = epochs.get(epoch);
      for (int batch = epoch == cursor.epoch() ? cursor.batch() : 0;
          batch < batches.size();
          batch++) {
        makeStep(epoch, batch, batches);
      }
    }

    FlatVector chosen = bestParameters;
    if (chosen != null) {
      replica.load(chosen);
    }

    return best;
  }

  private record Cursor(int epoch, int batch) {}

  private void plan() {
    long[] groups = workers.groupHashes();
    if (groups.length == 0) {
      throw new IllegalStateException("Cannot train: there are no training pairs");
    }

    for (int epoch = 0; epoch < settings.epochs(); epoch++) {
      epochs.add(EpochOrder.batches(groups, epoch, settings.batchPairs()));
      steps += epochs.get(epoch).size();
    }
  }

  private Cursor resume() throws IOException {
    TrainingState state = checkpoints.latest().orElse(null);
    if (state == null) {
      return new Cursor(0, 0);
    }

    step = state.step();
    pairs = state.pairs();
    tokens = state.tokens();
    parameters = state.parameters();
    bestParameters = state.bestParameters();
    best = state.best();
    last = best;
    replica.load(parameters);
    replica.load(state.moments());
    return new Cursor(state.epoch(), state.batch());
  }

  private void makeStep(int epoch, int batch, List<KeyRange> batches) throws IOException {
    GradientSum sum = workers.gradients(epoch, batches.get(batch), parameters);
    if (!Double.isFinite(sum.lossSum())) {
      throw new IllegalStateException(
          "Cannot train on: the loss is %s at step %d, learning rate %.3g; a smaller one may help"
              .formatted(sum.lossSum(), step + 1, learningRate()));
    }

    double learningRate = learningRate();
    double gradNorm = replica.step(sum.meanGradient(), learningRate);
    parameters = replica.parameters();
    step++;
    pairs += sum.comparisons();
    tokens += sum.seen().tokens();
    if (evaluationDue()) {
      evaluate();
    }

    listener.onStep(progress(epoch + (batch + 1.0) / batches.size(), sum, gradNorm, learningRate));
    if (checkpoints.isDue() && step < steps) {
      boolean epochDone = batch + 1 == batches.size();
      checkpoints.save(state(epochDone ? epoch + 1 : epoch, epochDone ? 0 : batch + 1));
    }
  }

  private double learningRate() {
    return new LearningRateSchedule(settings.optimizer(), steps).rate(step);
  }

  private boolean evaluationDue() {
    long before = (long) (step - 1) * settings.evaluations() / steps;
    return (long) step * settings.evaluations() / steps > before;
  }

  private void evaluate() {
    Validation now = validate();
    last = now;
    Validation previous = best;
    if (now != null && (previous == null || now.loss() < previous.loss())) {
      best = now;
      bestParameters = parameters;
    }
  }

  private @Nullable Validation validate() {
    EvaluationSum sum = workers.evaluate(parameters);
    if (sum.pairs() == 0) {
      return null;
    }

    return new Validation(
        step,
        sum.pairs(),
        sum.meanLogLoss(),
        sum.accuracy(),
        sum.rewardMean(),
        sum.rewardStandardDeviation(),
        sum.meanLoss());
  }

  private TrainingState state(int epoch, int batch) {
    return new TrainingState(
        step,
        epoch,
        batch,
        pairs,
        tokens,
        parameters,
        replica.optimizerState(),
        bestParameters,
        best);
  }

  private TrainingProgress progress(
      double epoch, GradientSum sum, double gradNorm, double learningRate) {
    EvaluationSum seen = sum.seen();
    return new TrainingProgress(
        step,
        steps,
        epoch,
        seen.meanLoss(),
        seen.accuracy(),
        (seen.chosenSum() - seen.rejectedSum()) / seen.pairs(),
        seen.rewardMean(),
        gradNorm,
        learningRate,
        pairs,
        tokens,
        (System.nanoTime() - startNanos) * 1e-9,
        last);
  }
}
