package org.touchstone.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import org.touchstone.artifact.Digests;
import org.touchstone.train.FlatVector;
import org.touchstone.train.OptimizerState;
import org.touchstone.train.TrainingProgress.Validation;
import org.touchstone.train.TrainingSettings;
import org.touchstone.train.TrainingState;

/**
 * One checkpoint as a folder: each vector in a file of its own, and {@code state.json}, which is
 * renamed into place last and makes the folder whole. It holds the version of the format, the
 * length and SHA-256 of every other file, a digest of itself, and the settings of the run, for
 * people.
 */
final class CheckpointFormat {

  static final String VERSION = "touchstone-checkpoint/2";

  private static final String STATE = "state.json";
  private static final String PARAMETERS = "parameters";
  private static final String FIRST_MOMENTS = "first-moments";
  private static final String SECOND_MOMENTS = "second-moments";
  private static final String BEST_PARAMETERS = "best-parameters";
  private static final int BUFFER_BYTES = 1 << 16;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final FileSystem files;
  private final RetryingFiles retrying;

  CheckpointFormat(FileSystem files, RetryingFiles retrying) {
    this.files = files;
    this.retrying = retrying;
  }

  /** What makes a checkpoint useless, as a clause that follows its path. */
  static final class Corrupt extends Exception {

    private static final long serialVersionUID = 1L;

    Corrupt(String message) {
      super(message);
    }
  }

  private record FileFacts(long bytes, String sha256) {}

  private record State(
      String format,
      String digest,
      int step,
      int epoch,
      int batch,
      long pairs,
      long tokens,
      long optimizerSteps,
      @Nullable Validation best,
      Map<String, FileFacts> files,
      Object settings) {}

  /** Whether a folder is whole: killed writers leave it without its state. */
  boolean isWhole(Path folder) throws IOException {
    try {
      Path state = new Path(folder, STATE);
      return retrying.run("look at " + state, () -> files.getFileStatus(state).getLen()) >= 0;
    } catch (FileNotFoundException e) {
      return false;
    }
  }

  /**
   * Reads a whole checkpoint and compares every file with its digest.
   *
   * @throws Corrupt if a file is missing, cut, changed, or of another version of the format
   * @throws IOException if the store fails; the checkpoint may be sound
   */
  TrainingState read(Path folder) throws IOException, Corrupt {
    State facts = state(new Path(folder, STATE));
    for (Map.Entry<String, FileFacts> file : facts.files().entrySet()) {
      requireUnchanged(new Path(folder, file.getKey()), file.getValue());
    }

    OptimizerState moments =
        new OptimizerState(
            vector(new Path(folder, FIRST_MOMENTS)),
            vector(new Path(folder, SECOND_MOMENTS)),
            facts.optimizerSteps());
    boolean hasBest = facts.files().containsKey(BEST_PARAMETERS);
    return new TrainingState(
        facts.step(),
        facts.epoch(),
        facts.batch(),
        facts.pairs(),
        facts.tokens(),
        vector(new Path(folder, PARAMETERS)),
        moments,
        hasBest ? vector(new Path(folder, BEST_PARAMETERS)) : null,
        facts.best());
  }

  /** Writes a checkpoint into a folder that is empty or not there. */
  void write(Path folder, TrainingState state, TrainingSettings settings) throws IOException {
    Map<String, FlatVector> vectors = new TreeMap<>();
    vectors.put(PARAMETERS, state.parameters());
    vectors.put(FIRST_MOMENTS, state.moments().means());
    vectors.put(SECOND_MOMENTS, state.moments().squares());
    if (state.bestParameters() != null) {
      vectors.put(BEST_PARAMETERS, state.bestParameters());
    }

    Map<String, FileFacts> written = new TreeMap<>();
    for (Map.Entry<String, FlatVector> vector : vectors.entrySet()) {
      Path file = new Path(folder, vector.getKey());
      written.put(
          vector.getKey(), retrying.run("write " + file, () -> write(file, vector.getValue())));
    }

    String unsigned =
        JSON.writeValueAsString(
            new State(
                VERSION,
                "",
                state.step(),
                state.epoch(),
                state.batch(),
                state.pairs(),
                state.tokens(),
                state.moments().steps(),
                state.best(),
                written,
                settings));
    String signed = unsigned.replace(digestField(""), digestField(Digests.ofText(unsigned)));
    byte[] json = signed.getBytes(StandardCharsets.UTF_8);
    Path last = new Path(folder, STATE);
    retrying.run("write " + last, () -> commit(last, json));
  }

