package org.touchstone.jobs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.touchstone.artifact.ArtifactException;
import org.touchstone.artifact.JobOutput;
import org.touchstone.artifact.Manifest;
import org.touchstone.schema.Columns;

/** Which job adds which column, so that the output of a wrong job is refused by its name. */
final class TableColumns {

  /** What ingest writes and every later job reads. */
  static final List<String> COMPARISONS =
      List.of(Columns.COMPARISON_ID, Columns.PROMPT, Columns.REPLIES, Columns.RANKS);

  private static final Map<String, String> MADE_BY = madeBy();

  private TableColumns() {}

  private static Map<String, String> madeBy() {
    Map<String, String> jobs = new LinkedHashMap<>();
    for (String column : COMPARISONS) {
      jobs.put(column, "ingest");
    }

    jobs.put(Columns.PROMPT_CLUSTER, "deduplicate");
    jobs.put(Columns.DUPLICATE_KIND, "deduplicate");
    jobs.put(Columns.SPLIT, "split");
    jobs.put(Columns.REWARDS, "score");
    jobs.put(Columns.MODEL_DIGEST, "score");
    return jobs;
  }

  /** The columns of comparisons and those that later jobs add. */
  static List<String> comparisonsWith(String... later) {
    List<String> columns = new ArrayList<>(COMPARISONS);
    columns.addAll(List.of(later));
    return columns;
  }

  /**
   * Refuses a table without columns that a job needs.
   *
   * @param reader the job that reads
   * @param path of the table, as the settings name it
   * @param writer the job whose output it is; empty if none of ours
   * @param table what was read
   * @param needed columns, in the order of the jobs that add them
   */
  static void require(
      String reader, String path, String writer, Dataset<Row> table, List<String> needed) {
    List<String> missing = new ArrayList<>(needed);
    missing.removeAll(List.of(table.columns()));
    if (missing.isEmpty()) {
      return;
    }

    String first = missing.get(0);
    throw new ArtifactException(
        "Cannot %s %s: it %shas no column %s, which the job %s makes; take the output of %s"
            .formatted(
                verb(reader),
                path,
                writer.isEmpty() ? "" : "is the output of %s and ".formatted(writer),
                first,
                MADE_BY.getOrDefault(first, "ingest"),
                taken(missing)));
  }

  /** Refuses the output of a job that publishes no table, such as a model or a tokenizer. */
  static void requireTable(String reader, String path, Manifest manifest, List<String> needed) {
    boolean parquet =
        manifest.files().stream()
            .map(Manifest.PublishedFile::path)
            .anyMatch(file -> file.startsWith(JobOutput.DATA + "/") && file.endsWith(".parquet"));
    if (!parquet) {
      throw new ArtifactException(
          "Cannot %s %s: it is the output of %s, which holds no table; take the output of %s"
              .formatted(verb(reader), path, manifest.job(), taken(needed)));
    }
  }

  /** The last job in the order of a pipeline among those that add what is missing. */
  private static String taken(List<String> missing) {
    return MADE_BY.getOrDefault(missing.get(missing.size() - 1), "ingest");
  }

  static String verb(String job) {
    return switch (job) {
      case "train" -> "train on";
      case "tokenizer" -> "learn a tokenizer from";
      case "statistics" -> "count";
      default -> job;
    };
  }
}
