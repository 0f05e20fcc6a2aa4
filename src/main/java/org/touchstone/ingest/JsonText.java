package org.touchstone.ingest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.touchstone.conversation.Refusal;
import org.touchstone.conversation.RejectionReason;

/**
 * Reads one JSON object from bytes, strictly, but for NaN and Infinity, which Python writes;
 * numbers keep all their digits.
 */
final class JsonText {

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

  private JsonText() {}

  /** The record that a span of bytes holds. */
  static RawRecord record(Span span, RecordLimits limits) {
    RawRecord.Place place = span.place();
    Supplier<RawRecord.Raw> raw = () -> RawRecord.Raw.of(span, limits.rawCharacters());
    try {
      return RawRecord.of(place, object(decode(span, limits.maxBytes())), raw);
    } catch (Refusal refusal) {
      return RawRecord.refused(place, refusal, raw);
    }
  }

  /** Reads an object from a text. */
  static JsonNode object(String text) throws Refusal {
    try {
      JsonNode record = JSON.readTree(text);
      if (record == null || !record.isObject()) {
        throw new Refusal(RejectionReason.MALFORMED_JSON, "the record is not a JSON object");
      }

      return record;
    } catch (JsonProcessingException e) {
      throw new Refusal(RejectionReason.MALFORMED_JSON, e.getOriginalMessage());
    }
  }

  /** Refuses a row of a table whose text, as JSON, is too long. */
  static void checkLength(String json, int maxBytes) throws Refusal {
    long length = 4L * json.length() <= maxBytes ? 0 : json.getBytes(StandardCharsets.UTF_8).length;
    if (length > maxBytes) {
      throw tooLong(length, maxBytes);
    }
  }

  /** Decodes UTF-8, without a byte order mark, refusing what is too long. */
  static String decode(Span span, int maxBytes) throws Refusal {
    if (span.length() > maxBytes) {
      throw tooLong(span.length(), maxBytes);
    }

    String text = decode(span.bytes());
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private static Refusal tooLong(long length, int maxBytes) {
    return new Refusal(
        RejectionReason.TOO_LONG,
        "the record has %d bytes, allowed are %d".formatted(length, maxBytes));
  }

  /** Decodes UTF-8. */
  static String decode(byte[] bytes) throws Refusal {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new Refusal(RejectionReason.INVALID_TEXT, "the record is not UTF-8");
    }
  }
}