  private State state(Path file) throws IOException, Corrupt {
    byte[] json;
    try {
      json = retrying.run("read " + file, () -> bytes(file));
    } catch (FileNotFoundException e) {
      throw new Corrupt("has no " + STATE);
    }

    State state;
    try {
      String format = JSON.readTree(json).path("format").asText("");
      if (!format.equals(VERSION)) {
        throw new Corrupt(
            "has the format \"%s\", this version reads %s".formatted(format, VERSION));
      }

      state = JSON.readValue(json, State.class);
      String text = new String(json, StandardCharsets.UTF_8);
      String unsigned = text.replace(digestField(state.digest()), digestField(""));
      if (!Digests.ofText(unsigned).equals(state.digest())) {
        throw new Corrupt("has a changed %s".formatted(STATE));
      }
    } catch (JsonProcessingException e) {
      throw new Corrupt("has a %s that is no JSON of ours".formatted(STATE));
    }

    for (String needed : new String[] {PARAMETERS, FIRST_MOMENTS, SECOND_MOMENTS}) {
      if (!state.files().containsKey(needed)) {
        throw new Corrupt("has a %s that does not name %s".formatted(STATE, needed));
      }
    }

    return state;
  }

  /** The digest of the state itself, with this field empty. */
  private static String digestField(String digest) {
    return "\"digest\":\"%s\"".formatted(digest);
  }

  private void requireUnchanged(Path file, FileFacts facts) throws IOException, Corrupt {
    FileFacts found;
    try {
      found = retrying.run("read " + file, () -> facts(file));
    } catch (FileNotFoundException e) {
      throw new Corrupt("lacks the file " + file.getName());
    }

    if (!found.equals(facts)) {
      throw new Corrupt(
          "has a changed file %s: %,d bytes with digest %s, its state says %,d bytes with %s"
              .formatted(
                  file.getName(), found.bytes(), found.sha256(), facts.bytes(), facts.sha256()));
    }
  }

  private FileFacts facts(Path file) throws IOException {
    long bytes = files.getFileStatus(file).getLen();
    try (InputStream in = files.open(file)) {
      return new FileFacts(bytes, Digests.ofStream(in));
    }
  }

  private byte[] bytes(Path file) throws IOException {
    try (InputStream in = files.open(file)) {
      return in.readAllBytes();
    }
  }

  /** Renames, so that a killed writer cannot leave a part of it under its name. */
  private boolean commit(Path file, byte[] json) throws IOException {
    Path beside = new Path(file.getParent(), "_" + file.getName());
    try (OutputStream out = files.create(beside, true)) {
      out.write(json);
    }

    if (!files.rename(beside, file) && !files.exists(file)) {
      throw new IOException("Cannot rename %s to %s".formatted(beside, file));
    }

    return true;
  }

  private FileFacts write(Path file, FlatVector vector) throws IOException {
    MessageDigest digest = Digests.sha256();
    try (ObjectOutputStream out =
        new ObjectOutputStream(
            new BufferedOutputStream(
                new DigestOutputStream(files.create(file, true), digest), BUFFER_BYTES))) {
      vector.writeExternal(out);
    }

    return new FileFacts(files.getFileStatus(file).getLen(), Digests.hex(digest.digest()));
  }

  private FlatVector vector(Path file) throws IOException {
    return Objects.requireNonNull(
        retrying.run(
            "read " + file,
            () -> {
              try (ObjectInputStream in =
                  new ObjectInputStream(new BufferedInputStream(files.open(file)))) {
                FlatVector vector = new FlatVector();
                vector.readExternal(in);
                return vector;
              }
            }));
  }
}
