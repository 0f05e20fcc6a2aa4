package org.touchstone.train;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The optimiser of one replica, which runs inside the model's program: DJL's own AdamW treats
 * epsilon differently from the paper, and its clipping is by element and from above only.
 */
final class AdamW {

  private final OptimizerSettings settings;
  private final ParameterLayout layout;
  private final NativeTensors parameters;
  private final NativeTensors gradients;
  private final NativeTensors means;
  private final NativeTensors squares;
  private final List<PtNDArray> stepCounts = new ArrayList<>();
  private final List<Integer> decayed;
  private final List<Integer> undecayed;
  private final PtSymbolBlock program;
  private final NDManager manager;
  private long steps;

  AdamW(
      OptimizerSettings settings,
      ParameterLayout layout,
      NativeTensors parameters,
      PtSymbolBlock program,
      NDManager manager) {
    this.settings = settings;
    this.layout = layout;
    this.parameters = parameters;
    this.program = program;
    this.manager = manager;
    this.gradients = NativeTensors.zeros(layout, manager);
    this.means = NativeTensors.zeros(layout, manager);
    this.squares = NativeTensors.zeros(layout, manager);
    int count = layout.tensors().size();
    for (int i = 0; i < count; i++) {
      stepCounts.add((PtNDArray) manager.zeros(new Shape()));
    }

    boolean all = settings.decayScope() == OptimizerSettings.DecayScope.ALL;
    this.decayed =
        IntStream.range(0, count)
            .filter(i -> all || layout.tensors().get(i).isMatrix())
            .boxed()
            .toList();
    this.undecayed = IntStream.range(0, count).boxed().filter(i -> !decayed.contains(i)).toList();
  }

  /** Forgets the gradients that backward passes have added up so far. */
  void zeroGradients() {
    List<PtNDArray> accumulated = new ArrayList<>();
    for (PtNDArray parameter : parameters.arrays()) {
      PtNDArray gradient = JniUtils.getGradient(parameter);
      if (gradient != null) { // null before the first backward pass
        accumulated.add(gradient);
      }
    }

    if (accumulated.isEmpty()) {
      return;
    }

    try (IValue list = IValue.listFrom(accumulated.toArray(PtNDArray[]::new));
        IValue done = IValueUtils.runMethod(program, "zero", list)) {
      accumulated.forEach(PtNDArray::close);
    }
  }

  /** Returns what backward passes have added up. */
  FlatVector gradients() {
    FlatVector vector = FlatVector.zeros(layout.length());
    List<Long> offsets = layout.offsets();
    for (int i = 0; i < offsets.size(); i++) {
      PtNDArray gradient = JniUtils.getGradient(parameters.arrays().get(i));
      if (gradient != null) {
        vector.put(offsets.get(i), gradient.toByteBuffer(true).asFloatBuffer());
        gradient.close();
      }
    }

    return vector;
  }

  double step(FlatVector meanGradient, double learningRate) {
    gradients.copyIn(meanGradient, program);
    double norm = clip();
    if (!Double.isFinite(norm)) {
      throw new IllegalStateException(
          "Cannot take a step along a gradient of norm %s: must be finite".formatted(norm));
    }

    update(decayed, learningRate, settings.weightDecay());
    update(undecayed, learningRate, 0);
    steps++;
    return norm;
  }

  private double clip() {
    List<Integer> all = IntStream.range(0, gradients.arrays().size()).boxed().toList();
    try (PtNDManager scope = (PtNDManager) manager.newSubManager();
        IValue list = gradients.list(all);
        IValue limit = IValue.from(settings.maxGradientNorm());
        IValue norm = IValueUtils.runMethod(program, "clip", list, limit)) {
      return norm.toTensor(scope).getFloat();
    }
  }

  private void update(List<Integer> positions, double learningRate, double weightDecay) {
    if (positions.isEmpty()) {
      return;
    }

    try (IValue values = parameters.list(positions);
        IValue slopes = gradients.list(positions);
        IValue first = means.list(positions);
        IValue second = squares.list(positions);
        IValue counts =
            IValue.listFrom(positions.stream().map(stepCounts::get).toArray(PtNDArray[]::new));
        IValue rate = IValue.from(learningRate);
        IValue beta1 = IValue.from(settings.beta1());
        IValue beta2 = IValue.from(settings.beta2());
        IValue decay = IValue.from(weightDecay);
        IValue epsilon = IValue.from(settings.epsilon());
        IValue done =
            IValueUtils.runMethod(
                program, "adamw", values, slopes, first, second, counts, rate, beta1, beta2, decay,
                epsilon)) {
      done.isTensor();
    }
  }

  OptimizerState state() {
    return new OptimizerState(means.copyOut(), squares.copyOut(), steps);
  }

  void load(OptimizerState state) {
    means.copyIn(state.means(), program);
    squares.copyIn(state.squares(), program);
    steps = state.steps();
    stepCounts.replaceAll(
        old -> {
          old.close();
          return (PtNDArray) manager.create((float) steps); // ()
        });
  }
}
