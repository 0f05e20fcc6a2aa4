package org.touchstone.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Serializable;
import org.touchstone.preference.Comparison;

/** Turns one record of a format into one comparison. */
interface RecordReader extends Serializable {

  /**
   * Reads a record.
   *
   * @param record a JSON object
   * @param source what the comparison came from
   * @return the comparison
   * @throws Refusal if the record is none, with the reason
   */
  Comparison read(JsonNode record, String source) throws Refusal;
}
