package org.touchstone.model;

import java.io.IOException;

/**
 * Words the refusal of a file: one sentence, one line, whatever the file holds.
 *
 * @param file its name
 */
record SafetensorsComplaint(String file) {

  private static final int MAX_QUOTED = 80;

  /** Returns a refusal that says what was found and what is allowed. */
  IOException of(String reason) {
    return new IOException("Cannot read %s as safetensors: %s".formatted(file, reason));
  }

  /** Makes text from a file fit to print: short, without control characters. */
  static String quote(String text) {
    StringBuilder quoted = new StringBuilder("'");
    int shown = Math.min(text.length(), MAX_QUOTED);
    for (int i = 0; i < shown; i++) {
      char character = text.charAt(i);
      boolean prints = !Character.isISOControl(character) && !Character.isSurrogate(character);
      quoted.append(prints && Character.isDefined(character) ? character : '?');
    }

    return quoted.append(shown < text.length() ? "...'" : "'").toString();
  }
}
