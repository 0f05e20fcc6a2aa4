package org.touchstone.train;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.touchstone.model.program.TensorSpec;

/** One native tensor per parameter (values, gradients or moments), to and from flat vectors. */
final class NativeTensors {

  private final ParameterLayout layout;
  private final List<PtNDArray> arrays;

  NativeTensors(ParameterLayout layout, List<PtNDArray> arrays) {
    this.layout = layout;
    this.arrays = List.copyOf(arrays);
  }

  /** Returns new tensors of zeros that live as long as the manager. */
  static NativeTensors zeros(ParameterLayout layout, NDManager manager) {
    List<PtNDArray> arrays = new ArrayList<>();
    layout
        .tensors()
        .forEach(
            tensor ->
                arrays.add(
                    (PtNDArray)
                        manager.zeros(
                            new ai.djl.ndarray.types.Shape(
                                tensor.shape().stream().mapToLong(Long::longValue).toArray()))));
    return new NativeTensors(layout, arrays);
  }

  List<PtNDArray> arrays() {
    return arrays;
  }

  /** Returns the tensor of a parameter. */
  PtNDArray named(String name) {
    List<String> names = layout.tensors().stream().map(TensorSpec::name).toList();
    return arrays.get(names.indexOf(name));
  }

  /** Returns the tensors at some positions, as a list argument of the program; close it. */
  IValue list(List<Integer> positions) {
    return IValue.listFrom(positions.stream().map(arrays::get).toArray(PtNDArray[]::new));
  }

  FlatVector copyOut() {
    FlatVector vector = FlatVector.zeros(layout.length());
    List<Long> offsets = layout.offsets();
    for (int i = 0; i < arrays.size(); i++) {
      vector.put(offsets.get(i), arrays.get(i).toByteBuffer(true).asFloatBuffer());
    }

    return vector;
  }

  /** Overwrites the tensors' values in place. */
  void copyIn(FlatVector vector, PtSymbolBlock program) {
    List<Long> offsets = layout.offsets();
    for (int i = 0; i < arrays.size(); i++) {
      PtNDArray array = arrays.get(i);
      if (array.getDevice().equals(Device.cpu())) {
        FloatBuffer memory = array.toByteBuffer(true).asFloatBuffer(); // the tensor's own
        vector.copyTo(offsets.get(i), memory);
      } else {
        copyToDevice(vector, offsets.get(i), array, program);
      }
    }
  }

  private static void copyToDevice(
      FlatVector vector, long offset, PtNDArray target, PtSymbolBlock program) {
    float[] values = new float[Math.toIntExact(target.size())];
    vector.copyTo(offset, FloatBuffer.wrap(values));
    try (PtNDManager manager = (PtNDManager) target.getManager().newSubManager()) {
      PtNDArray source = (PtNDArray) manager.create(values, target.getShape());
      try (IValue targets = IValue.listFrom(target);
          IValue sources = IValue.listFrom(source);
          IValue result = IValueUtils.runMethod(program, "copy", targets, sources)) {
        result.isTensor();
      }
    }
  }
}
