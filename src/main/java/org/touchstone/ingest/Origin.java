package org.touchstone.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Serializable;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.touchstone.conversation.Fields;
import org.touchstone.conversation.Prompts;
import org.touchstone.conversation.Refusal;
import org.touchstone.preference.Context;

/**
 * What a judgement has beside its prompt and replies.
 *
 * @param source the data set or tranche it came from
 * @param annotator who judged; null if unknown
 * @param margin strength of the preference in the source's unit; null if unknown
 * @param language BCP 47 tag; null if unknown
 * @param metadata anything else
 * @param context tools and documents of the conversation
 * @param createdAt when it was judged; null if unknown
 */
record Origin(
    String source,
    @Nullable String annotator,
    @Nullable Double margin,
    @Nullable String language,
    Map<String, String> metadata,
    Context context,
    @Nullable Instant createdAt)
    implements Serializable {

  /** Short fields that tell where a record came from, kept as they are. */
  private static final List<String> KEPT =
      List.of(
          "id",
          "idx",
          "question_id",
          "prompt_id",
          "post_id",
          "domain",
          "category",
          "type",
          "subset",
          "turn",
          "safer_response_id",
          "topic",
          "cmp_key");

  private static final Pattern TAG = Pattern.compile("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*");

  Origin {
    metadata = Map.copyOf(metadata);
  }

  /** What a record says in fields that are named alike in many formats. */
  static Origin of(JsonNode record, String source) throws Refusal {
    Map<String, String> metadata = new HashMap<>();
    for (String key : KEPT) {
      String value = Fields.optionalText(record, key);
      if (value != null) {
        metadata.put(key, value);
      }
    }

    String language = Fields.optionalText(record, "language");
    language = language == null ? Fields.optionalText(record, "lang") : language;
    if (language != null && !TAG.matcher(language).matches()) {
      metadata.put("language", language);
      language = null;
    }

    return new Origin(
        source,
        Fields.optionalText(record, "annotator"),
        Fields.optionalNumber(record, "margin"),
        language,
        metadata,
        Prompts.context(record),
        createdAt(record, metadata));
  }

  /** When a record was judged, by the first field that says it; what is no time is kept. */
  static @Nullable Instant createdAt(JsonNode record, Map<String, String> metadata) throws Refusal {
    for (String name : Times.FIELDS) {
      Instant time = Times.of(record.path(name));
      String text = Fields.optionalText(record, name);
      if (time != null) {
        return time;
      }

      if (text != null) {
        metadata.put(name, text);
      }
    }

    return null;
  }

  Origin by(@Nullable String name) {
    return new Origin(source, name, margin, language, metadata, context, createdAt);
  }

  Origin withMargin(@Nullable Double strength) {
    return new Origin(source, annotator, strength, language, metadata, context, createdAt);
  }

  Origin with(String key, String value) {
    Map<String, String> more = new HashMap<>(metadata);
    more.put(key, value);
    return new Origin(source, annotator, margin, language, more, context, createdAt);
  }
}
