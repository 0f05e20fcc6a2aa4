package org.touchstone.artifact;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.GlobFilter;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Finds files below paths and globs of any Hadoop file system, and says in one sentence why a file
 * system cannot be used.
 *
 * <p>File names may hold colons: Hadoop's globs and its checksum files cannot name these, so such
 * names are matched one by one and read without checksum files.
 */
public final class InputPaths {

  private InputPaths() {}

  /**
   * Returns the file system of a path.
   *
   * @param path a file or folder
   * @param configuration finds the file system
   * @return a file system that can open the path, whatever characters its name has
   * @throws IOException if no file system serves the path's scheme, with a sentence that says what
   *     is missing
   */
  public static FileSystem fileSystem(Path path, Configuration configuration) throws IOException {
    UnreachableInput.refuseForeignScheme(path);
    try {
      FileSystem files = path.getFileSystem(configuration);
      return files instanceof LocalFileSystem local && path.toUri().getPath().indexOf(':') >= 0
          ? local.getRawFileSystem()
          : files;
    } catch (IOException | RuntimeException e) { // a missing class is a RuntimeException
      throw UnreachableInput.of(path, e);
    }
  }

  /**
   * Returns the path that an input means: one that a local file has, even if its name looks like a
   * scheme, as {@code a:b.jsonl} does.
   *
   * @param input as a person wrote it
   * @return the path
   */
  public static Path path(String input) {
    try {
      java.nio.file.Path local = java.nio.file.Path.of(input);
      if (input.indexOf(':') >= 0 && Files.exists(local)) {
        return new Path(local.toAbsolutePath().toString());
      }
    } catch (InvalidPathException e) {
      // no local file has this name
    }

    try {
      return new Path(input);
    } catch (IllegalArgumentException e) {
      throw new ArtifactException(
          "Cannot read %s: it is no path of a file (%s)".formatted(input, e.getMessage()), e);
    }
  }

  /**
   * Returns what an input names.
   *
   * @param input a file, a folder or a glob
   * @param configuration finds the file system
   * @return what it names, at least one
   * @throws FileNotFoundException if nothing is there
   * @throws IOException if the file system cannot be used
   */
  public static List<FileStatus> roots(String input, Configuration configuration)
      throws IOException {
    Path path = path(input);
    FileSystem files = fileSystem(path, configuration);
    try {
      List<FileStatus> found =
          files.exists(path) ? List.of(files.getFileStatus(path)) : matching(files, path);
      if (found.isEmpty()) {
        throw new FileNotFoundException(
            "Cannot read %s: there is no such file or folder".formatted(input));
      }

      return found;
    } catch (FileNotFoundException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw UnreachableInput.of(path, e);
    }
  }

  /**
   * Returns what lies in a folder, folders too.
   *
   * @param folder a folder
   * @param configuration finds the file system
   * @return its entries
   * @throws IOException if it cannot be listed
   */
  public static FileStatus[] list(Path folder, Configuration configuration) throws IOException {
    FileSystem files = fileSystem(folder, configuration);
    try {
      return files.listStatus(folder);
    } catch (FileNotFoundException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw UnreachableInput.of(folder, e);
    }
  }

  /**
   * Returns the files at and below a root.
   *
   * @param root a file or a folder
   * @param configuration finds the file system
   * @return all files, hidden ones too
   * @throws IOException if a folder cannot be listed
   */
  public static List<FileStatus> filesBelow(FileStatus root, Configuration configuration)
      throws IOException {
    List<FileStatus> files = new ArrayList<>();
    if (root.isFile()) {
      files.add(root);
      return files;
    }

    for (FileStatus entry : list(root.getPath(), configuration)) {
      files.addAll(filesBelow(entry, configuration));
    }

    return files;
  }

  private static List<FileStatus> matching(FileSystem files, Path glob) throws IOException {
    try {
      FileStatus[] found = files.globStatus(glob);
      return found == null ? List.of() : List.of(found);
    } catch (IllegalArgumentException e) { // a name with a colon beside the wanted ones
      return matchingOneByOne(files, files.makeQualified(glob));
    }
  }

  /** Matches the names of each folder against the glob's part for it. */
  private static List<FileStatus> matchingOneByOne(FileSystem files, Path glob) throws IOException {
    Path parent = glob.getParent();
    if (parent == null) {
      return List.of(files.getFileStatus(glob));
    }

    GlobFilter filter = new GlobFilter(glob.getName());
    List<FileStatus> found = new ArrayList<>();
    for (FileStatus folder : matchingOneByOne(files, parent)) {
      for (FileStatus entry :
          folder.isDirectory() ? files.listStatus(folder.getPath()) : new FileStatus[0]) {
        if (filter.accept(entry.getPath())) {
          found.add(entry);
        }
      }
    }

    return found;
  }
}
