package org.touchstone.ingest;

/**
 * A file or folder of an input folder that is not read.
 *
 * @param path where it is
 * @param reason why it is not read
 */
public record SkippedFile(String path, String reason) {

  /** Of a file that its name hides. */
  static final String HIDDEN = "hidden";

  /** Of a folder that its name hides. */
  static final String HIDDEN_FOLDER = "hidden folder";

  /** Of a file whose name does not say what holds its records. */
  static final String UNKNOWN_ENDING = "unknown ending";

  /**
   * Returns the last part of the path, with the reason.
   *
   * @return such as {@code notes.txt (unknown ending)}
   */
  public String words() {
    return "%s (%s)".formatted(path.substring(path.lastIndexOf('/') + 1), reason);
  }
}
