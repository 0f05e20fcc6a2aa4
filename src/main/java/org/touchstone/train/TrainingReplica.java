package org.touchstone.train;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.touchstone.model.ArtifactDescription;
import org.touchstone.model.LoadedProgram;
import org.touchstone.model.RewardModelArtifact;
import org.touchstone.model.TorchThread;
import org.touchstone.model.program.Architecture;
import org.touchstone.model.program.EnsembleArchitecture;
import org.touchstone.train.Passes.Mode;

/**
 * One copy of a model under training, with its optimiser: gradients of pairs, steps, evaluation.
 *
 * <p>Shapes: B = rows of a micro-batch (every first reply, then every second one, and so on), b =
 * rows of one forward pass, T = their padded length.
 *
 * <p>One thread at a time; at most one replica at work in a process, because libtorch's threads are
 * shared.
 */
public final class TrainingReplica implements AutoCloseable {

  private final RewardModelArtifact artifact;
  private final int maxTokensPerBatch;
  private final Model model;
  private final PtSymbolBlock program;
  private final NativeTensors parameters;
  private final AdamW optimizer;
  private final Objective objective;
  private final Recomputation recomputation;
  private final Passes passes;

  private TrainingReplica(
      RewardModelArtifact artifact, TrainingSettings settings, Objective objective, Model model) {
    this.artifact = artifact;
    this.maxTokensPerBatch = settings.maxTokensPerBatch();
    this.objective = objective;
    this.recomputation = settings.recomputation();
    this.model = model;
    this.program = (PtSymbolBlock) model.getBlock();
    this.passes =
        new Passes(
            model, artifact.description(), objective.needsLengthHead() ? "outputs" : "forward");
    ParameterLayout layout = TrainedArtifact.layout(artifact.description());
    PtNDManager manager = (PtNDManager) model.getNDManager();
    List<PtNDArray> arrays = new ArrayList<>();
    for (NDArray parameter : JniUtils.moduleGetParams(program, manager)) {
      arrays.add((PtNDArray) parameter);
    }

    this.parameters = new NativeTensors(layout, arrays);
    this.optimizer = new AdamW(settings.optimizer(), layout, parameters, program, manager);
  }

  /**
   * Loads a model for training.
   *
   * @param artifactDirectory where training starts from, on a local disk
   * @param settings how to train; a single comparison may exceed the most tokens of a batch
   * @return the replica, with fresh moments
   * @throws IOException if the artifact does not load
   * @throws IllegalArgumentException if it has nothing to train, or lacks what the settings need
   */
  public static TrainingReplica open(Path artifactDirectory, TrainingSettings settings)
      throws IOException {
    RewardModelArtifact artifact = RewardModelArtifact.open(artifactDirectory);
    ArtifactDescription description = artifact.description();
    Architecture architecture = description.architecture();
    if (TrainedArtifact.layout(description).length() == 0) {
      throw new IllegalArgumentException(
          "Cannot train %s: %s has no parameters".formatted(artifactDirectory, architecture));
    }

    if (architecture instanceof EnsembleArchitecture) {
      throw new IllegalArgumentException(
          "Cannot train %s: it is an ensemble; train its members and combine them"
              .formatted(artifactDirectory));
    }

    Objective objective = new Objective(settings.loss());
    if (objective.needsLengthHead() && architecture.headWeights().size() < 2) {
      throw new IllegalArgumentException(
          "Cannot train %s length-debiased: the loss needs a model with a length head (head: reward-and-length)"
              .formatted(artifactDirectory));
    }

    if (settings.recomputation() == Recomputation.LAYERS && !architecture.hasLayers()) {
      throw new IllegalArgumentException(
          "Cannot train %s with recomputation of layers: its program has none, allowed is none"
              .formatted(artifactDirectory));
    }

    return TorchThread.call(
        () ->
            new TrainingReplica(
                artifact, settings, objective, LoadedProgram.trainable(artifactDirectory)));
  }

  /**
   * Loads a model for training by Bradley-Terry on strict pairs.
   *
   * @param artifactDirectory where training starts from, on a local disk
   * @param maxTokensPerBatch most tokens of one backward pass, padding included
   * @param optimizer its settings
   * @return the replica, with fresh moments
   * @throws IOException if the artifact does not load
   */
  public static TrainingReplica open(
      Path artifactDirectory, int maxTokensPerBatch, OptimizerSettings optimizer)
      throws IOException {
    return open(artifactDirectory, maxTokensPerBatch, optimizer, LossSettings.BRADLEY_TERRY);
  }

  /**
   * Loads a model for training by another loss.
   *
   * @param artifactDirectory where training starts from, on a local disk
   * @param maxTokensPerBatch most tokens of one backward pass, padding included
   * @param optimizer its settings
   * @param loss what to minimise
   * @return the replica, with fresh moments
   * @throws IOException if the artifact does not load
   */
  public static TrainingReplica open(
      Path artifactDirectory, int maxTokensPerBatch, OptimizerSettings optimizer, LossSettings loss)
      throws IOException {
    return open(
        artifactDirectory,
        new TrainingSettings(1, 1, maxTokensPerBatch, 1, optimizer, loss, Recomputation.NONE));
  }

