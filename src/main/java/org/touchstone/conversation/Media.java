package org.touchstone.conversation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Refuses conversations about images, sound or film, of which a text model sees the text alone. */
final class Media {

  /** As types of parts and names of fields have it. */
  static final List<String> KINDS = List.of("image", "audio", "video");

  static final List<String> FIELDS =
      List.of(
          "image",
          "images",
          "image_url",
          "image_urls",
          "image_path",
          "image_paths",
          "image_file",
          "pixel_values",
          "video",
          "videos",
          "video_path",
          "audio",
          "audios",
          "audio_path");

  private Media() {}

  /**
   * Refuses a record, or a message, with a field that holds media; a field that is null or empty
   * holds none.
   */
  static void refuseIn(JsonNode record) throws Refusal {
    for (String field : FIELDS) {
      JsonNode value = record.path(field);
      boolean empty = value.isContainerNode() ? value.isEmpty() : value.asText("").isBlank();
      if (!empty) {
        throw refusal("field \"%s\" is not empty".formatted(field));
      }
    }
  }

  static Refusal refusal(String what) {
    return new Refusal(
        RejectionReason.IMAGES, what + ": only text can be read, not images, sound or film");
  }
}
