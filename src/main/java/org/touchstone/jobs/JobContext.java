package org.touchstone.jobs;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.touchstone.artifact.JobOutput;
import org.touchstone.artifact.Manifest;
import org.touchstone.ingest.RawTable;
import org.touchstone.ingest.RawTables;

/**
 * What a job works with.
 *
 * @param spark the session
 * @param common input, output, seed
 * @param staging where to write; published as a whole when the job returns
 * @param resumable where to keep work that a later run of the same job can take up
 * @param progress where to tell the person who waits
 */
record JobContext(
    SparkSession spark, CommonSettings common, Path staging, Path resumable, Console progress) {

  Configuration hadoop() {
    return spark.sparkContext().hadoopConfiguration();
  }

  /** The table that a job published. */
  Dataset<Row> table(String output) throws IOException {
    return spark.read().parquet(JobOutput.at(hadoop(), output).dataPath());
  }

  /**
   * The table that a job published, with the columns that the reader needs.
   *
   * @param reader name of the job that reads
   * @param output as the settings name it
   * @param needed names of columns, in the order of the jobs that add them
   * @throws org.touchstone.artifact.ArtifactException if a column is missing, or clusters or splits
   *     were made by another version
   */
  Dataset<Row> table(String reader, String output, List<String> needed) throws IOException {
    Manifest manifest = JobOutput.at(hadoop(), output).requireComplete();
    TableColumns.requireTable(reader, output, manifest, needed);
    Dataset<Row> table = table(output);
    TableColumns.require(reader, output, manifest.job(), table, needed);
    if (!reader.equals("deduplicate")) { // which replaces what an earlier search found
      TextVersions.require(reader, output, manifest, table);
    }

    return table;
  }

  /**
   * The table that a job published, or one from elsewhere, of which every record must be read.
   *
   * @throws IllegalArgumentException if a record is none, such as a line that is no JSON
   */
  Dataset<Row> anyTable(String path) throws IOException {
    if (JobInput.isOutput(hadoop(), path)) {
      return table(path);
    }

    RawTable raw = rawTable(List.of(path));
    if (!raw.refused().isEmpty()) {
      RawTable.Sample first = raw.samples().get(0);
      throw new IllegalArgumentException(
          "Cannot read %s: %,d of %,d records are refused (%s), the first in line %d of %s: %s"
              .formatted(
                  path,
                  raw.refused().values().stream().mapToLong(Long::longValue).sum(),
                  raw.records(),
                  raw.refused(),
                  first.row(),
                  first.file(),
                  first.detail()));
    }

    return raw.columns();
  }

  /** A table that no job published, with the records of it that cannot be read. */
  RawTable rawTable(List<String> paths) {
    return new RawTables(spark).read(paths);
  }

  /** Where this job's own table or artifact goes. */
  String stagedData() {
    return staged(JobOutput.DATA);
  }

  /** Where something beside the data goes. */
  String staged(String name) {
    return new Path(staging, name).toString();
  }

  /** Writes a small text beside or below the data, in UTF-8. */
  void writeText(String name, String text) throws IOException {
    Path file = new Path(staging, name);
    try (OutputStream out = file.getFileSystem(hadoop()).create(file)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Writes this job's table. */
  void write(Dataset<Row> table) {
    table.write().parquet(stagedData());
  }
}
