package org.touchstone.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the scripts of {@code jobs/} refuse, in one sentence each, and what they hand on. */
@Tag("cluster")
class LauncherTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir private Path folder = Path.of("");

  @Test
  void namesTheJobsWhenThereIsNoSuchJob() throws Exception {
    assertRefused(2, Map.of(), "Unknown job 'trian'. Did you mean 'train'? Jobs: ingest,", "trian");
  }

  @Test
  void wantsAJob() throws Exception {
    assertRefused(2, Map.of(), "No job is named. Jobs: ingest,");
  }

  @Test
  void refusesAnUnknownOption() throws Exception {
    assertRefused(2, Map.of(), "Cannot run: there is no option --frce,", "train", "--frce");
  }

  @Test
  void refusesAnOptionWithoutItsValue() throws Exception {
    assertRefused(2, Map.of(), "Cannot run: --set needs a value after it.", "train", "--set");
  }

  @Test
  void refusesAMasterOfNoKnownForm() throws Exception {
    assertRefused(
        1,
        Map.of(),
        "Cannot use the master sprk://there:7077: allowed are spark://host:port, yarn,",
        "train",
        "--master",
        "sprk://there:7077");
  }

  @Test
  void refusesAMasterWhereNobodyListens() throws Exception {
    int free;
    try (ServerSocket socket = loopback()) {
      free = socket.getLocalPort();
    }
    String master = "spark://127.0.0.1:" + free;
    assertRefused(
        1,
        Map.of(),
        "Cannot reach a Spark master at %s: nobody listens there;".formatted(master),
        "train",
        "--master=" + master);
  }

  @Test
  void refusesAMissingJdk() throws Exception {
    assertRefused(
        1,
        Map.of("JAVA_HOME", folder.toString()),
        "Cannot start Java: %s/bin/java does not run, install a JDK 17".formatted(folder),
        "train");
  }

  @Test
  void refusesAnOldJdk() throws Exception {
    script("java", "echo 'openjdk version \"11.0.2\" 2019-01-15' >&2");
    assertRefused(
        1,
        Map.of("JAVA_HOME", folder.toString()),
        "Cannot use %s/bin/java: it is Java 11, JDK 17 or 21 is needed;".formatted(folder),
        "train");
  }

  @Test
  void refusesADiskThatIsFull() throws Exception {
    script("df", "echo Filesystem; echo disk 4000000 3900000 102400 98% /");
    assertRefused(
        1,
        Map.of("PATH", folder.resolve("bin") + ":" + System.getenv("PATH")),
        "Cannot run train: 100 MB are free in ",
        "train");
  }

  @Test
  void refusesAPortInUse() throws Exception {
    try (ServerSocket taken = loopback()) {
      Map<String, String> environment =
          Map.of(
              "TOUCHSTONE_CLUSTER", folder.resolve("cluster").toString(),
              "TOUCHSTONE_MASTER_PORT", Integer.toString(taken.getLocalPort()));
      Launcher.Outcome outcome =
          new Launcher(folder, environment).run(LIMIT, "jobs/cluster", "start");
      assertThat(outcome.exitCode()).isEqualTo(1);
      assertThat(outcome.error())
          .startsWith(
              "Cannot start the master: port %d is in use, choose another with "
                  .formatted(taken.getLocalPort()));
    }
  }

  @Test
  void handsTheJobAndTheOptionsToSparkSubmitOfAnInstallation() throws Exception {
    script("spark-submit", "printf '%s\\n' \"$@\"; exit 3");
    Launcher.Outcome outcome =
        new Launcher(folder, Map.of("SPARK_HOME", folder.toString()))
            .run(
                LIMIT,
                "jobs/submit",
                "audit",
                "--gate",
                "--master",
                "local[1]",
                "--set",
                "a=b c",
                "--",
                "--conf",
                "spark.x=y");

    assertThat(outcome.exitCode()).isEqualTo(3);
    assertThat(outcome.output().lines())
        .containsSubsequence("--class", "org.touchstone.jobs.Main", "--master", "local[1]")
        .endsWith(
            "--conf",
            "spark.x=y",
            Launcher.JOB_JAR.toAbsolutePath().toString(),
            "audit",
            "--gate",
            "--set",
            "a=b c");
  }

  private void assertRefused(
      int exitCode, Map<String, String> environment, String sentence, String... arguments)
      throws IOException, InterruptedException {
    String[] commandLine = new String[arguments.length + 1];
    commandLine[0] = "jobs/submit";
    System.arraycopy(arguments, 0, commandLine, 1, arguments.length);
    Launcher.Outcome outcome = new Launcher(folder, environment).run(LIMIT, commandLine);
    assertThat(outcome.exitCode()).as(outcome.error()).isEqualTo(exitCode);
    assertThat(outcome.error()).startsWith(sentence).hasLineCount(1);
    assertThat(outcome.output()).isEmpty();
  }

  private void script(String name, String body) throws IOException {
    Path file = Files.createDirectories(folder.resolve("bin")).resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static ServerSocket loopback() throws IOException {
    return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }
}
