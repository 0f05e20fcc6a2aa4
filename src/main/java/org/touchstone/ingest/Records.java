package org.touchstone.ingest;

import java.util.Iterator;
import java.util.Optional;

/** The records of one file, in order; closing it closes the file. */
interface Records extends Iterator<RawRecord>, AutoCloseable {

  /** What a person should know of how the file is read; empty where it is as its name says. */
  default Optional<String> note() {
    return Optional.empty();
  }

  @Override
  void close();
}
