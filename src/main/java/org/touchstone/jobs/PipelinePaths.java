package org.touchstone.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** Turns {@code @step} in the settings of a pipeline's step into the step's output folder. */
final class PipelinePaths {

  private static final String INPUT = "@input";

  private PipelinePaths() {}

  static String of(String output, String step) {
    return output.endsWith("/") ? output + step : output + "/" + step;
  }

  static JsonNode resolve(JsonNode node, String output, List<String> input) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    if (node instanceof ObjectNode mapping) {
      ObjectNode resolved = nodes.objectNode();
      for (Map.Entry<String, JsonNode> entry : mapping.properties()) {
        resolved.set(entry.getKey(), resolve(entry.getValue(), output, input));
      }

      return resolved;
    }

    if (node.isArray()) {
      ArrayNode resolved = nodes.arrayNode();
      node.forEach(item -> resolved.add(resolve(item, output, input)));
      return resolved;
    }

    if (!node.isTextual() || !node.textValue().startsWith("@")) {
      return node;
    }

    if (node.textValue().equals(INPUT)) {
      ArrayNode inputs = nodes.arrayNode();
      input.forEach(inputs::add);
      return inputs;
    }

    return nodes.textNode(of(output, node.textValue().substring(1)));
  }
}