  /**
   * Returns the gradient of the sum of weighted losses. It does not depend on how the pairs are cut
   * into micro-batches, beyond rounding.
   *
   * @param pairs any number; none gives zeros
   * @return the sum, in a new vector
   * @throws IllegalArgumentException if a side is longer than the model's max tokens
   */
  public GradientSum gradientSum(List<EncodedComparison> pairs) {
    return TorchThread.run(() -> gradientHere(pairs));
  }

  private GradientSum gradientHere(List<EncodedComparison> pairs) {
    EvaluationSum seen = EvaluationSum.EMPTY;
    boolean before = JniUtils.isGradMode();
    try {
      JniUtils.setGradMode(false);
      optimizer.zeroGradients();
      JniUtils.setGradMode(true);
      for (List<EncodedComparison> batch : MicroBatches.of(pairs, maxTokensPerBatch)) {
        seen = seen.plus(forward(batch, Mode.TRAINING));
      }

      if (objective.needsLengthHead()) {
        penalizeHeads(seen.weightSum());
      }
    } finally {
      JniUtils.setGradMode(before);
    }

    return new GradientSum(optimizer.gradients(), seen);
  }

  private void penalizeHeads(double weightSum) {
    List<String> heads = artifact.description().architecture().headWeights();
    try (NDManager manager = model.getNDManager().newSubManager()) {
      NDArray quality = parameters.named(heads.get(0));
      NDArray length = parameters.named(heads.get(1));
      NDArray penalty = objective.headPenalty(quality, length, weightSum);
      penalty.attach(manager);
      JniUtils.backward((PtNDArray) penalty, (PtNDArray) manager.ones(new Shape()), false, false);
    }
  }

  /**
   * Evaluates without gradients.
   *
   * @param pairs any number
   * @return losses, rewards and counts
   * @throws IllegalArgumentException if a side is longer than the model's max tokens
   */
  public EvaluationSum evaluate(List<EncodedComparison> pairs) {
    return TorchThread.run(() -> evaluateHere(pairs));
  }

  private EvaluationSum evaluateHere(List<EncodedComparison> pairs) {
    EvaluationSum seen = EvaluationSum.EMPTY;
    boolean before = JniUtils.isGradMode();
    try {
      JniUtils.setGradMode(false);
      for (List<EncodedComparison> batch : MicroBatches.of(pairs, maxTokensPerBatch)) {
        seen = seen.plus(forward(batch, Mode.EVALUATION));
      }
    } finally {
      JniUtils.setGradMode(before);
    }

    return seen;
  }

  /**
   * Takes one step of AdamW, after shortening the gradient to the largest norm allowed.
   *
   * @param meanGradient gradient of the mean loss of the whole step
   * @param learningRate of this step
   * @return the norm of the gradient before it was shortened
   * @throws IllegalStateException if the norm is not finite; nothing has changed then
   */
  public double step(FlatVector meanGradient, double learningRate) {
    return TorchThread.run(() -> optimizer.step(meanGradient, learningRate));
  }

  /**
   * Returns the parameters.
   *
   * @return a copy
   */
  public FlatVector parameters() {
    return TorchThread.run(parameters::copyOut);
  }

  /**
   * Replaces the parameters; moments stay.
   *
   * @param values as many as there are parameters
   */
  public void load(FlatVector values) {
    TorchThread.run(
        () -> {
          parameters.copyIn(values, program);
          return parameters;
        });
  }

  /**
   * Returns what the optimiser remembers.
   *
   * @return a copy
   */
  public OptimizerState optimizerState() {
    return TorchThread.run(optimizer::state);
  }

  /**
   * Replaces what the optimiser remembers.
   *
   * @param state of a replica of the same model
   */
  public void load(OptimizerState state) {
    TorchThread.run(
        () -> {
          optimizer.load(state);
          return optimizer;
        });
  }

  /**
   * Returns what training started from.
   *
   * @return the artifact
   */
  public RewardModelArtifact artifact() {
    return artifact;
  }

  @Override
  public void close() {
    TorchThread.run(
        () -> {
          model.close();
          return model;
        });
  }

  private EvaluationSum forward(List<EncodedComparison> comparisons, Mode mode) {
    LoadedProgram.runAsWritten();
    int[][] rows = MicroBatches.rows(comparisons);
    List<int[]> groups = MicroBatches.groups(rows);
    try (NDManager manager = model.getNDManager().newSubManager()) {
      boolean recomputed = mode == Mode.TRAINING && recomputation == Recomputation.LAYERS;
      NDArray outputs; // (B) or (B, 2)
      Objective.Losses losses;
      if (recomputed) {
        Passes.Remembered remembered = passes.remember(manager, rows, groups);
        outputs = remembered.outputs();
        outputs.setRequiresGradient(true);
        losses = objective.losses(outputs, comparisons, manager);
        backward(manager, losses);
        passes.recall(manager, rows, remembered, outputs.getGradient());
      } else {
        outputs = passes.outputs(manager, rows, groups, mode);
        losses = objective.losses(outputs, comparisons, manager);
        if (mode == Mode.TRAINING) {
          backward(manager, losses);
        }
      }

      return PairSums.of(
          comparisons,
          groups,
          objective.rewards(outputs).toFloatArray(),
          losses.perComparison().toFloatArray(),
          manager);
    }
  }

  private static void backward(NDManager manager, Objective.Losses losses) {
    JniUtils.backward(
        (PtNDArray) losses.weightedSum(), (PtNDArray) manager.ones(new Shape()), false, false);
  }
}
