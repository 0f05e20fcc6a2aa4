package org.touchstone.score;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.touchstone.artifact.Digests;
import org.touchstone.artifact.LocalCopies;
import org.touchstone.cluster.Executors;
import org.touchstone.model.ConversationEncoder;
import org.touchstone.model.EncodingLimits;
import org.touchstone.model.RewardModel;
import org.touchstone.model.RewardModelArtifact;
import org.touchstone.model.TorchRuntime;

/**
 * The models that this executor scores with: each loaded once a process, whatever the number of
 * tasks and whatever folder it lies in. Models are told apart by what their description says, which
 * holds the digests of all their files: a folder may hold another model an hour later. A model that
 * no task uses waits for the next one; when many wait, the one that waited longest is closed.
 */
final class ExecutorModels {

  /** Enough for the folds of a cross-fitted model. */
  private static final int MOST_WAITING = 5;

  /** In the order of their last release. */
  private static final Map<String, Loaded> MODELS = new LinkedHashMap<>();

  private ExecutorModels() {}

  /** A model and the encoder of its texts. */
  static final class Loaded implements AutoCloseable {
    private final String digest;
    private final RewardModel model;
    private final ConversationEncoder encoder;
    private int users;

    private Loaded(String digest, RewardModel model, ConversationEncoder encoder) {
      this.digest = digest;
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
    String digest = digest(folder);
    synchronized (MODELS) {
      Loaded loaded = MODELS.get(digest);
      if (loaded == null) {
        Path local = LocalCopies.of(Executors.hadoop(), folder);
        TorchRuntime.start(threads);
        RewardModel model = RewardModel.open(local);
        EncodingLimits limits = model.description().limits();
        loaded = new Loaded(digest, model, ConversationEncoder.open(local, limits));
        MODELS.put(digest, loaded);
      }

      loaded.users++;
      return loaded;
    }
  }

  /** Of the description, and so of all files; of the folder's name where there is none. */
  private static String digest(String folder) throws IOException {
    org.apache.hadoop.fs.Path description =
        new org.apache.hadoop.fs.Path(folder, RewardModelArtifact.DESCRIPTION);
    try (InputStream in = description.getFileSystem(Executors.hadoop()).open(description)) {
      return Digests.ofStream(in);
    } catch (FileNotFoundException e) {
      return folder; // opening it says what is missing
    }
  }

  private static void release(Loaded loaded) {
    synchronized (MODELS) {
      loaded.users--;
      MODELS.remove(loaded.digest);
      MODELS.put(loaded.digest, loaded);
      List<Loaded> waiting = MODELS.values().stream().filter(model -> model.users == 0).toList();
      for (Loaded model : waiting.subList(0, Math.max(0, waiting.size() - MOST_WAITING))) {
        MODELS.remove(model.digest);
        model.encoder.close();
        model.model.close();
      }
    }
  }
}
