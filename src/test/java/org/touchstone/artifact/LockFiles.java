package org.touchstone.artifact;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** Locks of other processes. */
public final class LockFiles {

  private LockFiles() {}

  /** Puts a lock into an output folder, of a process of this machine that has this number. */
  public static Path put(Path output, long pid) throws IOException {
    LockOwner self = LockOwner.ofThisProcess("train");
    return write(
        output,
        new LockOwner(
            self.job(),
            "erika",
            self.host(),
            self.processes(),
            pid,
            self.started(),
            "2026-01-01T00:00:00Z"));
  }

  /** Puts a lock into an output folder, of a process of another machine. */
  public static Path putOfElsewhere(Path output) throws IOException {
    return write(
        output, new LockOwner("train", "erika", "node7", "node7", 1, "", "2026-01-01T00:00:00Z"));
  }

  private static Path write(Path output, LockOwner owner) throws IOException {
    Path folder = Files.createDirectories(output.resolve(OutputLock.FOLDER));
    return Files.write(
        folder.resolve(UUID.randomUUID() + ".json"),
        JsonMapper.builder().build().writeValueAsBytes(owner));
  }
}
