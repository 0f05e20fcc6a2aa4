package org.touchstone.model;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;
import org.jspecify.annotations.Nullable;

/** Starts libtorch once in this process. */
public final class TorchRuntime {

  private static final String THREADS = "ai.djl.pytorch.num_threads";

  private static @Nullable Engine engine;

  private TorchRuntime() {}

  /**
   * Starts libtorch with its own choice of threads (one a core) if it is not running yet.
   *
   * @return the engine
   * @throws IllegalStateException if the native libraries do not load
   */
  public static synchronized Engine start() {
    if (engine == null) {
      NativeLibraries.prepare();
      NativeMemory.keep(System.getenv());
      engine = load();
    }

    return engine;
  }

  /**
   * Starts libtorch with a number of threads for each operation.
   *
   * @param threads at least 1; on an executor, the cores of one task
   * @return the engine
   * @throws IllegalStateException if the native libraries do not load
   */
  public static synchronized Engine start(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException(
          "Cannot start libtorch with %d threads: must be at least 1".formatted(threads));
    }

    if (engine == null) {
      System.setProperty(THREADS, Integer.toString(threads));
    }

    Engine started = start();
    if (JniUtils.getNumThreads() != threads) {
      JniUtils.setNumThreads(threads);
    }

    return started;
  }

  /**
   * Returns how many threads each operation uses.
   *
   * @return the number, at least 1
   */
  public static int threads() {
    start();
    return JniUtils.getNumThreads();
  }

  private static Engine load() {
    try {
      return Engine.getEngine("PyTorch");
    } catch (RuntimeException | LinkageError e) {
      Throwable root = e;
      while (root.getCause() != null) {
        root = root.getCause();
      }

      throw new IllegalStateException(
          "Cannot load libtorch: %s; needed are pytorch-jni and pytorch-native-cpu for this platform (%s %s) on the class path, or PYTORCH_LIBRARY_PATH"
              .formatted(
                  root.getMessage(), System.getProperty("os.name"), System.getProperty("os.arch")),
          e);
    }
  }
}
