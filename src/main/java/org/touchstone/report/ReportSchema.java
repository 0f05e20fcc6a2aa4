package org.touchstone.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What {@code report.json} must look like: a JSON schema (draft 2020-12) of its keys and types, and
 * what a schema cannot say, that its parts name one another and that tables hold what their columns
 * announce.
 */
public final class ReportSchema {

  /** The schema's own file, as it lies beside {@code report.json}. */
  public static final String FILE = "report.schema.json";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int FAULTS_SHOWN = 3;

  private static final JsonSchema SCHEMA =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
          .getSchema(
              text(),
              SchemaValidatorsConfig.builder()
                  .pathType(PathType.JSON_PATH)
                  .locale(Locale.ENGLISH)
                  .build());

  private ReportSchema() {}

  /**
   * Returns the schema.
   *
   * @return its JSON text
   */
  public static String text() {
    return ReportPage.resource(FILE);
  }

  /**
   * Reads a report and checks it.
   *
   * @param json the text of {@code report.json}
   * @param file its name, for messages
   * @return the tree
   * @throws IllegalArgumentException if it is no JSON, of another version, or against the schema
   */
  public static JsonNode read(String json, String file) {
    try {
      return require(JSON.readTree(json), file);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "Cannot read %s: it is no JSON: %s".formatted(file, e.getOriginalMessage()), e);
    }
  }

  /**
   * Checks a report.
   *
   * @param report the tree of {@code report.json}
   * @param file its name, for messages
   * @return the same tree
   * @throws IllegalArgumentException if it is of another version or against the schema; names the
   *     JSON path
   */
  public static JsonNode require(JsonNode report, String file) {
    String expected = version();
    String found = report.path("version").asText("");
    if (!found.equals(expected)) {
      throw new IllegalArgumentException(
          "Cannot read %s: $.version is \"%s\", this version of Touchstone reads \"%s\"; audit again to get one"
              .formatted(file, found, expected));
    }

    List<String> faults =
        SCHEMA.validate(report).stream().map(ValidationMessage::getMessage).sorted().toList();
    if (faults.isEmpty()) {
      faults = new ReportLinks(report).faults();
    }

    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(
          "Cannot read %s: against %s, %s".formatted(file, FILE, first(faults)));
    }

    return report;
  }

  /** The version of the format that the schema describes. */
  static String version() {
    return SCHEMA.getSchemaNode().at("/properties/version/const").asText();
  }

  private static String first(List<String> faults) {
    Set<String> shown = new HashSet<>();
    List<String> few = faults.stream().filter(shown::add).limit(FAULTS_SHOWN).toList();
    int more = faults.size() - few.size();
    return String.join("; ", few) + (more > 0 ? "; and %d more".formatted(more) : "");
  }
}
