package org.touchstone.train;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.touchstone.model.ArtifactDescription;
import org.touchstone.model.LoadedProgram;
import org.touchstone.model.RewardModelArtifact;
import org.touchstone.model.TokenBatch;
import org.touchstone.model.TorchThread;

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

  private TrainingReplica(
      RewardModelArtifact artifact,
      int maxTokensPerBatch,
      OptimizerSettings settings,
      Objective objective,
      Model model) {
    this.artifact = artifact;
    this.maxTokensPerBatch = maxTokensPerBatch;
    this.objective = objective;
    this.model = model;
    this.program = (PtSymbolBlock) model.getBlock();
    ParameterLayout layout = TrainedArtifact.layout(artifact.description());
    PtNDManager manager = (PtNDManager) model.getNDManager();
    List<PtNDArray> arrays = new ArrayList<>();
    for (NDArray parameter : JniUtils.moduleGetParams(program, manager)) {
      arrays.add((PtNDArray) parameter);
    }

    this.parameters = new NativeTensors(layout, arrays);
    this.optimizer = new AdamW(settings, layout, parameters, program, manager);
  }

  /**
   * Loads a model for training.
   *
   * @param artifactDirectory where training starts from, on a local disk
   * @param maxTokensPerBatch most tokens of one backward pass, padding included; a single pair may
   *     exceed it
   * @param settings of the optimiser
   * @return the replica, with fresh moments, which trains on strict pairs by Bradley-Terry
   * @throws IOException if the artifact does not load
   * @throws IllegalArgumentException if it has no parameters, or the budget is below 1
   */
  public static TrainingReplica open(
      Path artifactDirectory, int maxTokensPerBatch, OptimizerSettings settings)
      throws IOException {
    return open(artifactDirectory, maxTokensPerBatch, settings, LossSettings.BRADLEY_TERRY);
  }

  /**
   * Loads a model for training.
   *
   * @param artifactDirectory where training starts from, on a local disk
   * @param maxTokensPerBatch most tokens of one backward pass, padding included; a single
   *     comparison may exceed it
   * @param settings of the optimiser
   * @param loss what to minimise
   * @return the replica, with fresh moments
   * @throws IOException if the artifact does not load
   * @throws IllegalArgumentException if it has no parameters, or lacks a head that the loss needs,
   *     or the budget is below 1
   */
  public static TrainingReplica open(
      Path artifactDirectory, int maxTokensPerBatch, OptimizerSettings settings, LossSettings loss)
      throws IOException {
    RewardModelArtifact artifact = RewardModelArtifact.open(artifactDirectory);
    ArtifactDescription description = artifact.description();
    if (description.architecture().tensors(description.tokens()).isEmpty()) {
      throw new IllegalArgumentException(
          "Cannot train %s: %s has no parameters"
              .formatted(artifactDirectory, description.architecture()));
    }

    if (maxTokensPerBatch < 1) {
      throw new IllegalArgumentException(
          "Cannot train with batches of %d tokens: must be at least 1"
              .formatted(maxTokensPerBatch));
    }

    Objective objective = new Objective(loss);
    if (objective.needsLengthHead()) {
      throw new IllegalArgumentException(
          "Cannot train %s length-debiased: the loss needs a model with a length head"
              .formatted(artifactDirectory));
    }

    return TorchThread.call(
        () ->
            new TrainingReplica(
                artifact,
                maxTokensPerBatch,
                settings,
                objective,
                LoadedProgram.trainable(artifactDirectory)));
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
        seen = seen.plus(forward(batch, Pass.TRAINING));
      }
    } finally {
      JniUtils.setGradMode(before);
    }

    return new GradientSum(optimizer.gradients(), seen);
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
        seen = seen.plus(forward(batch, Pass.EVALUATION));
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

  private enum Pass {
    TRAINING,
    EVALUATION
  }

  private EvaluationSum forward(List<EncodedComparison> comparisons, Pass pass) {
    LoadedProgram.runAsWritten();
    int[][] rows = MicroBatches.rows(comparisons);
    List<int[]> groups = MicroBatches.groups(rows);
    try (NDManager manager = model.getNDManager().newSubManager()) {
      NDArray rewards = rewards(manager, rows, groups, pass); // (B)
      Objective.Losses losses = objective.losses(rewards, comparisons, manager);
      if (pass == Pass.TRAINING) {
        JniUtils.backward(
            (PtNDArray) losses.weightedSum(), (PtNDArray) manager.ones(new Shape()), false, false);
      }

      return PairSums.of(
          comparisons,
          groups,
          objective.rewards(rewards).toFloatArray(),
          losses.perComparison().toFloatArray(),
          manager);
    }
  }

  /** Runs one forward pass a group and puts the rewards back into the order of the rows. */
  private NDArray rewards(NDManager manager, int[][] rows, List<int[]> groups, Pass pass) {
    NDList parts = new NDList();
    int[] position = new int[rows.length];
    int done = 0;
    for (int[] group : groups) {
      int[][] members = new int[group.length][];
      for (int i = 0; i < group.length; i++) {
        members[i] = rows[group[i]];
        position[group[i]] = done++;
      }

      TokenBatch batch = TokenBatch.padded(members, artifact.description().tokens());
      NDList inputs = new NDList(batch.idArray(manager), batch.maskArray(manager)); // (b, T)
      NDList output = IValueUtils.forward(program, inputs, pass == Pass.TRAINING); // (b, 1)
      parts.add(output.singletonOrThrow());
    }

    // Inside the program, because the gradient is lost in DJL's own concatenation and indexing
    NDArray order = manager.create(position).toType(DataType.INT64, false); // (B)
    NDArray method = manager.create(0f);
    method.setName("module_method:collect");
    parts.forEach(part -> part.setName("parts[]"));
    NDList inputs = new NDList(method, order);
    inputs.addAll(parts);
    return IValueUtils.forward(program, inputs, pass == Pass.TRAINING).singletonOrThrow(); // (B)
  }
}
