package org.touchstone.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.touchstone.artifact.JobOutput;
import org.touchstone.report.ReportSchema;
import org.touchstone.report.TerminalTable;
import org.touchstone.report.Verdict;

/** Reads what an audit wrote, and shows it on a terminal. */
final class AuditReports {

  /** The name of the file. */
  static final String FILE = "report.json";

  private AuditReports() {}

  /** Reads the report of an audit, checked against its schema. */
  static JsonNode of(JobOutput output) throws IOException {
    try {
      String json = new String(output.read(FILE), StandardCharsets.UTF_8);
      return ReportSchema.read(json, output.file(FILE));
    } catch (FileNotFoundException e) {
      throw new IllegalArgumentException(
          "Cannot read %s: it has no %s; the output of an audit is needed"
              .formatted(output.root(), FILE),
          e);
    }
  }

  /** Reads a report that lies anywhere, or in the output of an audit. */
  static JsonNode at(Configuration hadoop, String path) throws IOException {
    if (!path.endsWith(".json")) {
      return of(JobOutput.at(hadoop, path));
    }

    Path file = new Path(path);
    try (InputStream in = file.getFileSystem(hadoop).open(file)) {
      return ReportSchema.read(new String(in.readAllBytes(), StandardCharsets.UTF_8), path);
    }
  }

  /** Every check that failed, a sentence each. */
  static List<String> failed(JsonNode report) {
    List<String> failed = new ArrayList<>();
    for (JsonNode check : report.path("checks")) {
      if (check.path("verdict").asText().equals(Verdict.FAIL.words())) {
        failed.add(check.path("question").asText() + " " + check.path("sentence").asText());
      }
    }

    return failed;
  }

  /** Shows the tables. */
  static void show(JsonNode report, Console console) {
    console.result("");
    console.result(TerminalTable.contenders(report));
    console.result("");
    console.result(TerminalTable.since(report) + TerminalTable.verdicts(report));
  }
}
