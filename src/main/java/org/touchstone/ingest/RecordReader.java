package org.touchstone.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Serializable;
import java.util.List;
import org.touchstone.conversation.Refusal;

/** Turns one record of a format into what it says. */
interface RecordReader extends Serializable {

  /**
   * Whether a record has the keys of this format. No record may match two formats.
   *
   * @param record a JSON object
   * @return whether this format, and no other, is meant
   */
  boolean matches(JsonNode record);

  /**
   * Whether files of this format may mean different things by the same values, so that {@link
   * #ofFile} must be asked before a file is read.
   *
   * @return whether one reader does not fit all files
   */
  default boolean variesByFile() {
    return false;
  }

  /**
   * Returns a reader of one file. All parts of a file get the same one, since each asks with the
   * records of the whole file.
   *
   * @param records of the file, from its first; read as far as is needed
   * @param file how to call it in a sentence
   * @param labels what the settings call the labels of the first, the second and a tie; empty if
   *     the file must show it
   * @return the reader
   * @throws UnknownFormatException if the file does not show what its values mean
   */
  default RecordReader ofFile(Iterable<JsonNode> records, String file, List<String> labels) {
    return this;
  }

  /**
   * Reads a record.
   *
   * @param record a JSON object
   * @param source what the comparisons came from
   * @return its judgements, at least one, or one rated reply
   * @throws Refusal if the record is none, with the reason
   */
  Reading read(JsonNode record, String source) throws Refusal;
}
