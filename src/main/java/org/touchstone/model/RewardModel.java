package org.touchstone.model;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalInt;
import org.touchstone.model.program.EnsembleArchitecture;

/**
 * A reward model loaded for scoring. Several threads may score with one instance; close it when
 * none does any more.
 *
 * <p>Runs in libtorch's inference mode whatever the calling thread's gradient mode, so no graph is
 * built.
 */
public final class RewardModel implements AutoCloseable {

  private final RewardModelArtifact artifact;
  private final Model model;
  private final PtSymbolBlock program;

  private RewardModel(RewardModelArtifact artifact, Model model) {
    this.artifact = artifact;
    this.model = model;
    this.program = (PtSymbolBlock) model.getBlock();
    if (artifact.description().architecture().needsPreparation()) {
      LoadedProgram.prepare(program);
    }
  }

  /**
   * Loads an artifact onto the first accelerator, or the processor where there is none.
   *
   * @param directory the artifact on a local disk
   * @return the model
   * @throws IOException if it is no artifact, or its program does not load
   */
  public static RewardModel open(Path directory) throws IOException {
    RewardModelArtifact artifact = RewardModelArtifact.open(directory);
    return TorchThread.call(() -> new RewardModel(artifact, LoadedProgram.frozen(directory)));
  }

  /**
   * Scores one batch, padded on the right to its longest row. A row's reward does not depend on the
   * others beyond rounding (about 1e-6 relative).
   *
   * @param tokenIds one row of ids per text, 1 to {@link #maxTokens} each (no upper limit for
   *     models that count tokens only)
   * @return one reward per row, in logits; only differences between rewards of one prompt mean
   *     anything
   * @throws IllegalArgumentException if a row is empty or too long
   */
  public float[] rewards(int[][] tokenIds) {
    if (tokenIds.length == 0) {
      return new float[0];
    }

    TokenBatch batch = TokenBatch.padded(tokenIds, artifact.description().tokens());
    return TorchThread.run(() -> run("forward", batch)); // (B, 1)
  }

  /**
   * Scores one batch by every member of an ensemble, whose spread tells how far they agree.
   *
   * @param tokenIds as for {@link #rewards}
   * @return one row per text, in it one standardised reward per member: in standard deviations of
   *     that member's rewards on validation rows
   * @throws IllegalArgumentException if the model is no ensemble, or a row is empty or too long
   */
  public float[][] memberRewards(int[][] tokenIds) {
    if (!(artifact.description().architecture() instanceof EnsembleArchitecture ensemble)) {
      throw new IllegalArgumentException(
          "Cannot tell the members of %s apart: it is no ensemble".formatted(artifact.directory()));
    }

    if (tokenIds.length == 0) {
      return new float[0][];
    }

    TokenBatch batch = TokenBatch.padded(tokenIds, artifact.description().tokens());
    float[] flat = TorchThread.run(() -> run("members", batch)); // (B, M)
    int members = ensemble.members().size();
    float[][] rewards = new float[tokenIds.length][];
    Arrays.setAll(rewards, i -> Arrays.copyOfRange(flat, i * members, (i + 1) * members));
    return rewards;
  }

  private float[] run(String method, TokenBatch batch) {
    LoadedProgram.runAsWritten();
    try (PtNDManager manager = (PtNDManager) model.getNDManager().newSubManager();
        IValue ids = IValue.from((PtNDArray) batch.idArray(manager));
        IValue mask = IValue.from((PtNDArray) batch.maskArray(manager))) {
      OptionalInt separator = artifact.description().segmentSeparator();
      return separator.isEmpty()
          ? run(method, manager, ids, mask)
          : run(method, manager, ids, mask, batch.segmentArray(manager, separator.getAsInt()));
    }
  }

  private float[] run(
      String method, PtNDManager manager, IValue ids, IValue mask, NDArray segments) {
    try (IValue types = IValue.from((PtNDArray) segments)) {
      return run(method, manager, ids, mask, types);
    }
  }

  private float[] run(String method, PtNDManager manager, IValue... inputs) {
    try (IValue result = IValueUtils.runMethod(program, method, inputs)) {
      return result.toTensor(manager).toFloatArray();
    }
  }

  /**
   * Returns what the artifact says about itself.
   *
   * @return the description
   */
  public ArtifactDescription description() {
    return artifact.description();
  }

  /**
   * Returns the identity of the model.
   *
   * @return SHA-256, hexadecimal, over everything in the artifact
   */
  public String digest() {
    return artifact.digest();
  }

  /**
   * Returns the longest row.
   *
   * @return tokens, at least 1
   */
  public int maxTokens() {
    return artifact.description().maxTokens();
  }

  @Override
  public void close() {
    TorchThread.run(
        () -> {
          model.close();
          return model;
        });
  }
}
