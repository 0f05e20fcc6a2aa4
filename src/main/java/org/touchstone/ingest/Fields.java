package org.touchstone.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Reads fields of JSON records, refusing what is not there or not text. */
final class Fields {

  private Fields() {}

  /** Returns a text that is not blank. */
  static String text(JsonNode record, String name) throws Refusal {
    JsonNode value = record.get(name);
    if (value == null) {
      throw new Refusal(RejectionReason.MISSING_FIELD, "field \"%s\" is missing".formatted(name));
    }

    if (value.isNull()) {
      throw new Refusal(RejectionReason.NULL_FIELD, "field \"%s\" is null".formatted(name));
    }

    if (!value.isTextual()) {
      throw new Refusal(
          RejectionReason.WRONG_TYPE,
          "field \"%s\" is %s, must be a string"
              .formatted(name, value.getNodeType().name().toLowerCase(Locale.ROOT)));
    }

    String text = value.textValue();
    if (text.isBlank()) {
      throw new Refusal(RejectionReason.EMPTY_TEXT, "field \"%s\" is blank".formatted(name));
    }

    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw new Refusal(
          RejectionReason.INVALID_TEXT,
          "field \"%s\" holds half of a surrogate pair".formatted(name));
    }

    return text;
  }
}
