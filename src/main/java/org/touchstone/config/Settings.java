package org.touchstone.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one run: the shipped defaults, a YAML file laid over them, {@code --set} over
 * that; read strictly into a record.
 *
 * <p>Keys are the record's components in kebab-case. A key that the record does not have is an
 * error that names the nearest one it has; so is a key without a value that the record needs. All
 * unknown keys are reported together.
 */
public final class Settings {

  private static final ObjectMapper YAML =
      YAMLMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(com.fasterxml.jackson.core.JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .build();

  private static final ObjectMapper RECORDS =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .addModule(new KebabEnums())
          .build();

  private final String origin;
  private final ObjectNode tree;

  private Settings(String origin, ObjectNode tree) {
    this.origin = origin;
    this.tree = tree;
  }

  /**
   * Reads a YAML file.
   *
   * @param file the file
   * @return its settings
   * @throws SettingsException if the file is missing or is not a YAML mapping
   */
  public static Settings ofFile(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return parse(file.toString(), in);
    } catch (NoSuchFileException e) {
      throw new SettingsException("Cannot read settings %s: no such file".formatted(file), e);
    } catch (IOException e) {
      throw new SettingsException(
          "Cannot read settings %s: %s".formatted(file, firstLine(e.getMessage())), e);
    }
  }

  /**
   * Reads the defaults that ship with a job, {@code conf/JOB.yaml}.
   *
   * @param job the job's name
   * @return its defaults
   */
  public static Settings ofDefaults(String job) {
    String resource = "/conf/" + job + ".yaml";
    try (InputStream in = Settings.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new SettingsException(
            "Cannot read defaults of %s: the jar lacks %s".formatted(job, resource));
      }

      return parse("conf/" + job + ".yaml", in);
    } catch (IOException e) {
      throw new SettingsException(
          "Cannot read defaults of %s: %s".formatted(job, firstLine(e.getMessage())), e);
    }
  }

  /**
   * Wraps a tree that was read already, such as a step of a pipeline.
   *
   * @param origin what to call it in messages
   * @param tree a mapping
   * @return its settings
   * @throws SettingsException if the tree is not a mapping
   */
  public static Settings ofTree(String origin, JsonNode tree) {
    if (!(tree instanceof ObjectNode mapping)) {
      throw new SettingsException(
          "Cannot read settings %s: found %s, a mapping of keys is needed"
              .formatted(origin, tree.getNodeType()));
    }

    return new Settings(origin, mapping.deepCopy());
  }

  /**
   * Lays other settings over these. Mappings that are records are merged key by key; lists, maps
   * whose keys are the user's own, and mappings of another {@code kind} are replaced.
   *
   * @param upper what wins
   * @param type the record that the settings are read into
   * @return the merged settings, named after the upper ones
   */
  public Settings overlaidBy(Settings upper, Class<?> type) {
    return new Settings(upper.origin, SettingsTree.merge(tree, upper.tree, type));
  }

  /**
   * Sets single keys, as {@code --set} does.
   *
   * @param assignments {@code key=value} each; the key dotted for nested mappings, the value in
   *     YAML
   * @return the changed settings
   * @throws SettingsException if an assignment has no {@code =} or its value is not YAML
   */
  public Settings with(List<String> assignments) {
    ObjectNode changed = tree.deepCopy();
    for (String assignment : assignments) {
      int equals = assignment.indexOf('=');
      if (equals < 1) {
        throw new SettingsException(
            "Cannot set \"%s\": key=value is needed, such as seed=7".formatted(assignment));
      }

      SettingsTree.assign(
          changed,
          assignment.substring(0, equals),
          scalar(assignment, assignment.substring(equals + 1)));
    }

    return new Settings(origin, changed);
  }

  /**
   * Reads the settings into a record.
   *
   * @param type a record whose components are the keys
   * @param alsoKnown keys that may stand beside them and that somebody else reads
   * @return the record, checked by its own constructor
   * @throws SettingsException naming every unknown key, or the first value that does not fit
   */
  public <T> T as(Class<T> type, String... alsoKnown) {
    List<String> unknown = SettingsTree.unknownKeys(tree, type, List.of(alsoKnown));
    if (!unknown.isEmpty()) {
      throw new SettingsException(
          "Cannot use settings %s: %s".formatted(origin, String.join("; ", unknown)));
    }

    try {
      return RECORDS.treeToValue(tree.deepCopy().without(List.of(alsoKnown)), type);
    } catch (JsonProcessingException e) {
      throw new SettingsException("Cannot use settings %s: %s".formatted(origin, explain(e)), e);
    }
  }

  /**
   * Keeps only some keys.
   *
   * @param keys the keys to keep; those that are absent stay absent
   * @return settings of the same origin
   */
  public Settings only(String... keys) {
    return new Settings(origin, tree.deepCopy().retain(keys));
  }

  /**
   * Returns the settings as they stand.
   *
   * @return a copy of the tree
   */
  public ObjectNode tree() {
    return tree.deepCopy();
  }

  /**
   * Returns a record as a tree with the keys of its settings.
   *
   * @param settings a record
   * @return its keys and values
   */
  public static ObjectNode treeOf(Object settings) {
    return RECORDS.valueToTree(settings);
  }

  private static Settings parse(String origin, InputStream in) throws IOException {
    JsonNode tree = YAML.readTree(in);
    return ofTree(origin, tree == null || tree.isMissingNode() ? YAML.createObjectNode() : tree);
  }

  private static JsonNode scalar(String assignment, String yaml) {
    try {
      JsonNode value = YAML.readTree(yaml);
      return value == null || value.isMissingNode() ? YAML.getNodeFactory().textNode("") : value;
    } catch (JsonProcessingException e) {
      throw new SettingsException(
          "Cannot set \"%s\": its value is not YAML: %s"
              .formatted(assignment, firstLine(e.getOriginalMessage())),
          e);
    }
  }

  private static String explain(JsonProcessingException e) {
    Throwable cause = e;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }

    String message =
        cause instanceof JsonProcessingException json
            ? json.getOriginalMessage()
            : cause.getMessage();
    String path = e instanceof JsonMappingException mapping ? path(mapping) : "";
    return path.isEmpty() || cause instanceof IllegalArgumentException
        ? firstLine(message)
        : path + ": " + firstLine(message);
  }

  private static String path(JsonMappingException e) {
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference reference : e.getPath()) {
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
