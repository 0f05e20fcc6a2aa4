package org.touchstone.train;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.touchstone.model.ArtifactDescription;
import org.touchstone.model.TokenBatch;

/**
 * Forward and backward passes of a program over the rows of a micro-batch, group by group.
 *
 * <p>Shapes: B = rows of the micro-batch, b = rows of a group, T = their padded length, O = outputs
 * of the program (1, or 2 with a length head; a single one has no axis of its own).
 */
final class Passes {

  private final PtSymbolBlock program;
  private final ArtifactDescription description;
  private final String method;

  /** How a pass is run. */
  enum Mode {
    /** With a graph, for a backward pass. */
    TRAINING,
    /** Without. */
    EVALUATION
  }

  /**
   * Prepares passes.
   *
   * @param model its block is the program
   * @param description of its tokens
   * @param method {@code forward}, or {@code outputs} for all heads
   */
  Passes(Model model, ArtifactDescription description, String method) {
    this.program = (PtSymbolBlock) model.getBlock();
    this.description = description;
    this.method = method;
  }

  /** Returns the outputs of all rows, in their order, (B, O). */
  NDArray outputs(NDManager manager, int[][] rows, List<int[]> groups, Mode mode) {
    NDList parts = new NDList();
    for (int[] group : groups) {
      NDList inputs = inputs(manager, rows, group);
      inputs.add(0, name(manager, method));
      parts.add(IValueUtils.forward(program, inputs, mode == Mode.TRAINING).singletonOrThrow());
    }

    return inOrder(manager, parts, groups, mode);
  }

  /** What a training step keeps between its two halves: per group, outputs and hidden states. */
  record Remembered(NDArray outputs, List<int[]> groups, List<List<NDArray>> kept) {}

  /** Runs the first half of a step with recomputation: no graph, only what is between layers. */
  Remembered remember(NDManager manager, int[][] rows, List<int[]> groups) {
    NDList parts = new NDList();
    List<List<NDArray>> kept = new ArrayList<>();
    for (int[] group : groups) {
      NDList inputs = inputs(manager, rows, group);
      inputs.add(0, name(manager, "remember"));
      List<NDArray> states = List.copyOf(run(inputs));
      kept.add(states);
      parts.add(states.get(0));
    }

    return new Remembered(inOrder(manager, parts, groups, Mode.TRAINING), groups, kept);
  }

  /** Runs the second half: adds to the gradients of the parameters. */
  void recall(NDManager manager, int[][] rows, Remembered remembered, NDArray gradient) {
    NDArray slopes = gradient.reshape(gradient.getShape().get(0), -1); // (B, O)
    for (int i = 0; i < remembered.groups().size(); i++) {
      int[] group = remembered.groups().get(i);
      NDList inputs = inputs(manager, rows, group);
      NDArray order = manager.create(group).toType(DataType.INT64, false); // (b)
      NDArray slope = slopes.get(order); // (b, O)
      List<NDArray> states = remembered.kept().get(i);
      states.forEach(state -> state.setName("remembered[]"));
      inputs.addAll(2, states);
      inputs.add(2 + states.size(), slope);
      inputs.add(0, name(manager, "recall"));
      run(inputs).close();
      states.forEach(NDArray::close);
    }
  }

  /** Runs in training mode, where tensors may take part in a graph; the method says which do. */
  private NDList run(NDList inputs) {
    return IValueUtils.forward(program, inputs, true);
  }

  /** Ids and mask of a group, and segments where the model tells them apart, each (b, T). */
  private NDList inputs(NDManager manager, int[][] rows, int[] group) {
    int[][] members = new int[group.length][];
    for (int i = 0; i < group.length; i++) {
      members[i] = rows[group[i]];
    }

    TokenBatch batch = TokenBatch.padded(members, description.tokens());
    NDList inputs = new NDList(batch.idArray(manager), batch.maskArray(manager));
    OptionalInt separator = description.segmentSeparator();
    if (separator.isPresent()) {
      inputs.add(batch.segmentArray(manager, separator.getAsInt()));
    }

    return inputs;
  }

  /** Puts the outputs of groups back into the order of the rows. */
  private NDArray inOrder(NDManager manager, NDList parts, List<int[]> groups, Mode mode) {
    int[] position = new int[groups.stream().mapToInt(group -> group.length).sum()];
    int done = 0;
    for (int[] group : groups) {
      for (int row : group) {
        position[row] = done++;
      }
    }

    // Inside the program, because the gradient is lost in DJL's own concatenation and indexing
    NDArray order = manager.create(position).toType(DataType.INT64, false); // (B)
    parts.forEach(part -> part.setName("parts[]"));
    NDList inputs = new NDList(name(manager, "collect"), order);
    inputs.addAll(parts);
    return IValueUtils.forward(program, inputs, mode == Mode.TRAINING).singletonOrThrow();
  }

  /** How DJL is told which method to run. */
  private static NDArray name(NDManager manager, String method) {
    NDArray name = manager.create(0f);
    name.setName("module_method:" + method);
    return name;
  }
}
