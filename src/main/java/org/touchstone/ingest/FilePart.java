package org.touchstone.ingest;

import java.io.Serializable;

/**
 * What one task reads of a file: the lines that begin between two bytes.
 *
 * @param file the path
 * @param start the number of the first byte in the file, from 0
 * @param end the number of the byte behind the last one; {@link Long#MAX_VALUE} for the end of the
 *     file
 * @param linesBefore how many line ends the file has before the first byte
 */
record FilePart(String file, long start, long end, long linesBefore) implements Serializable {

  /** All of a file. */
  static FilePart whole(String file) {
    return new FilePart(file, 0, Long.MAX_VALUE, 0);
  }

  /** The same part, behind so many line ends. */
  FilePart behind(long lines) {
    return new FilePart(file, start, end, lines);
  }
}
