package org.touchstone.ingest;

/** A file whose format cannot be told: nothing is published from it. */
public final class UnknownFormatException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  /**
   * Names the file.
   *
   * @param message one sentence with the file, the keys found and the formats considered
   */
  public UnknownFormatException(String message) {
    super(message);
  }
}
