package org.touchstone.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.touchstone.LocalSpark;
import org.touchstone.artifact.ArtifactException;
import org.touchstone.artifact.LockFiles;
import org.touchstone.artifact.OtherFileSystem;
import org.touchstone.config.Settings;

/** What a job refuses to overwrite, on the local disk and on another file system of Hadoop's. */
@Tag("spark")
class OutputSafetyTest {

  @TempDir Path folder;

  private final Configuration hadoop = OtherFileSystem.addTo(new Configuration());

  @BeforeEach
  void letSparkSeeTheOtherFileSystem() {
    OtherFileSystem.addTo(LocalSpark.session().sparkContext().hadoopConfiguration());
  }

  @BeforeEach
  void writeTheInput() throws IOException {
    Files.createDirectories(folder.resolve("raw"));
    Files.writeString(folder.resolve("raw/feedback.jsonl"), "{}\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:", "other:"})
  void aFolderWithFilesOfSomebodyElseIsRefusedAndKept(String scheme) throws IOException {
    Files.createDirectories(folder.resolve("out/notes"));
    Files.writeString(folder.resolve("out/notes/thesis.txt"), "years of work");

    for (JobRunner.Mode mode : JobRunner.Mode.values()) {
      refused(scheme, "raw", "out", mode, "out: it holds notes/thesis.txt, which no job published");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:", "other:"})
  void filesThatAreNamedLikeDataAreNoOutputWithoutAManifest(String scheme) throws IOException {
    Files.createDirectories(folder.resolve("out/data"));
    Files.writeString(folder.resolve("out/data/part-0.parquet"), "mine");

    refused(scheme, "raw", "out", JobRunner.Mode.FORCE, "it holds data/part-0.parquet");
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:", "other:"})
  void aFileInPlaceOfAFolderIsRefused(String scheme) throws IOException {
    Files.writeString(folder.resolve("out"), "mine");

    refused(scheme, "raw", "out", JobRunner.Mode.FORCE, "out: it is a file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:", "other:"})
  void aManifestOfAnotherProgramIsRefused(String scheme) throws IOException {
    Files.createDirectories(folder.resolve("out"));
    Files.writeString(folder.resolve("out/manifest.json"), "{\"manifest_version\": 3}");

    refused(scheme, "raw", "out", JobRunner.Mode.FORCE, "it is no manifest of Touchstone");
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:", "other:"})
  void anOutputThatIsTheInputIsRefused(String scheme) throws IOException {
    for (String same : List.of("raw", "raw/", "raw/../raw", "./raw")) {
      refused(scheme, "raw", same, JobRunner.Mode.FORCE, "it is the input");
    }

    refused(scheme, "ra[w]", "raw", JobRunner.Mode.FORCE, "it is the input");
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:", "other:"})
  void anOutputInsideTheInputIsRefused(String scheme) throws IOException {
    refused(scheme, "raw", "raw/out", JobRunner.Mode.FORCE, "raw/out: it lies inside the input");
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:", "other:"})
  void anOutputAroundTheInputIsRefused(String scheme) throws IOException {
    refused(scheme, "raw", ".", JobRunner.Mode.FORCE, "it holds the input");
    refused(scheme, "raw/*.jsonl", "raw", JobRunner.Mode.FORCE, "it holds the input");
  }

  @Test
  void aLinkToTheInputIsTheInput() throws IOException {
    Files.createSymbolicLink(folder.resolve("link"), folder.resolve("raw"));

    refused("file:", "raw", "link", JobRunner.Mode.FORCE, "it is the input");
    refused("file:", "raw", "link/out", JobRunner.Mode.FORCE, "it lies inside the input");
    refused("", "raw", "link", JobRunner.Mode.FORCE, "it is the input");
    assertThatThrownBy(
            () ->
                run(
                    folder.resolve("raw").toString(),
                    "FILE://" + folder.resolve("link"),
                    JobRunner.Mode.FORCE,
                    new Copy("copy")))
        .hasMessageContaining("the input");
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:", "other:"})
  void anOutputInsideAnotherOutputOrAModelIsRefused(String scheme) throws IOException {
    run(scheme, "raw", "first");
    Files.createDirectories(folder.resolve("model"));
    Files.writeString(folder.resolve("model/touchstone.json"), "{}");

    refused(scheme, "raw", "first/sub/out", JobRunner.Mode.FORCE, "it lies inside");
    refused(scheme, "raw", "model/out", JobRunner.Mode.FORCE, "it lies inside");
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:", "other:"})
  void anOutputAroundAnotherOutputIsRefused(String scheme) throws IOException {
    run(scheme, "raw", "all/first");

    refused(scheme, "raw", "all", JobRunner.Mode.FORCE, "all: it holds first/");
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:", "other:"})
  void forceKeepsAFileThatWasPutIntoAnOutputAndNamesIt(String scheme) throws IOException {
    run(scheme, "raw", "out");
    Files.writeString(folder.resolve("out/data/notes.txt"), "mine");

    refused(scheme, "raw", "out", JobRunner.Mode.FORCE, "it holds data/notes.txt");
    Files.move(folder.resolve("out/data/notes.txt"), folder.resolve("out/notes.txt"));
    refused(scheme, "raw", "out", JobRunner.Mode.FORCE, "it holds notes.txt");
    Files.delete(folder.resolve("out/notes.txt"));
    run(
        scheme + folder.resolve("raw"),
        scheme + folder.resolve("out"),
        JobRunner.Mode.FORCE,
        new Copy("copy"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:", "other:"})
  void aFileThatIsPutIntoAnOutputWhileAJobRunsIsKept(String scheme) throws IOException {
    run(scheme, "raw", "out");
    Copy late =
        new Copy("copy") {
          @Override
          public Outcome run(JobContext context, Own own) throws IOException {
            Files.writeString(folder.resolve("out/data/late.txt"), "mine");
            return super.run(context, own);
          }
        };

    assertThatThrownBy(
            () ->
                run(
                    scheme + folder.resolve("raw"),
                    scheme + folder.resolve("out"),
                    JobRunner.Mode.FORCE,
                    late))
        .hasMessageContaining("it holds data/late.txt");
    assertThat(folder.resolve("out/data/late.txt")).hasContent("mine");
    assertThat(folder.resolve("out/manifest.json")).exists();
    assertThat(folder.resolve("out/data/copy.txt")).exists();
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:", "other:"})
  void theResultOfAnotherJobIsNotReplaced(String scheme) throws IOException {
    run(scheme, "raw", "out");
    Map<String, String> before = content();

    assertThatThrownBy(
            () ->
                run(
                    scheme + folder.resolve("raw"),
                    scheme + folder.resolve("out"),
                    JobRunner.Mode.FORCE,
                    new Copy("other")))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("it holds the result of the job copy");
    assertThat(content()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:", "other:"})
  void theSecondJobToAnOutputIsRefusedWhileTheFirstWrites(String scheme) throws Exception {
    CountDownLatch writing = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    Copy slow =
        new Copy("copy") {
          @Override
          public Outcome run(JobContext context, Own own) throws IOException {
            writing.countDown();
            try {
              mayEnd.await();
            } catch (InterruptedException e) {
              throw new IOException(e);
            }

            return super.run(context, own);
          }
        };
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try {
      Future<?> first =
          threads.submit(
              () -> {
                run(
                    scheme + folder.resolve("raw"),
                    scheme + folder.resolve("out"),
                    JobRunner.Mode.NORMAL,
                    slow);
                return null;
              });
      while (!writing.await(100, TimeUnit.MILLISECONDS)) {
        if (first.isDone()) {
          first.get(); // tells why it failed
        }
      }

      refused(scheme, "raw", "out", JobRunner.Mode.FORCE, "has been writing it since");
      refused(scheme, "raw", "out/sub", JobRunner.Mode.FORCE, "it lies inside");
      mayEnd.countDown();
      first.get();
    } finally {
      mayEnd.countDown();
      threads.shutdownNow();
    }

    assertThat(names("out")).containsExactlyInAnyOrder("data", "manifest.json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:", "other:"})
  void theLockOfADeadProcessIsTakenOver(String scheme) throws Exception {
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    LockFiles.put(folder.resolve("out"), ended.pid());
    Files.createDirectories(folder.resolve("out/_staging-" + UUID.randomUUID() + "/data"));

    run(scheme, "raw", "out");

    assertThat(names("out")).containsExactlyInAnyOrder("data", "manifest.json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:", "other:"})
  void theLockOfAnotherMachineIsTakenOverWhenItIsNotRenewed(String scheme) throws IOException {
    Path lock = LockFiles.putOfElsewhere(folder.resolve("out"));

    refused(scheme, "raw", "out", JobRunner.Mode.FORCE, "train of erika (process 1 on node7)");
    Instant longAgo = Files.getLastModifiedTime(lock).toInstant().minus(Duration.ofMinutes(11));
    Files.setLastModifiedTime(lock, FileTime.from(longAgo));
    run(scheme, "raw", "out");

    assertThat(names("out")).containsExactlyInAnyOrder("data", "manifest.json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:", "other:"})
  void aJobThatFailsLeavesNothing(String scheme) throws IOException {
    Copy failing =
        new Copy("copy") {
          @Override
          public Outcome run(JobContext context, Own own) throws IOException {
            super.run(context, own);
            throw new IllegalArgumentException("Cannot go on");
          }
        };
    Map<String, String> before = content();

    assertThatThrownBy(
            () ->
                run(
                    scheme + folder.resolve("raw"),
                    scheme + folder.resolve("new/deep/out"),
                    JobRunner.Mode.NORMAL,
                    failing))
        .hasMessage("Cannot go on");
    assertThat(content()).isEqualTo(before);
    assertThat(folder.resolve("new")).doesNotExist();
  }

  private void refused(
      String scheme, String input, String output, JobRunner.Mode mode, String reason)
      throws IOException {
    Map<String, String> before = content();

    assertThatThrownBy(
            () ->
                run(
                    scheme + folder + "/" + input,
                    scheme + folder + "/" + output,
                    mode,
                    new Copy("copy")))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining(reason);
    assertThat(content()).isEqualTo(before);
  }

  private void run(String scheme, String input, String output) throws IOException {
    run(
        scheme + folder.resolve(input),
        scheme + folder.resolve(output),
        JobRunner.Mode.NORMAL,
        new Copy("copy"));
  }

  private void run(String input, String output, JobRunner.Mode mode, Copy job) throws IOException {
    PrintStream nowhere =
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    Settings settings =
        Settings.ofTree(
            "test", Settings.treeOf(Map.of("input", input, "output", output, "seed", 1)));
    new JobRunner(LocalSpark::session, hadoop, Console.to(nowhere)).run(job, settings, mode);
  }

  /** Every file and folder with what it holds; locks of this test's other thread excepted. */
  private Map<String, String> content() throws IOException {
    Map<String, String> content = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.toList()) {
        String text =
            Files.isRegularFile(path) ? Files.readString(path, StandardCharsets.ISO_8859_1) : "";
        content.put(folder.relativize(path).toString(), text);
      }
    }

    return content;
  }

  private List<String> names(String output) throws IOException {
    try (Stream<Path> paths = Files.list(folder.resolve(output))) {
      return paths
          .map(path -> path.getFileName().toString())
          .filter(n -> !n.endsWith(".crc"))
          .toList();
    }
  }

  /** Writes one small file. */
  private static class Copy implements Job<Copy.Own> {

    private final String name;

    Copy(String name) {
      this.name = name;
    }

    /** No settings of its own. */
    record Own() {}

    @Override
    public String name() {
      return name;
    }

    @Override
    public String description() {
      return "Write one file.";
    }

    @Override
    public Class<Own> settingsType() {
      return Own.class;
    }

    @Override
    public List<JobInput> inputs(CommonSettings common, Own own) {
      return List.of(JobInput.raw(common.onlyInput()));
    }

    @Override
    public Outcome run(JobContext context, Own own) throws IOException {
      context.writeText("data/copy.txt", "copied");
      return new Outcome(
          Outcome.Count.of(1, Outcome.Unit.ROWS),
          Outcome.Count.of(1, Outcome.Unit.ROWS),
          Map.of(),
          JsonNodeFactory.instance.objectNode(),
          "copied");
    }
  }
}
