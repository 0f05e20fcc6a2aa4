package org.touchstone.score;

/** A row without a text to score; it passes through with a null reward and is counted. */
final class UnscorableRowException extends Exception {

  private static final long serialVersionUID = 1L;

  /** Takes the reason, for whoever debugs; manifests count such rows together. */
  UnscorableRowException(String reason) {
    super(reason);
  }
}
