package org.touchstone.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import org.touchstone.artifact.ArtifactException;
import org.touchstone.train.Checkpoints;
import org.touchstone.train.FlatVector;
import org.touchstone.train.OptimizerState;
import org.touchstone.train.TrainingProgress.Validation;
import org.touchstone.train.TrainingState;

/**
 * Checkpoints as folders {@code round-000123} on any Hadoop file system. {@code state.json} is
 * written last and makes a folder whole; older ones go when a newer one is whole.
 */
final class CheckpointFolder implements Checkpoints {

  private static final String PREFIX = "round-";
  private static final String STATE = "state.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final FileSystem files;
  private final Path folder;
  private final Duration interval;
  private long lastNanos = System.nanoTime();

  CheckpointFolder(Configuration configuration, Path folder, Duration interval) throws IOException {
    this.files = folder.getFileSystem(configuration);
    this.folder = folder;
    this.interval = interval;
  }

  private record State(
      int step,
      int epoch,
      int batch,
      long pairs,
      long tokens,
      long optimizerSteps,
      @Nullable Validation best) {}

  @Override
  public Optional<TrainingState> latest() throws IOException {
    if (!files.exists(folder)) {
      return Optional.empty();
    }

    Optional<Path> newest =
        Arrays.stream(files.listStatus(folder))
            .map(FileStatus::getPath)
            .filter(path -> path.getName().startsWith(PREFIX))
            .filter(this::isWhole)
            .max(Comparator.comparing(Path::getName));
    return newest.isPresent() ? Optional.of(read(newest.get())) : Optional.empty();
  }

  @Override
  public boolean isDue() {
    return System.nanoTime() - lastNanos >= interval.toNanos();
  }

  @Override
  public void save(TrainingState state) throws IOException {
    Path round = new Path(folder, PREFIX + "%09d".formatted(state.step()));
    files.delete(round, true);
    write(new Path(round, "parameters"), state.parameters());
    write(new Path(round, "first-moments"), state.moments().means());
    write(new Path(round, "second-moments"), state.moments().squares());
    if (state.bestParameters() != null) {
      write(new Path(round, "best-parameters"), state.bestParameters());
    }

    State facts =
        new State(
            state.step(),
            state.epoch(),
            state.batch(),
            state.pairs(),
            state.tokens(),
            state.moments().steps(),
            state.best());
    try (OutputStream out = files.create(new Path(round, STATE), true)) {
      out.write(JSON.writeValueAsBytes(facts));
    }

    removeOthers(round);
    lastNanos = System.nanoTime();
  }

  private void removeOthers(Path newest) throws IOException {
    for (FileStatus status : files.listStatus(folder)) {
      Path path = status.getPath();
      if (path.getName().startsWith(PREFIX) && !path.getName().equals(newest.getName())) {
        files.delete(path, true);
      }
    }
  }

  private TrainingState read(Path round) throws IOException {
    State facts;
    try (InputStream in = files.open(new Path(round, STATE))) {
      facts = JSON.readValue(in.readAllBytes(), State.class);
    }

    OptimizerState moments =
        new OptimizerState(
            vector(new Path(round, "first-moments")),
            vector(new Path(round, "second-moments")),
            facts.optimizerSteps());
    return new TrainingState(
        facts.step(),
        facts.epoch(),
        facts.batch(),
        facts.pairs(),
        facts.tokens(),
        vector(new Path(round, "parameters")),
        moments,
        facts.best() == null ? null : vector(new Path(round, "best-parameters")),
        facts.best());
  }

  private boolean isWhole(Path round) {
    try {
      return files.getFileStatus(new Path(round, STATE)).getLen() > 0;
    } catch (IOException e) {
      return false;
    }
  }

  private void write(Path file, FlatVector vector) throws IOException {
    try (ObjectOutputStream out =
        new ObjectOutputStream(new BufferedOutputStream(files.create(file, true)))) {
      vector.writeExternal(out);
    }
  }

  private FlatVector vector(Path file) throws IOException {
    try (ObjectInputStream in = new ObjectInputStream(new BufferedInputStream(files.open(file)))) {
      FlatVector vector = new FlatVector();
      vector.readExternal(in);
      return vector;
    } catch (IOException e) {
      throw new ArtifactException("Cannot resume from %s: %s".formatted(file, e.getMessage()), e);
    }
  }
}
