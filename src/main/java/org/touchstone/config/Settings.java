package org.touchstone.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  private static final ObjectMapper RECORDS =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .addModule(new KebabEnums())
          .build();

  private static final String SET = " and --set";

  private final String origin;
  private final ObjectNode tree;
  private final KindDefaults kinds;

  private Settings(String origin, ObjectNode tree, KindDefaults kinds) {
    this.origin = origin;
    this.tree = tree;
    this.kinds = kinds;
  }

  /**
   * Reads a YAML file.
   *
   * @param file the file
   * @return its settings
   * @throws SettingsException if the file is missing or is not a YAML mapping
   */
  public static Settings ofFile(Path file) {
    if (Files.isDirectory(file)) {
      throw new SettingsException(
          "Cannot read settings %s: it is a folder, a YAML file is needed".formatted(file));
    }

    try (InputStream in = Files.newInputStream(file)) {
      return parse(file.toString(), in);
    } catch (NoSuchFileException e) {
      throw new SettingsException("Cannot read settings %s: no such file".formatted(file), e);
    } catch (AccessDeniedException e) {
      throw new SettingsException(
          "Cannot read settings %s: this user may not read it".formatted(file), e);
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

      Settings defaults = parse("conf/" + job + ".yaml", in);
      ObjectNode tree = defaults.tree();
      return new Settings(defaults.origin, tree, KindDefaults.takenFrom(tree));
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

    return new Settings(origin, mapping.deepCopy(), KindDefaults.NONE);
  }

  /**
   * Lays other settings over these. Mappings that are records are merged key by key; lists, maps
   * whose keys are the user's own, and mappings of another {@code kind} are replaced; keys of that
   * kind that the upper settings do not give have the defaults of that kind.
   *
   * @param upper what wins
   * @param type the record that the settings are read into
   * @return the merged settings, named after the upper ones
   */
  public Settings overlaidBy(Settings upper, Class<?> type) {
    ObjectNode lower = tree.deepCopy();
    kinds.chooseAll(lower, upper.tree);
    return new Settings(
        upper.origin, SettingsTree.merge(lower, SettingsTypes.fit(upper.tree, type), type), kinds);
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
    Map<String, JsonNode> values = new LinkedHashMap<>();
    for (String assignment : assignments) {
      int equals = assignment.indexOf('=');
      if (equals < 1) {
        throw new SettingsException(
            "Cannot set \"%s\": key=value is needed, such as seed=7".formatted(assignment));
      }

      values.put(
          assignment.substring(0, equals),
          SettingsYaml.value(assignment, assignment.substring(equals + 1)));
    }

    ObjectNode changed = tree.deepCopy();
    values.forEach((key, value) -> kinds.chooseAssigned(changed, key, value));
    values.forEach((key, value) -> SettingsTree.assign(changed, key, value));
    String from = assignments.isEmpty() || origin.endsWith(SET) ? origin : origin + SET;
    return new Settings(from, changed, kinds);
  }

  /**
   * Makes numbers of texts that stand where a record wants numbers, and replaces {@code ~/} at the
   * start of a text by the user's folder.
   *
   * @param type the record that the settings are read into
   * @return settings whose tree can be shown and recorded
   */
  public Settings fittedTo(Class<?> type) {
    return new Settings(origin, SettingsTypes.fit(tree, type), kinds);
  }

  /**
   * Refuses keys that a record does not have. To be asked before anything else, since a misspelt
   * key lets another one seem to be missing.
   *
   * @param type a record whose components are the keys
   * @param alsoKnown keys that may stand beside them and that somebody else reads
   * @return these settings
   * @throws SettingsException naming every unknown key and the nearest that there is
   */
  public Settings requireKnownKeys(Class<?> type, String... alsoKnown) {
    List<String> unknown = SettingsTree.unknownKeys(tree, type, List.of(alsoKnown));
    if (!unknown.isEmpty()) {
      throw new SettingsException(
          "Cannot use settings %s: %s".formatted(origin, String.join("; ", unknown)));
    }

    return this;
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
    requireKnownKeys(type, alsoKnown);
    ObjectNode own = SettingsTypes.fit(tree, type).without(List.of(alsoKnown));
    try {
      return RECORDS.treeToValue(own, type);
    } catch (JsonProcessingException e) {
      String reason = WrongValue.explain(e, own);
      throw new SettingsException(
          reason.startsWith("Cannot ")
              ? reason
              : "Cannot use settings %s: %s".formatted(origin, reason),
          e);
    }
  }

  /**
   * Keeps only some keys.
   *
   * @param keys the keys to keep; those that are absent stay absent
   * @return settings of the same origin
   */
  public Settings only(String... keys) {
    return new Settings(origin, tree.deepCopy().retain(keys), kinds);
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
    return ofTree(origin, SettingsYaml.read(origin, in));
  }

  private static String firstLine(@Nullable String message) {
    return message == null ? "no reason given" : message.lines().findFirst().orElse("");
  }
}
