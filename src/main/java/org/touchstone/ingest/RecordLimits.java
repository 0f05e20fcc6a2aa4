package org.touchstone.ingest;

import java.io.Serializable;

/**
 * How records are cut out of texts.
 *
 * @param maxBytes longest record that is read
 * @param header whether rows of cells begin with the names of the columns
 */
record RecordLimits(int maxBytes, Header header) implements Serializable {}
