package org.touchstone.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Serializable;
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
   * Reads a record.
   *
   * @param record a JSON object
   * @param source what the comparisons came from
   * @return its judgements, at least one, or one rated reply
   * @throws Refusal if the record is none, with the reason
   */
  Reading read(JsonNode record, String source) throws Refusal;
}
