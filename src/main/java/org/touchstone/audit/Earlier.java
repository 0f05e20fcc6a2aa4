package org.touchstone.audit;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.touchstone.audit.pairs.Contender;
import org.touchstone.audit.pairs.PairSchema;
import org.touchstone.audit.pairs.PairTable;
import org.touchstone.report.Estimate;

/**
 * An earlier audit in memory, to compare with.
 *
 * @param path where it lies, for people
 * @param report the tree of its {@code report.json}
 * @param tables what its models said of every judged pair, by name
 */
record Earlier(String path, JsonNode report, Map<String, PairTable> tables) {

  private static final ObjectMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  /** Copies the map. */
  Earlier {
    tables = Map.copyOf(tables);
  }

  /**
   * Collects the pairs of the models of an earlier audit.
   *
   * @param maxPairs of one model that the driver may hold
   */
  static Earlier of(EarlierOutput output, long maxPairs) {
    List<String> columns = Arrays.asList(output.pairs().columns());
    for (String column : PairSchema.SCHEMA.fieldNames()) {
      if (!columns.contains(column)) {
        throw new IllegalArgumentException(
            "Cannot compare with %s: its pairs have no column %s, needed are those of %s"
                .formatted(output.path(), column, PairSchema.VERSION));
      }
    }

    Map<String, PairTable> tables = new HashMap<>();
    for (JsonNode standing : output.report().path("standings")) {
      if (!standing.path("digest").isNull()) {
        String name = standing.path("name").asText();
        tables.put(name, collect(output, name, maxPairs));
      }
    }

    return new Earlier(output.path(), output.report(), tables);
  }

  private static PairTable collect(EarlierOutput output, String name, long maxPairs) {
    Dataset<Row> judged =
        output.pairs().where(col(PairSchema.MODEL).equalTo(name).and(not(col(PairSchema.TIE))));
    long count = judged.count();
    if (count > maxPairs) {
      throw new IllegalArgumentException(
          "Cannot compare with %s: model %s has %d judged pairs there, must be at most max-pairs = %d"
              .formatted(output.path(), name, count, maxPairs));
    }

    return PairTable.of(
        judged.select(PairSchema.measured()).collectAsList().stream()
            .map(PairSchema::pair)
            .toList());
  }

  /** Name of the model that it was about. */
  String audited() {
    return report.at("/standings/0/name").asText();
  }

  /** Digest of that model. */
  String digest() {
    return report.at("/standings/0/digest").asText();
  }

  /** The day on which it was made. */
  String day() {
    String created = report.at("/provenance/created_at").asText();
    return created.length() > 10 ? created.substring(0, 10) : created;
  }

  /** What a contender said of the pairs; of the longer reply, what it would have said. */
  Optional<PairTable> table(String name) {
    PairTable audited = tables.get(audited());
    return name.equals(Contender.LONGER_WINS) && audited != null
        ? Optional.of(Contender.longerWins(audited).table())
        : Optional.ofNullable(tables.get(name));
  }

  /** A contender's standing. */
  Optional<JsonNode> standing(String name) {
    return named("standings", "name", name);
  }

  /** A check. */
  Optional<JsonNode> check(String id) {
    return named("checks", "id", id);
  }

  private Optional<JsonNode> named(String parts, String key, String name) {
    for (JsonNode part : report.path(parts)) {
      if (part.path(key).asText().equals(name)) {
        return Optional.of(part);
      }
    }

    return Optional.empty();
  }

  /** An estimate as it was written. */
  static Estimate estimate(JsonNode written) {
    try {
      return JSON.treeToValue(written, Estimate.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "Cannot read an estimate of the earlier audit: " + e.getOriginalMessage(), e);
    }
  }
}
