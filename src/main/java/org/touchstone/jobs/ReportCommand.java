package org.touchstone.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.touchstone.artifact.JobOutput;
import org.touchstone.artifact.OutputGuard;
import org.touchstone.config.Settings;
import org.touchstone.report.ReportFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Draws the page of an audit again, from its report.json alone. */
@Command(
    name = "report",
    description = "Draw the page of an audit again from its report.json, without a cluster.",
    mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {

  @Mixin private RunOptions options = new RunOptions();

  /**
   * What to draw.
   *
   * @param input a report.json, or the output of an audit
   * @param output folder to draw into; empty to show the tables only
   */
  record Plan(String input, String output) {
    Plan {
      if (input.isBlank()) {
        throw new IllegalArgumentException(
            "Cannot draw a report: input is not given; set it with --set input=PATH");
      }
    }
  }

  @Override
  public Integer call() throws IOException {
    Settings settings = options.over(Settings.ofDefaults("report"), Plan.class);
    Plan plan = settings.as(Plan.class);
    Console console = Console.ofProcess();
    if (options.mode() == JobRunner.Mode.DRY_RUN) {
      console.result("report " + settings.tree().toPrettyString());
      return 0;
    }

    JsonNode report = draw(plan, JobCommand.hadoop(), console);
    return JobCommand.gate(options, AuditReports.failed(report), console);
  }

  /** Draws and shows; returns the report. */
  static JsonNode draw(Plan plan, Configuration hadoop, Console console) throws IOException {
    JsonNode report = AuditReports.at(hadoop, plan.input());
    AuditReports.show(report, console);
    if (plan.output().isBlank()) {
      return report;
    }

    JobOutput output = JobOutput.at(hadoop, plan.output());
    if (output.manifest().isPresent()) {
      throw new IllegalArgumentException(
          "Cannot draw into %s: it is the output of a job, whose manifest would no longer hold; choose another folder"
              .formatted(plan.output()));
    }

    OutputGuard.requireOutside(hadoop, output.root());
    Map<String, String> drawn = ReportFiles.of(report);
    for (Map.Entry<String, String> file : drawn.entrySet()) {
      requireAbsentOrSame(hadoop, new Path(output.root(), file.getKey()), file.getValue());
    }

    for (Map.Entry<String, String> file : drawn.entrySet()) {
      Path path = new Path(output.root(), file.getKey());
      FileSystem files = path.getFileSystem(hadoop);
      if (!files.exists(path)) {
        try (OutputStream out = files.create(path, false)) {
          out.write(file.getValue().getBytes(StandardCharsets.UTF_8));
        }
      }
    }

    console.result("");
    console.result(output.file(ReportFiles.PAGE));
    return report;
  }

  /** A page that differs may hold what a person wrote into it. */
  private static void requireAbsentOrSame(Configuration hadoop, Path path, String text)
      throws IOException {
    FileSystem files = path.getFileSystem(hadoop);
    if (!files.exists(path)) {
      return;
    }

    try (InputStream in = files.open(path)) {
      if (!Arrays.equals(in.readAllBytes(), text.getBytes(StandardCharsets.UTF_8))) {
        throw new IllegalArgumentException(
            "Cannot draw into %s: it holds another %s already; choose another folder, or remove that file"
                .formatted(path.getParent(), path.getName()));
      }
    }
  }
}
