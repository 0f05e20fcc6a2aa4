package org.touchstone.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.touchstone.conversation.Refusal;

/**
 * A record of a file, before anything is known of its format: an object, or why it is none.
 *
 * @param place where it is in the file
 * @param object the fields; null if the record is none
 * @param refusal why it is none; null if it is one
 * @param raw makes its text as it is in the file, which only refused records need
 */
record RawRecord(
    Place place, @Nullable JsonNode object, @Nullable Refusal refusal, Supplier<Raw> raw) {

  static RawRecord of(Place place, JsonNode object, Supplier<Raw> raw) {
    return new RawRecord(place, object, null, raw);
  }

  static RawRecord refused(Place place, Refusal refusal, Supplier<Raw> raw) {
    return new RawRecord(place, null, refusal, raw);
  }

  long line() {
    return place.line();
  }

  /**
   * Where a record is.
   *
   * @param line where it begins in a text, or its number in a table, from 1
   * @param element its number in an array, from 0; null in no array
   */
  record Place(long line, @Nullable Long element) implements Serializable {

    static Place ofLine(long line) {
      return new Place(line, null);
    }
  }

  /**
   * The text of a record, as long as it is kept.
   *
   * @param text the record or its beginning
   * @param cut whether there is more than the text
   */
  record Raw(String text, boolean cut) implements Serializable {

    /** Of a record whose text nobody needs. */
    static final Raw NONE = new Raw("", false);

    /** The beginning of a record in UTF-8, whatever its bytes. */
    static Raw of(Span span, int maxCharacters) {
      int bytes = (int) Math.min(span.bytes().length, 4L * maxCharacters);
      Raw raw = of(new String(span.bytes(), 0, bytes, StandardCharsets.UTF_8), maxCharacters);
      return new Raw(raw.text, raw.cut || bytes < span.length());
    }

    /** The beginning of a record. */
    static Raw of(String text, int maxCharacters) {
      if (text.codePointCount(0, text.length()) <= maxCharacters) {
        return new Raw(text, false);
      }

      return new Raw(text.substring(0, text.offsetByCodePoints(0, maxCharacters)), true);
    }
  }
}
