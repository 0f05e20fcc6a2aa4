package org.touchstone.ingest;

import java.io.Serializable;

/**
 * What one task reads of a file: the lines that begin between two bytes.
 *
 * @param file the path
 * @param start the first byte
 * @param end the byte behind the last one; {@link Long#MAX_VALUE} to the end of the file
 * @param linesBefore line ends before the first byte
 */
record FilePart(String file, long start, long end, long linesBefore) implements Serializable {

  static FilePart whole(String file) {
    return new FilePart(file, 0, Long.MAX_VALUE, 0);
  }

  FilePart behind(long lines) {
    return new FilePart(file, start, end, lines);
  }
}
