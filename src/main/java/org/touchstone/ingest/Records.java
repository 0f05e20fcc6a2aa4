package org.touchstone.ingest;

import java.util.Iterator;

/** The records of one file, in order; closing it closes the file. */
interface Records extends Iterator<RawRecord>, AutoCloseable {

  @Override
  void close();
}
