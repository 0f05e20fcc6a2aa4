package org.touchstone.conversation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads texts that are printed structures: JSON within JSON or within a cell of CSV, and lists and
 * dictionaries as Python and NumPy print them.
 */
final class Structures {

  /** Trailing text means that the whole is no structure; numbers keep all their digits. */
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private static final Pattern BEGINNING = Pattern.compile("[\\[{(]|(np\\.)?array\\(");

  /** A list of dictionaries, or one, that begins with a key of a message. */
  private static final Pattern MESSAGES =
      Pattern.compile(
          "\\A(?:(?:np\\.)?array\\()?\\s*[\\[(]?\\s*\\{\\s*(['\"])"
              + "(?:role|content|from|value|name|tool_calls)\\1\\s*:");

  private static final Pattern ROLE = Pattern.compile("['\"]role['\"]\\s*:");
  private static final Pattern CONTENT = Pattern.compile("['\"]content['\"]\\s*:");
  private static final Pattern FROM = Pattern.compile("['\"]from['\"]\\s*:");
  private static final Pattern VALUE = Pattern.compile("['\"]value['\"]\\s*:");

  private Structures() {}

  /** Returns the list or object that a text holds, or null. */
  static @Nullable JsonNode of(String value) {
    String text = value.strip();
    if (text.length() > StreamReadConstraints.DEFAULT_MAX_STRING_LEN
        || !BEGINNING.matcher(text).lookingAt()) {
      return null;
    }

    @Nullable JsonNode json = json(text);
    return json == null ? PythonLiteral.structure(text) : json;
  }

  /** Whether a text begins as messages do that were printed, whether or not it can be read. */
  static boolean looksLikeMessages(String value) {
    String text = value.strip();
    return MESSAGES.matcher(text).lookingAt()
        && (ROLE.matcher(text).find() && CONTENT.matcher(text).find()
            || FROM.matcher(text).find() && VALUE.matcher(text).find());
  }

  private static @Nullable JsonNode json(String text) {
    try {
      JsonNode parsed = JSON.readTree(text);
      return parsed != null && parsed.isContainerNode() ? parsed : null;
    } catch (JsonProcessingException e) {
      return null;
    }
  }
}
