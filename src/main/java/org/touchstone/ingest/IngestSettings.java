package org.touchstone.ingest;

import org.jspecify.annotations.Nullable;

/**
 * How feedback is read.
 *
 * @param format the format of every input file
 * @param source the source of every comparison; null to take each file's name without its
 *     extensions
 * @param maxLineBytes longest line that is read, in bytes; longer ones are rejected
 */
public record IngestSettings(Format format, @Nullable String source, int maxLineBytes) {

  /** Far above any dialogue, far below what would trouble an executor. */
  public static final int DEFAULT_MAX_LINE_BYTES = 8 << 20;

  /** Refuses a blank source and a limit that no line meets. */
  public IngestSettings {
    if (source != null && source.isBlank()) {
      throw new IllegalArgumentException(
          "Cannot name the source \"%s\": must not be blank, leave it out for the file's name"
              .formatted(source));
    }

    if (maxLineBytes < 2) {
      throw new IllegalArgumentException(
          "Cannot read lines of %d bytes: max-line-bytes must be at least 2"
              .formatted(maxLineBytes));
    }
  }

  /**
   * Returns settings that name sources after files.
   *
   * @param format the format of every input file
   * @return the settings with the default limit
   */
  public static IngestSettings of(Format format) {
    return new IngestSettings(format, null, DEFAULT_MAX_LINE_BYTES);
  }
}
