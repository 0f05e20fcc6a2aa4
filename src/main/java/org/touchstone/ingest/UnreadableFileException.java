package org.touchstone.ingest;

/** A file that cannot be read to its end: nothing is published from it. */
public final class UnreadableFileException extends IllegalStateException {

  private static final long serialVersionUID = 1L;

  /**
   * Names the file.
   *
   * @param message one sentence with the file, the reason and the last good line
   * @param cause what the file system or the decoder said
   */
  public UnreadableFileException(String message, Throwable cause) {
    super(message, cause);
  }
}
