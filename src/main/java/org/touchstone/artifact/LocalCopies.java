package org.touchstone.artifact;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * Folders of any Hadoop file system as local folders, for libraries that read files only. A folder
 * that is local already is used as it is. Others are copied once per machine where the executors of
 * an application share a disk that the cluster manager clears after it (standalone, YARN), else
 * once per process.
 */
public final class LocalCopies {

  private static final Map<String, java.nio.file.Path> COPIES = new HashMap<>();

  private LocalCopies() {}

  /**
   * Returns a local folder with the content of another.
   *
   * @param configuration finds the file system
   * @param folder a folder that nobody changes while it is copied; what was put there since is
   *     copied anew
   * @return a local folder; a copy goes when the process or the application ends
   * @throws FileNotFoundException if this machine does not see the folder
   * @throws IOException if it cannot be copied
   */
  public static java.nio.file.Path of(Configuration configuration, String folder)
      throws IOException {
    Path source = new Path(folder);
    FileSystem files = source.getFileSystem(configuration);
    Path qualified = files.makeQualified(source);
    if (!files.exists(qualified)) {
      throw new FileNotFoundException(
          "Cannot read %s on this machine: no such folder; executors need storage that all of them see"
              .formatted(qualified));
    }

    if (qualified.toUri().getScheme().equals("file")) {
      return java.nio.file.Path.of(qualified.toUri().getPath());
    }

    String state = state(files, qualified);
    synchronized (COPIES) {
      java.nio.file.Path copy = COPIES.get(state);
      if (copy == null) {
        Optional<java.nio.file.Path> disk = sharedDisk(System.getenv());
        copy =
            disk.isPresent()
                ? once(files, qualified, state, disk.get())
                : copy(files, qualified, temporaryFolder().resolve("copy"));
        COPIES.put(state, copy);
      }

      return copy;
    }
  }

  /** The first disk that Spark's standalone worker, or YARN, gives to all executors of one user. */
  static Optional<java.nio.file.Path> sharedDisk(Map<String, String> environment) {
    return Stream.of("SPARK_EXECUTOR_DIRS", "LOCAL_DIRS")
        .map(environment::get)
        .filter(dirs -> dirs != null && !dirs.isBlank())
        .map(dirs -> java.nio.file.Path.of(dirs.split("[,:]", 2)[0]))
        .filter(Files::isDirectory)
        .findFirst();
  }

  /** Copies to a place that other processes of this machine look at too. */
  static java.nio.file.Path once(
      FileSystem files, Path folder, String name, java.nio.file.Path disk) throws IOException {
    java.nio.file.Path copies = Files.createDirectories(disk.resolve("touchstone-copies"));
    java.nio.file.Path finished = copies.resolve(name);
    try (FileChannel lock =
            FileChannel.open(
                copies.resolve(name + ".lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock held = lock.lock()) {
      if (held.isValid() && !Files.exists(finished)) {
        java.nio.file.Path part = copies.resolve(name + ".part");
        FileUtil.fullyDelete(part.toFile()); // of a process that died
        Files.move(copy(files, folder, part), finished, StandardCopyOption.ATOMIC_MOVE);
      }
    }

    return finished;
  }

  /** A name for what a folder holds now: it may hold something else later. */
  static String state(FileSystem files, Path folder) throws IOException {
    List<String> found = new ArrayList<>();
    RemoteIterator<LocatedFileStatus> all = files.listFiles(folder, true);
    while (all.hasNext()) {
      LocatedFileStatus file = all.next();
      found.add("%s %d %d".formatted(file.getPath(), file.getLen(), file.getModificationTime()));
    }

    found.sort(Comparator.naturalOrder());
    return Digests.ofText(folder + "\n" + String.join("\n", found));
  }

  private static java.nio.file.Path copy(FileSystem files, Path folder, java.nio.file.Path target)
      throws IOException {
    FileUtil.copy(files, folder, target.toFile(), false, files.getConf());
    return target;
  }

  /**
   * Makes an empty local folder that goes when the process ends.
   *
   * @return the folder
   * @throws IOException if it cannot be made
   */
  public static java.nio.file.Path temporaryFolder() throws IOException {
    java.nio.file.Path folder = Files.createTempDirectory("touchstone-");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> FileUtil.fullyDelete(folder.toFile())));
    return folder;
  }
}
