package org.touchstone.artifact;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The right to write one output. Who wants it puts a file of its own into the folder's {@code
 * _lock}, lists that folder, and withdraws if another's file is there: of two that come at once, at
 * most one stays, on any file system that lists what was written before. The owner writes its file
 * anew every half minute. A lock is taken over at once when its process was on this machine and is
 * gone, otherwise when its file is ten minutes older than the new one, both by the clock of the
 * file system.
 */
public final class OutputLock implements AutoCloseable {

  static final String FOLDER = "_lock";

  static final Duration STALE = Duration.ofMinutes(10);

  private static final Duration BEAT = Duration.ofSeconds(30);

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final FileSystem files;
  private final Path root;
  private final Path file;
  private final byte[] content;
  private final List<Path> made;
  private final ScheduledExecutorService heart =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "output-lock");
            thread.setDaemon(true);
            return thread;
          });

  private OutputLock(FileSystem files, Path root, LockOwner owner) throws IOException {
    this.files = files;
    this.root = root;
    this.file = new Path(new Path(root, FOLDER), UUID.randomUUID() + ".json");
    this.content = JSON.writeValueAsBytes(owner);
    this.made = absentFolders(files, root);
  }

  /**
   * Takes the lock of an output.
   *
   * @param configuration finds the file system
   * @param output folder of the output; made if absent
   * @param job name of the job, for whoever comes second
   * @return the lock; close it when the output is published or given up
   * @throws ArtifactException if another has it; the message says who, and since when
   * @throws IOException if the file system fails
   */
  public static OutputLock take(Configuration configuration, Path output, String job)
      throws IOException {
    FileSystem files = output.getFileSystem(configuration);
    OutputLock lock =
        new OutputLock(files, files.makeQualified(output), LockOwner.ofThisProcess(job));
    try {
      lock.write();
      lock.refuseIfAnother();
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }

    lock.heart.scheduleWithFixedDelay(
        lock::beat, BEAT.toSeconds(), BEAT.toSeconds(), TimeUnit.SECONDS);
    return lock;
  }

  /**
   * Checks, before the output is replaced, that nobody took the lock over.
   *
   * @throws ArtifactException if somebody did, for example while this machine slept
   * @throws IOException if the file system fails
   */
  public void requireHeld() throws IOException {
    if (!files.exists(file)) {
      throw new ArtifactException(
          "Cannot write %s: another job took over its lock, because this one was not heard of for %d minutes; run it again"
              .formatted(root, STALE.toMinutes()));
    }
  }

  /** Gives the lock back, and removes the folders that were made for it if they are empty. */
  @Override
  public void close() throws IOException {
    heart.shutdownNow();
    synchronized (this) {
      files.delete(file, false);
      deleteIfEmpty(file.getParent());
      for (Path folder : made) {
        deleteIfEmpty(folder);
      }
    }
  }

  private synchronized void write() throws IOException {
    try (OutputStream out = files.create(file, true)) {
      out.write(content);
    }
  }

  /** Failing once costs nothing, and a lock that was taken over stays so. */
  private synchronized void beat() {
    try {
      if (!heart.isShutdown() && files.exists(file)) {
        write();
      }
    } catch (IOException e) {
      // The next beat tries again; publication checks that the lock is still there.
    }
  }

  private void refuseIfAnother() throws IOException {
    long now = files.getFileStatus(file).getModificationTime();
    for (FileStatus other : files.listStatus(file.getParent())) {
      String name = other.getPath().getName();
      if (name.equals(file.getName()) || !name.endsWith(".json")) {
        continue;
      }

      LockOwner owner = owner(other.getPath());
      boolean silent = now - other.getModificationTime() > STALE.toMillis();
      if (!silent && !owner.isGone()) {
        throw new ArtifactException(
            "Cannot write %s: %s; wait for it, or, if it died, remove %s (a lock that is not renewed for %d minutes is taken over)"
                .formatted(root, owner, other.getPath(), STALE.toMinutes()));
      }

      files.delete(other.getPath(), false);
    }
  }

  /** A file that is just being written cannot be read: its owner lives. */
  private LockOwner owner(Path lock) throws IOException {
    try (InputStream in = files.open(lock)) {
      return JSON.readValue(in.readAllBytes(), LockOwner.class);
    } catch (FileNotFoundException e) {
      return LockOwner.UNKNOWN;
    } catch (IOException e) {
      return LockOwner.UNKNOWN;
    }
  }

  private static List<Path> absentFolders(FileSystem files, Path root) throws IOException {
    List<Path> absent = new ArrayList<>();
    for (Path folder = root; folder != null && !files.exists(folder); folder = folder.getParent()) {
      absent.add(folder);
    }

    return absent;
  }

  private void deleteIfEmpty(Path folder) throws IOException {
    try {
      if (files.listStatus(folder).length == 0) {
        files.delete(folder, false);
      }
    } catch (FileNotFoundException e) {
      // Gone already, as object stores forget empty folders.
    }
  }
}
