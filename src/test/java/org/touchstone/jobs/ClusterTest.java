package org.touchstone.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.touchstone.LocalSpark;

/**
 * A master and two workers, each a process, run the job jar on the jars of a Spark distribution.
 */
@Tag("cluster")
class ClusterTest {

  private static final Duration SHORT = Duration.ofSeconds(90);
  private static final Duration LONG = Duration.ofMinutes(10);

  @TempDir private static Path folder = Path.of("");
  private static Launcher launcher = new Launcher(folder, Map.of());
  private static String master = "";

  @BeforeAll
  static void startsMasterAndTwoWorkers() throws Exception {
    int port = freePort();
    master = "spark://127.0.0.1:" + port;
    launcher =
        new Launcher(
            folder,
            Map.of(
                "TOUCHSTONE_CLUSTER", folder.resolve("cluster").toString(),
                "TOUCHSTONE_MASTER_PORT", Integer.toString(port),
                "TOUCHSTONE_MASTER_UI_PORT", Integer.toString(freePort())));
    Launcher.Outcome started = launcher.run(LONG, "jobs/cluster", "start", "2");
    assertThat(started.exitCode()).as(started.error()).isZero();
    assertThat(started.output()).contains(master + ": 2 workers, 2 cores");
  }

  @AfterAll
  static void stopsAll() throws Exception {
    Launcher.Outcome stopped = launcher.run(SHORT, "jobs/cluster", "stop");
    assertThat(stopped.output()).contains("Stopped 3 processes");
    assertThat(launcher.run(SHORT, "jobs/cluster", "status").exitCode()).isEqualTo(1);
  }

  @Test
  void startsLibtorchOnTwoExecutorsAtTheSameMoment() throws Exception {
    Path meeting = Files.createDirectory(folder.resolve("meeting"));
    Launcher.Outcome outcome =
        launcher.run(
            LONG,
            "jobs/submit",
            "train",
            "--master",
            master,
            "--set",
            "meeting=" + meeting,
            "--",
            "--class",
            ClusterProbe.class.getName(),
            "--jars",
            jarOf(ClusterProbe.class).toString(),
            "--conf",
            "spark.ui.enabled=false",
            "--conf",
            "spark.executor.memory=512m");

    assertThat(outcome.exitCode()).as(outcome.error()).isZero();
    List<String[]> executors = outcome.output().lines().map(line -> line.split("\t")).toList();
    assertThat(executors).extracting(fields -> fields[0]).containsExactlyInAnyOrder("0", "1");
    assertThat(executors).extracting(fields -> fields[1]).containsOnly("2.7.1");
    assertThat(executors).extracting(fields -> fields[2]).containsOnly("6.0");
    assertThat(executors).extracting(fields -> fields[3]).containsOnly("A-B");
    assertThat(executors).extracting(fields -> fields[4]).containsOnly("<p>a&lt;b</p>");
    assertThat(executors).extracting(fields -> fields[5]).doesNotHaveDuplicates();
  }

  @Test
  void runsAJobAndKnowsItIsDone() throws Exception {
    Path output = folder.resolve("ingested");
    String[] commandLine = {
      "jobs/submit",
      "ingest",
      "--master",
      master,
      "--set",
      "input=" + Path.of("src/quickstart/hh-rlhf/helpful-base.jsonl.gz").toAbsolutePath(),
      "--set",
      "output=" + output,
      "--",
      "--executor-memory",
      "512m"
    };
    Launcher.Outcome first = launcher.run(LONG, commandLine);
    assertThat(first.exitCode()).as(first.error()).isZero();
    FileTime written = Files.getLastModifiedTime(output.resolve("manifest.json"));

    Launcher.Outcome second = launcher.run(LONG, commandLine);
    assertThat(second.exitCode()).as(second.error()).isZero();
    assertThat(Files.getLastModifiedTime(output.resolve("manifest.json"))).isEqualTo(written);
  }

