package org.touchstone.ingest;

import java.io.Serializable;

/**
 * How records are cut out of texts.
 *
 * @param maxBytes longest record that is read
 * @param header whether rows of cells begin with the names of the columns
 * @param rawCharacters how much of a refused record is kept, in characters
 */
record RecordLimits(int maxBytes, Header header, int rawCharacters) implements Serializable {}
