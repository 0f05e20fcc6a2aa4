package org.touchstone.artifact;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.Path;

/**
 * Folders of any Hadoop file system as local folders, for libraries that read files only. Each is
 * copied once per process; a folder that is local already is used as it is.
 */
public final class LocalCopies {

  private static final Map<String, java.nio.file.Path> COPIES = new HashMap<>();

  private LocalCopies() {}

  /**
   * Returns a local folder with the content of another.
   *
   * @param configuration finds the file system
   * @param folder a folder that nobody changes any more
   * @return a local folder; a copy goes when the process ends
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

    synchronized (COPIES) {
      java.nio.file.Path copy = COPIES.get(qualified.toString());
      if (copy == null) {
        copy = temporaryFolder().resolve("copy");
        FileUtil.copy(files, qualified, copy.toFile(), false, configuration);
        COPIES.put(qualified.toString(), copy);
      }

      return copy;
    }
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
