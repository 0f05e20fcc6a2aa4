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
   */
  Dataset<Row> table(String reader, String output, List<String> needed) throws IOException {
    Manifest manifest = JobOutput.at(hadoop(), output).requireComplete();
    TableColumns.requireTable(reader, output, manifest, needed);
    Dataset<Row> table = table(output);
    TableColumns.require(reader, output, manifest.job(), table, needed);
    return table;
  }

  /** The table that a job published, or Parquet or JSON lines from elsewhere. */
  Dataset<Row> anyTable(String path) throws IOException {
    if (JobInput.holdsData(hadoop(), path)) {
      return table(path);
    }

    return path.contains(".json") ? spark.read().json(path) : spark.read().parquet(path);
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
