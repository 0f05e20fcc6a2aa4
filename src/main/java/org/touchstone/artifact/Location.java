package org.touchstone.artifact;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Where a path leads, so that two spellings of one place are equal: qualified, without dots, with
 * links followed. The part of the path that does not exist yet is taken as it is written.
 *
 * @param store scheme and authority, in lower case
 * @param path absolute, without a slash at the end
 */
record Location(String store, String path) {

  static Location of(Configuration configuration, Path path) throws IOException {
    FileSystem files = path.getFileSystem(configuration);
    Path existing = files.makeQualified(path);
    Deque<String> rest = new ArrayDeque<>();
    while (existing.getParent() != null && !files.exists(existing)) {
      rest.push(existing.getName());
      existing = existing.getParent();
    }

    Path resolved = resolved(files, existing);
    String store = resolved.toUri().getScheme() + "://" + authority(resolved);
    StringBuilder place = new StringBuilder(withoutSlash(placeOf(resolved)));
    rest.forEach(name -> place.append('/').append(name));
    return new Location(store.toLowerCase(Locale.ROOT), place.toString());
  }

  /** Whether the other place is this one or lies below it. */
  boolean holds(Location other) {
    return store.equals(other.store)
        && (path.equals(other.path) || other.path.startsWith(path + '/'));
  }

  private static Path resolved(FileSystem files, Path existing) throws IOException {
    try {
      return files.makeQualified(files.resolvePath(existing));
    } catch (FileNotFoundException e) {
      return existing; // an object store need not have a folder for its root
    }
  }

  private static String placeOf(Path path) throws IOException {
    String place = path.toUri().getPath();
    if ("file".equalsIgnoreCase(path.toUri().getScheme())) {
      java.nio.file.Path local = java.nio.file.Path.of(place);
      return java.nio.file.Files.exists(local) ? local.toRealPath().toString() : place;
    }

    return place;
  }

  private static String authority(Path path) {
    String authority = path.toUri().getAuthority();
    return authority == null ? "" : authority;
  }

  private static String withoutSlash(String place) {
    return place.endsWith("/") ? place.substring(0, place.length() - 1) : place;
  }
}
