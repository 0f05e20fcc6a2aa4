package org.touchstone.model;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Opens the program of an artifact in libtorch. */
public final class LoadedProgram {

  static final String FILE = "model.pt";

  private LoadedProgram() {}

  /**
   * Loads for scoring.
   *
   * @param directory the artifact
   * @return a model whose block is the program, in inference mode
   * @throws IOException if it does not load
   */
  static Model frozen(Path directory) throws IOException {
    return load(directory, Map.of());
  }

  /**
   * Loads for training.
   *
   * @param directory the artifact
   * @return a model whose block is the program, its parameters collecting gradients
   * @throws IOException if it does not load
   */
  public static Model trainable(Path directory) throws IOException {
    return load(directory, Map.of("trainParam", "true"));
  }

  /**
   * Makes the calling thread run programs as they are written. libtorch's profiling executor would
   * run the first calls of a program, and of a new shape, by another plan than the later ones:
   * their last bits differ and nothing is gained, because there is nothing here that it fuses.
   */
  public static void runAsWritten() {
    JniUtils.setGraphExecutorOptimize(false);
  }

  /**
   * Rounds the matrices of a program in bfloat16 once, instead of in every call; its rewards do not
   * change by it. Not for training, which steps on the matrices as they came.
   *
   * @param program of a backbone
   */
  static void prepare(PtSymbolBlock program) {
    runAsWritten();
    try (IValue done = IValueUtils.runMethod(program, "prepare")) {
      done.isTensor();
    }
  }

  private static Model load(Path directory, Map<String, String> options) throws IOException {
    Model model = TorchRuntime.start().newModel("model", null);
    try {
      model.load(directory.resolve(FILE), null, options);
      return model;
    } catch (MalformedModelException | RuntimeException e) {
      model.close();
      throw new IOException(
          "Cannot load %s: %s".formatted(directory.resolve(FILE), e.getMessage()), e);
    } catch (IOException e) {
      model.close();
      throw e;
    }
  }
}
