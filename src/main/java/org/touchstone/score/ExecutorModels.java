package org.touchstone.score;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.touchstone.artifact.LocalCopies;
import org.touchstone.model.ConversationEncoder;
import org.touchstone.model.EncodingLimits;
import org.touchstone.model.RewardModel;
import org.touchstone.model.TorchRuntime;

/**
 * The models that this executor scores with: each loaded once a process, whatever the number of
 * tasks, and closed when the last task that uses it ends.
 */
final class ExecutorModels {

  private static final Map<String, Loaded> MODELS = new HashMap<>();

  private ExecutorModels() {}

  /** A model and the encoder of its texts. */
  static final class Loaded implements AutoCloseable {
    private final String folder;
    private final RewardModel model;
    private final ConversationEncoder encoder;
    private int users;

    private Loaded(String folder, RewardModel model, ConversationEncoder encoder) {
      this.folder = folder;
      this.model = model;
      this.encoder = encoder;
    }

    RewardModel model() {
      return model;
    }

    ConversationEncoder encoder() {
      return encoder;
    }

    @Override
    public void close() {
      release(this);
    }
  }

  /** Returns the model in a folder, for libtorch with some threads; close it when done. */
  static Loaded acquire(String folder, int threads) throws IOException {
    synchronized (MODELS) {
      Loaded loaded = MODELS.get(folder);
      if (loaded == null) {
        Path local = LocalCopies.of(SparkHadoopUtil.get().conf(), folder);
        TorchRuntime.start(threads);
        RewardModel model = RewardModel.open(local);
        EncodingLimits limits = model.description().limits();
        loaded = new Loaded(folder, model, ConversationEncoder.open(local, limits));
        MODELS.put(folder, loaded);
      }

      loaded.users++;
      return loaded;
    }
  }

  private static void release(Loaded loaded) {
    synchronized (MODELS) {
      loaded.users--;
      if (loaded.users == 0) {
        MODELS.remove(loaded.folder);
        loaded.encoder.close();
        loaded.model.close();
      }
    }
  }
}
