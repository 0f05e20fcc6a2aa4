package org.touchstone.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.touchstone.artifact.ArtifactException;
import org.touchstone.artifact.Manifest;
import org.touchstone.deduplicate.Deduplication;
import org.touchstone.schema.Columns;
import org.touchstone.text.MinHash;
import org.touchstone.text.Normaliser;
import org.touchstone.text.Shingling;

/**
 * The versions by which deduplicate compares texts, in the manifests of deduplicate and split. A
 * table whose clusters, duplicates or sides come from other versions is refused: its rows would not
 * be apart in the way that this version promises.
 */
final class TextVersions {

  private static final String KEY = "text_versions";
  private static final Set<String> WRITERS = Set.of("deduplicate", "split");
  private static final Set<String> CARRIED =
      Set.of(Columns.PROMPT_CLUSTER, Columns.SPLIT, Columns.DUPLICATE_KIND);

  private TextVersions() {}

  private static Map<String, String> current() {
    return new TreeMap<>(
        Map.of(
            "clusters", Deduplication.VERSION,
            "normal_form", Normaliser.V2.version(),
            "prompt_words", Normaliser.V1.version(),
            "shingles", Shingling.VERSION,
            "dedup_key", MinHash.VERSION));
  }

  /** Writes the versions of this code to the results of a manifest. */
  static void putIn(ObjectNode results) {
    current().forEach(results.putObject(KEY)::put);
  }

  /** Writes them where a job passes on what deduplicate or split said of its rows. */
  static void passOn(Dataset<Row> table, ObjectNode results) {
    if (carries(table)) {
      putIn(results);
    }
  }

  private static boolean carries(Dataset<Row> table) {
    return Arrays.stream(table.columns()).anyMatch(CARRIED::contains);
  }

  /** As {@link #require(String, String, Manifest)}, and what score passed on of such an output. */
  static void require(String reader, String path, Manifest manifest, Dataset<Row> table) {
    if (manifest.job().equals("score") && carries(table)) {
      requireCurrent(reader, path, manifest, "deduplicate, split and score");
    } else {
      require(reader, path, manifest);
    }
  }

  /**
   * Refuses an output of deduplicate or split that was written under other versions.
   *
   * @param reader the job that reads
   * @param path of the output, as the settings name it
   * @param manifest of the output
   */
  static void require(String reader, String path, Manifest manifest) {
    if (WRITERS.contains(manifest.job())) {
      requireCurrent(
          reader,
          path,
          manifest,
          manifest.job().equals("split") ? "deduplicate and split" : "deduplicate");
    }
  }

  private static void requireCurrent(String reader, String path, Manifest manifest, String again) {
    JsonNode written = manifest.results().path(KEY);
    List<String> others = new ArrayList<>();
    current()
        .forEach(
            (name, version) -> {
              String found = written.path(name).asText("");
              if (!found.equals(version)) {
                others.add(
                    "%s is %s, must be %s"
                        .formatted(name, found.isEmpty() ? "not given" : found, version));
              }
            });
    if (!others.isEmpty()) {
      throw new ArtifactException(
          ("Cannot %s %s: %s wrote it under other versions of the text rules (%s); run %s again"
                  + " with --force")
              .formatted(
                  TableColumns.verb(reader),
                  path,
                  manifest.job(),
                  String.join("; ", others),
                  again));
    }
  }
}
