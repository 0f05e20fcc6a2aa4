package org.touchstone.cluster;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.touchstone.artifact.ArtifactException;
import org.touchstone.train.Checkpoints;
import org.touchstone.train.TrainingSettings;
import org.touchstone.train.TrainingState;

/**
 * The checkpoints of a run, folders {@code round-000000123} on any Hadoop file system.
 *
 * <p>Three things that look alike are kept apart. No checkpoint: the run begins. A store that does
 * not answer: the run tries for a while and then fails, and nothing is deleted. A checkpoint that
 * is corrupt: the log names it, and the run goes on from the one before; if all are, it fails.
 */
final class CheckpointFolder implements Checkpoints {

  private static final String PREFIX = "round-";
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Logger LOG = LoggerFactory.getLogger(CheckpointFolder.class);

  private final FileSystem files;
  private final Path folder;
  private final CheckpointPolicy policy;
  private final TrainingSettings settings;
  private final RetryingFiles retrying;
  private final CheckpointFormat format;
  private long lastNanos = System.nanoTime();
  private int resumedFrom = -1;

  CheckpointFolder(
      Configuration configuration, Path folder, CheckpointPolicy policy, TrainingSettings settings)
      throws IOException {
    this(
        folder.getFileSystem(configuration),
        folder,
        policy,
        settings,
        new RetryingFiles(FIRST_PAUSE));
  }

  CheckpointFolder(
      FileSystem files,
      Path folder,
      CheckpointPolicy policy,
      TrainingSettings settings,
      RetryingFiles retrying) {
    this.files = files;
    this.folder = folder;
    this.policy = policy;
    this.settings = settings;
    this.retrying = retrying;
    this.format = new CheckpointFormat(files, retrying);
  }

  @Override
  public Optional<TrainingState> latest() throws IOException {
    List<String> corrupt = new ArrayList<>();
    try {
      for (Path round : rounds()) {
        if (format.isWhole(round)) {
          try {
            TrainingState state = format.read(round);
            resumedFrom = state.step();
            return Optional.of(state);
          } catch (CheckpointFormat.Corrupt e) {
            corrupt.add("%s %s".formatted(round, e.getMessage()));
            LOG.warn("The checkpoint {} {}; the one before it is tried", round, e.getMessage());
          }
        }
      }
    } catch (IOException e) {
      throw new IOException(
          "Cannot resume from %s: its storage failed again and again (%s); nothing was deleted, run the job again once the storage works"
              .formatted(folder, e.getMessage()),
          e);
    }

    if (!corrupt.isEmpty()) {
      throw new ArtifactException(
          "Cannot resume from %s: no checkpoint in it can be used: %s; remove the folder to train from the start"
              .formatted(folder, String.join("; ", corrupt)));
    }

    return Optional.empty();
  }

  @Override
  public boolean isDue() {
    return System.nanoTime() - lastNanos >= policy.interval().toNanos();
  }

  @Override
  public void save(TrainingState state) throws IOException {
    if (state.step() != resumedFrom) {
      Path round = new Path(folder, PREFIX + "%09d".formatted(state.step()));
      try {
        retrying.run("remove what a killed run left in " + round, () -> files.delete(round, true));
        format.write(round, state, settings);
      } catch (IOException e) {
        throw new IOException(
            "Cannot save a checkpoint in %s: %s; those before it are kept, run the job again once the storage works"
                .formatted(round, e.getMessage()),
            e);
      }

      removeOlderThan(round);
    }

    lastNanos = System.nanoTime();
  }

  /**
   * Keeps the new one and as many before it as the policy says. Those of later steps are corrupt,
   * or this run had gone on from them. What cannot be removed now is removed after the next.
   */
  private void removeOlderThan(Path newest) {
    try {
      int kept = 1;
      for (Path round : rounds()) {
        if (round.getName().compareTo(newest.getName()) < 0) {
          if (kept < policy.kept() && format.isWhole(round)) {
            kept++;
          } else {
            retrying.run("remove " + round, () -> files.delete(round, true));
          }
        }
      }
    } catch (IOException e) {
      LOG.warn("Old checkpoints in {} could not be removed: {}", folder, e.getMessage());
    }
  }

  /** The folders of checkpoints, whole or not, the newest first. */
  private List<Path> rounds() throws IOException {
    List<Path> rounds = new ArrayList<>();
    try {
      for (FileStatus status : retrying.run("list " + folder, () -> files.listStatus(folder))) {
        if (status.getPath().getName().startsWith(PREFIX)) {
          rounds.add(status.getPath());
        }
      }
    } catch (FileNotFoundException e) {
      return List.of();
    }

    rounds.sort(Comparator.comparing(Path::getName).reversed());
    return rounds;
  }
}
