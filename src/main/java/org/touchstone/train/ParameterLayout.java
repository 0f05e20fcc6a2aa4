package org.touchstone.train;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.touchstone.model.WeightSource;
import org.touchstone.model.program.TensorSpec;

/** Where each parameter lies in a {@link FlatVector}: one behind another, in archive order. */
final class ParameterLayout {

  private static final int COPY_VALUES = 1 << 18;

  private final List<TensorSpec> tensors;
  private final Map<String, Long> offsets = new LinkedHashMap<>();
  private final long length;

  ParameterLayout(List<TensorSpec> tensors) {
    this.tensors = List.copyOf(tensors);
    long end = 0;
    for (TensorSpec tensor : tensors) {
      offsets.put(tensor.name(), end);
      end += tensor.elements();
    }

    length = end;
  }

  List<TensorSpec> tensors() {
    return tensors;
  }

  long length() {
    return length;
  }

  /** Returns the offsets in the order of the tensors. */
  List<Long> offsets() {
    return new ArrayList<>(offsets.values());
  }

  /** Reads all parameters into one vector. */
  FlatVector read(WeightSource weights) throws IOException {
    FlatVector vector = FlatVector.zeros(length);
    float[] values = new float[COPY_VALUES];
    for (TensorSpec tensor : tensors) {
      long offset = offsets.getOrDefault(tensor.name(), 0L);
      for (long from = 0; from < tensor.elements(); from += COPY_VALUES) {
        int count = (int) Math.min(COPY_VALUES, tensor.elements() - from);
        weights.read(tensor, from, values, count);
        vector.put(offset + from, FloatBuffer.wrap(values, 0, count));
      }
    }

    return vector;
  }

  /** Presents a vector as parameters by name; others, which are frozen, come from elsewhere. */
  WeightSource weights(FlatVector vector, WeightSource others) {
    return (tensor, from, target, count) -> {
      Long offset = offsets.get(tensor.name());
      if (offset == null) {
        others.read(tensor, from, target, count);
      } else {
        vector.copyTo(offset + from, FloatBuffer.wrap(target, 0, count));
      }
    };
  }
}
