package org.touchstone.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says in the words of the settings why a value does not fit; Jackson speaks of Java's types. */
final class WrongValue {

  private static final Pattern MISSING = Pattern.compile("creator property '([^']+)'");
  private static final Pattern KINDS = Pattern.compile("known type ids = \\[([^\\]]*)\\]");
  private static final int SHOWN = 60;

  private WrongValue() {}

  static String explain(JsonProcessingException e, JsonNode tree) {
    Throwable cause = e;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }

    if (e instanceof ValueInstantiationException && cause != e && cause.getMessage() != null
        || cause instanceof IllegalArgumentException) {
      return firstLine(cause.getMessage());
    }

    String message = cause instanceof JsonProcessingException json ? json.getOriginalMessage() : "";
    return e instanceof JsonMappingException mapping
        ? explain(mapping, firstLine(message), tree)
        : firstLine(message);
  }

  private static String explain(JsonMappingException e, String message, JsonNode tree) {
    String path = path(e.getPath());
    Matcher missing = MISSING.matcher(message);
    if (missing.find() && message.startsWith("Missing")) {
      return "%s is not given".formatted(path.isEmpty() ? missing.group(1) : path);
    }

    if (e instanceof UnrecognizedPropertyException unknown) {
      List<String> known =
          unknown.getKnownPropertyIds().stream().map(String::valueOf).sorted().toList();
      String nearest = Nearest.to(unknown.getPropertyName(), known);
      return nearest.isEmpty()
          ? "unknown key \"%s\", allowed are %s".formatted(path, String.join(", ", known))
          : "unknown key \"%s\", the nearest is \"%s\"".formatted(path, nearest);
    }

    if (e instanceof InvalidTypeIdException kind) {
      Matcher kinds = KINDS.matcher(message);
      String allowed = kinds.find() ? "; allowed are " + kinds.group(1) : "";
      String place = path.endsWith("kind") ? path : path.isEmpty() ? "kind" : path + ".kind";
      return kind.getTypeId() == null
          ? "%s is not given%s".formatted(place, allowed)
          : "%s is \"%s\"%s".formatted(place, kind.getTypeId(), allowed);
    }

    String found = found(e.getPath(), tree);
    int allowed = message.indexOf("allowed are ");
    Class<?> type = e instanceof MismatchedInputException wrong ? wrong.getTargetType() : null;
    if (allowed >= 0) {
      return "%s is %s, %s".formatted(path, found, message.substring(allowed));
    }

    return type == null
        ? "%s is %s, which does not fit".formatted(path, found)
        : "%s is %s, %s".formatted(path, found, SettingsTypes.needed(type));
  }

  private static String found(List<JsonMappingException.Reference> path, JsonNode tree) {
    JsonNode node = tree;
    for (JsonMappingException.Reference step : path) {
      node =
          step.getFieldName() != null ? node.path(step.getFieldName()) : node.path(step.getIndex());
    }

    String text = node.isMissingNode() ? "absent" : node.toString();
    return text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
  }

  private static String path(List<JsonMappingException.Reference> references) {
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference reference : references) {
      if (reference.getFieldName() != null) {
        path.append(path.length() == 0 ? "" : ".").append(reference.getFieldName());
      } else {
        path.append('[').append(reference.getIndex()).append(']');
      }
    }

    return path.toString();
  }

  private static String firstLine(@Nullable String message) {
    return message == null ? "no reason given" : message.lines().findFirst().orElse("");
  }
}
