package org.touchstone.model;

/** A conversation that a model's template refuses; it is a property of the row, not of the job. */
public final class UnencodableException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  UnencodableException(String reason) {
    super(reason);
  }

  UnencodableException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