  /**
   * The whole chain, embedded on one worker and on two executors of one core, of which one dies
   * when texts were signed and one while rows are compared.
   */
  @Test
  void twoExecutorsThatDieAndComeBackTrainTheModelThatOneWorkerTrains() throws Exception {
    Path kills = folder.resolve("kills");
    Path clustered =
        chain(
            List.of("--master", master),
            List.of(
                "--",
                "--jars",
                jarOf(KillExecutors.class).toString(),
                "--conf",
                "spark.extraListeners=" + KillExecutors.class.getName(),
                "--conf",
                KillExecutors.STAGES + "=NearPairs.counts,DuplicateRows.compared",
                "--conf",
                KillExecutors.REPORT + "=" + kills,
                "--conf",
                "spark.sql.shuffle.partitions=4")); // as embedded; 200 tasks for 200 rows cost
    // minutes
    Path embedded = chain(List.of("--master", "local[1]"), List.of());
    assertThat(kills).hasContent("NearPairs.counts 1%nDuplicateRows.compared 1".formatted());
    assertThat(lines(clustered.resolve("deduplicate/data")))
        .isEqualTo(lines(embedded.resolve("deduplicate/data")))
        .hasSizeGreaterThan(100);

    Launcher.Outcome compared =
        launcher.run(
            SHORT,
            "jobs/submit",
            "model",
            "--set",
            "action=compare",
            "--set",
            "input=" + clustered.resolve("train"),
            "--set",
            "with=" + embedded.resolve("train"));
    assertThat(compared.exitCode()).as(compared.error()).isZero();
    Matcher difference =
        Pattern.compile("differ by ([0-9.e+-]+) of their norm").matcher(compared.output());
    assertThat(difference.find()).as(compared.output()).isTrue();
    assertThat(Double.parseDouble(difference.group(1))).isLessThan(1e-4);
    assertThat(clustered.resolve("audit/report.html")).isNotEmptyFile();
  }

  private static List<String> lines(Path table) {
    return LocalSpark.session().read().parquet(table.toString()).collectAsList().stream()
        .map(Row::toString)
        .sorted()
        .toList();
  }

  private static Path chain(List<String> where, List<String> options) throws Exception {
    Path output = folder.resolve("chain-" + where.get(1).replaceAll("\\W", "-"));
    List<String> commandLine = new ArrayList<>(List.of("jobs/submit", "pipeline"));
    commandLine.addAll(where);
    commandLine.addAll(
        List.of(
            "--config",
            Path.of("src/test/resources/chain.yaml").toAbsolutePath().toString(),
            "--set",
            "input=" + Path.of("src/test/resources/hh-rlhf-200.jsonl").toAbsolutePath(),
            "--set",
            "output=" + output));
    commandLine.addAll(options);
    Launcher.Outcome outcome = launcher.run(LONG, commandLine.toArray(String[]::new));
    assertThat(outcome.exitCode()).as(outcome.error()).isZero();
    assertThat(outcome.output().strip()).endsWith("audit/report.html");
    return output;
  }

  @Test
  void refusesToStartAnotherOne() throws Exception {
    Launcher.Outcome second = launcher.run(SHORT, "jobs/cluster", "start");
    assertThat(second.exitCode()).isEqualTo(1);
    assertThat(second.error())
        .isEqualTo(
            "Cannot start a cluster: one runs already at %s, jobs/cluster stop ends it.%n"
                .formatted(master));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** The class file and those of its nested classes, as a jar beside the job jar. */
  private static Path jarOf(Class<?> type) throws IOException {
    Path classes = Path.of("target", "test-classes");
    Path folderOfClasses = classes.resolve(type.getPackageName().replace('.', '/'));
    Path jar = folder.resolve("probe.jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out);
        Stream<Path> files = Files.list(folderOfClasses)) {
      for (Path file :
          files
              .filter(f -> f.getFileName().toString().startsWith(type.getSimpleName()))
              .sorted()
              .toList()) {
        entries.putNextEntry(new JarEntry(classes.relativize(file).toString()));
        Files.copy(file, entries);
      }
    }
    return jar;
  }
}
