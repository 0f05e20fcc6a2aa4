package org.touchstone.model;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import org.touchstone.model.program.BackboneArchitecture;
import org.touchstone.model.program.TokenSpace;

/** A program written for a golden checkpoint, run on whole matrices of ids. */
final class GoldenProgram implements AutoCloseable {

  private final Model model;

  private GoldenProgram(Model model) {
    this.model = model;
  }

  static GoldenProgram open(Path directory, Path checkpoint, BackboneArchitecture architecture)
      throws IOException {
    TokenSpace tokens = new TokenSpace(architecture.facts().vocabulary(), 0, 128);
    try (Checkpoint weights = Checkpoint.open(checkpoint)) {
      TorchScriptArchive.write(
          directory.resolve(LoadedProgram.FILE),
          architecture.program(tokens),
          BackboneWeights.of(weights, architecture));
    }

    return new GoldenProgram(TorchThread.call(() -> LoadedProgram.frozen(directory)));
  }

  float[] rewards(JsonNode inputs) {
    return TorchThread.run(() -> rewardsHere(inputs));
  }

  private float[] rewardsHere(JsonNode inputs) {
    LoadedProgram.runAsWritten();
    PtSymbolBlock program = (PtSymbolBlock) model.getBlock();
    try (PtNDManager manager = (PtNDManager) model.getNDManager().newSubManager()) {
      NDArray ids = matrix(manager, inputs.get("input_ids"));
      JsonNode given = inputs.path("attention_mask");
      NDArray mask =
          given.isArray() ? matrix(manager, given) : manager.ones(ids.getShape(), DataType.INT64);
      try (IValue first = IValue.from((PtNDArray) ids);
          IValue second = IValue.from((PtNDArray) mask);
          IValue result =
              inputs.has("token_type_ids") && inputs.get("token_type_ids").isArray()
                  ? IValueUtils.runMethod(
                      program,
                      "forward",
                      first,
                      second,
                      IValue.from((PtNDArray) matrix(manager, inputs.get("token_type_ids"))))
                  : IValueUtils.runMethod(program, "forward", first, second)) {
        return result.toTensor(manager).toFloatArray();
      }
    }
  }

  private static NDArray matrix(NDManager manager, JsonNode rows) {
    int width = rows.get(0).size();
    long[] values = new long[rows.size() * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = rows.get(i / width).get(i % width).asLong();
    }

    return manager.create(values, new Shape(rows.size(), width));
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
