package org.touchstone.audit.settings;

/** What settings refuse. */
final class Ranges {

  private Ranges() {}

  /** Refuses a number outside its range. */
  static void require(String key, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "Cannot audit: %s is %d, must be from %d to %d".formatted(key, value, least, most));
    }
  }
}
