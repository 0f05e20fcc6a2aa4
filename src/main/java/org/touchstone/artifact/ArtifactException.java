package org.touchstone.artifact;

/** An input or output that cannot be used; the message is one sentence for the person. */
public final class ArtifactException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param message what cannot be done, to which path, and what is allowed
   */
  public ArtifactException(String message) {
    super(message);
  }

  /**
   * Makes the exception.
   *
   * @param message what cannot be done, to which path, and what is allowed
   * @param cause what went wrong below
   */
  public ArtifactException(String message, Throwable cause) {
    super(message, cause);
  }
}
