package org.touchstone.config;

/** Settings that cannot be used; the message is one sentence for the person who wrote them. */
public final class SettingsException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param message what cannot be done, to which file, with which value, and what is allowed
   */
  public SettingsException(String message) {
    super(message);
  }

  /**
   * Makes the exception.
   *
   * @param message what cannot be done, to which file, with which value, and what is allowed
   * @param cause what went wrong below
   */
  public SettingsException(String message, Throwable cause) {
    super(message, cause);
  }
}
