package org.touchstone.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.touchstone.conversation.Refusal;

/**
 * A record of a file, before anything is known of its format: an object, or why it is none.
 *
 * @param line where it begins in a text, or its number in a table, from 1
 * @param object the fields; null if the record is none
 * @param refusal why it is none; null if it is one
 * @param raw its beginning, at most 500 characters
 */
record RawRecord(long line, @Nullable JsonNode object, @Nullable Refusal refusal, String raw) {

  private static final int RAW_CHARACTERS = 500;

  static RawRecord of(long line, JsonNode object, String raw) {
    return new RawRecord(line, object, null, raw);
  }

  static RawRecord refused(long line, Refusal refusal, String raw) {
    return new RawRecord(line, null, refusal, raw);
  }

  /** The beginning of a text in UTF-8, whatever its bytes. */
  static String beginning(byte[] bytes, int length) {
    return beginning(
        new String(bytes, 0, Math.min(length, 4 * RAW_CHARACTERS), StandardCharsets.UTF_8));
  }

  /** The beginning of a text. */
  static String beginning(String text) {
    return text.codePointCount(0, text.length()) <= RAW_CHARACTERS
        ? text
        : text.substring(0, text.offsetByCodePoints(0, RAW_CHARACTERS));
  }
}
