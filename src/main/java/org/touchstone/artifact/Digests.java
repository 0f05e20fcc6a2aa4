package org.touchstone.artifact;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileChecksum;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** SHA-256 digests of texts, files and folders on any Hadoop file system. */
public final class Digests {

  private static final int BUFFER_BYTES = 1 << 16;

  private Digests() {}

  /**
   * Digests a text.
   *
   * @param text any text
   * @return 64 hexadecimal digits, of its UTF-8 bytes
   */
  public static String ofText(String text) {
    return hex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Digests a stream to its end.
   *
   * @param in what to read
   * @return 64 hexadecimal digits
   * @throws IOException if reading fails
   */
  public static String ofStream(InputStream in) throws IOException {
    MessageDigest digest = sha256();
    byte[] buffer = new byte[BUFFER_BYTES];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      digest.update(buffer, 0, read);
    }

    return hex(digest.digest());
  }

  /**
   * Digests files, folders or globs that no job wrote: the names and lengths of all files in them,
   * sorted, and their content (by the file system's own checksum where it keeps one).
   *
   * @param configuration finds the file system
   * @param pathOrGlob a file, a folder or a glob
   * @return 64 hexadecimal digits
   * @throws FileNotFoundException if nothing matches
   * @throws IOException if a file cannot be read
   */
  public static String ofFiles(Configuration configuration, String pathOrGlob) throws IOException {
    List<String> lines = new ArrayList<>();
    for (FileStatus root : InputPaths.roots(pathOrGlob, configuration)) {
      for (FileStatus file : InputPaths.filesBelow(root, configuration)) {
        String name = root.getPath().toUri().relativize(file.getPath().toUri()).getPath();
        lines.add(
            root.getPath().getName()
                + '/'
                + name
                + ' '
                + file.getLen()
                + ' '
                + content(InputPaths.fileSystem(file.getPath(), configuration), file.getPath()));
      }
    }

    lines.sort(Comparator.naturalOrder());
    return ofText(String.join("\n", lines));
  }

  private static String content(FileSystem files, Path file) throws IOException {
    FileChecksum checksum = files.getFileChecksum(file);
    if (checksum != null) {
      return checksum.getAlgorithmName() + ' ' + hex(checksum.getBytes());
    }

    try (InputStream in = files.open(file)) {
      return ofStream(in);
    }
  }

  /**
   * Makes a digest, for bytes that pass by on their way to a file.
   *
   * @return SHA-256 of nothing yet
   */
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  /**
   * Writes a digest as this class does everywhere.
   *
   * @param bytes of a digest
   * @return two hexadecimal digits a byte
   */
  public static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
