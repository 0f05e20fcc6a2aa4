package org.touchstone.artifact;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * The files of an output folder that jobs put there. Those of a finished output stand in its
 * manifest; while one is replaced by the next, a journal lists the files of both, so that a run
 * after a killed one still knows them. Names with a random UUID are work in progress. Every other
 * file belongs to somebody else, and no method deletes it.
 */
final class OwnFiles {

  private static final String UUID_PATTERN = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

  private static final String JOURNAL_PREFIX = "_publishing-";

  private static final Pattern WORK =
      Pattern.compile(
          "(%s%s|_lock/\\.?%s\\.json(\\.crc)?|\\.?(_publishing|_manifest)-%s\\.json(\\.crc)?|%s/[0-9a-f]{16})"
              .formatted(
                  JobOutput.STAGING_PREFIX,
                  UUID_PATTERN,
                  UUID_PATTERN,
                  UUID_PATTERN,
                  JobOutput.RESUMABLE));

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final FileSystem files;
  private final Path root;

  OwnFiles(FileSystem files, Path root) {
    this.files = files;
    this.root = root;
  }

  /** What a publication that may be killed adds and removes. */
  private record Journal(List<String> files) {}

  /** The published files, relative to the folder, by the manifest and by journals left behind. */
  Set<String> published(@Nullable Manifest manifest) throws IOException {
    Set<String> own = new TreeSet<>();
    if (manifest != null) {
      own.add(JobOutput.MANIFEST);
      manifest.files().forEach(file -> own.add(file.path()));
    }

    for (FileStatus status : children(root)) {
      if (status.getPath().getName().startsWith(JOURNAL_PREFIX)) {
        own.addAll(journal(status.getPath()));
      }
    }

    own.removeIf(OwnFiles::leadsOutside);
    return own;
  }

  /** Whether a run works here, or was killed while it did. */
  boolean holdUnfinishedWork() throws IOException {
    for (FileStatus status : children(root)) {
      String name = status.getPath().getName();
      if (name.equals(OutputLock.FOLDER) || WORK.matcher(name).matches()) {
        return true;
      }
    }

    return false;
  }

  /** A manifest that a person wrote could name files elsewhere. */
  private static boolean leadsOutside(String name) {
    return name.startsWith("/") || Arrays.asList(name.split("/", -1)).contains("..");
  }

  /** Refuses a folder with anything that is not in the list and not work in progress. */
  void requireOnly(Set<String> own) throws IOException {
    if (files.exists(root) && !files.getFileStatus(root).isDirectory()) {
      throw new ArtifactException(
          "Cannot write %s: it is a file; choose a folder that is new or empty".formatted(root));
    }

    Optional<String> stranger = stranger(root, "", own);
    if (stranger.isPresent()) {
      throw new ArtifactException(
          "Cannot write %s: it holds %s, which no job published there; choose a folder that is new, empty, or holds nothing but an output of the same job"
              .formatted(root, stranger.get()));
    }
  }

  /** Notes that these files belong to jobs, whatever happens to the manifest next. */
  void note(Collection<String> own) throws IOException {
    Path journal = new Path(root, JOURNAL_PREFIX + UUID.randomUUID() + ".json");
    try (OutputStream out = files.create(journal, false)) {
      out.write(JSON.writeValueAsBytes(new Journal(List.copyOf(own))));
    }
  }

  /** Deletes the listed files, and the folders that held them if nothing else is in them. */
  void delete(Set<String> own) throws IOException {
    Set<String> folders = new TreeSet<>(Comparator.reverseOrder()); // the inner ones first
    for (String name : own) {
      files.delete(new Path(root, name), false);
      int top = name.indexOf('/');
      if (top > 0) {
        folders.add(name.substring(0, top));
      }
    }

    for (String folder : folders) {
      deleteIfEmpty(new Path(root, folder));
    }
  }

  /** All files below a folder, relative to it, but for hidden ones, with their lengths. */
  List<Manifest.PublishedFile> list(Path folder) throws IOException {
    List<Manifest.PublishedFile> found = new ArrayList<>();
    list(folder, "", found);
    found.sort(Comparator.comparing(Manifest.PublishedFile::path));
    return found;
  }

  /** Deletes what killed runs left. Only who holds the lock of the folder may ask for it. */
  void deleteWork() throws IOException {
    for (FileStatus status : children(root)) {
      String name = status.getPath().getName();
      boolean resumable = name.equals(JobOutput.RESUMABLE);
      if (resumable || WORK.matcher(name).matches()) {
        files.delete(status.getPath(), true);
      }
    }
  }

  private void list(Path folder, String prefix, List<Manifest.PublishedFile> found)
      throws IOException {
    for (FileStatus status : children(folder)) {
      String name = status.getPath().getName();
      if (status.isDirectory()) {
        list(status.getPath(), prefix + name + '/', found);
      } else if (!name.startsWith(".")) {
        found.add(new Manifest.PublishedFile(prefix + name, status.getLen()));
      }
    }
  }

  private Optional<String> stranger(Path folder, String prefix, Set<String> own)
      throws IOException {
    for (FileStatus status : children(folder)) {
      String name = prefix + status.getPath().getName();
      if (WORK.matcher(name).matches()) {
        continue;
      }

      Optional<String> found =
          status.isDirectory()
              ? strangerBelow(status.getPath(), name, own)
              : Optional.of(name).filter(file -> !isOwn(file, own));
      if (found.isPresent()) {
        return found;
      }
    }

    return Optional.empty();
  }

  /** An empty folder inside one of ours is nobody's data; one beside them is somebody's. */
  private Optional<String> strangerBelow(Path folder, String name, Set<String> own)
      throws IOException {
    Optional<String> found = stranger(folder, name + '/', own);
    boolean beside =
        !name.contains("/")
            && !name.equals(JobOutput.RESUMABLE)
            && !name.equals(OutputLock.FOLDER)
            && own.stream().noneMatch(file -> file.startsWith(name + '/'));
    return found.isEmpty() && beside ? Optional.of(name + '/') : found;
  }

  /** Hadoop keeps the checksum of a file on a local disk in a hidden file beside it. */
  private static boolean isOwn(String name, Set<String> own) {
    int start = name.lastIndexOf('/') + 1;
    boolean checksum = name.startsWith(".", start) && name.endsWith(".crc");
    return own.contains(name)
        || (checksum
            && own.contains(
                name.substring(0, start)
                    + name.substring(start + 1, name.length() - ".crc".length())));
  }

  /** Deletes folders only, and only empty ones. */
  private boolean deleteIfEmpty(Path folder) throws IOException {
    if (!files.exists(folder) || !files.getFileStatus(folder).isDirectory()) {
      return false;
    }

    boolean empty = true;
    for (FileStatus child : children(folder)) {
      empty &= child.isDirectory() && deleteIfEmpty(child.getPath());
    }

    return empty && files.delete(folder, false);
  }

  /** A journal that was cut off was written before anything was deleted: the manifest is there. */
  private List<String> journal(Path file) throws IOException {
    try (InputStream in = files.open(file)) {
      return JSON.readValue(in.readAllBytes(), Journal.class).files();
    } catch (JsonProcessingException | FileNotFoundException e) {
      return List.of();
    }
  }

  private List<FileStatus> children(Path folder) throws IOException {
    try {
      return Arrays.asList(files.listStatus(folder));
    } catch (FileNotFoundException e) {
      return List.of();
    }
  }
}
