package org.touchstone.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.util.Progressable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobOutputTest {

  @TempDir java.nio.file.Path folder;

  private final Configuration configuration = new Configuration();

  @BeforeEach
  void useTheFailingFileSystem() {
    configuration.setClass(
        "fs.file.impl", FailingFileSystem.class, org.apache.hadoop.fs.FileSystem.class);
    configuration.setBoolean("fs.file.impl.disable.cache", true);
    FailingFileSystem.writesLeft = Integer.MAX_VALUE;
  }

  @Test
  void publishesDataAndThenTheManifest() throws IOException {
    JobOutput output = JobOutput.at(configuration, folder.resolve("out").toString());

    run(output, "first", "one", "two");

    Manifest manifest = output.requireComplete();
    assertThat(manifest.job()).isEqualTo("first");
    assertThat(manifest.files())
        .containsExactly(
            new Manifest.PublishedFile("data/part-0", 3),
            new Manifest.PublishedFile("data/part-1", 3));
    try (Stream<java.nio.file.Path> left = Files.list(folder.resolve("out"))) {
      assertThat(left.map(p -> p.getFileName().toString()).filter(n -> !n.endsWith(".crc")))
          .containsExactlyInAnyOrder("data", "manifest.json");
    }
  }

  /** Dies at the first, second, ... change of the file system, until one run comes through. */
  @Test
  void killedAtAnyWriteTheOutputIsTheOldOneOrNoneAndTheNextRunSucceeds() throws IOException {
    int died = 0;
    for (int allowed = 0; ; allowed++) {
      FailingFileSystem.writesLeft = Integer.MAX_VALUE;
      String path = folder.resolve("out-" + allowed).toString();
      run(JobOutput.at(configuration, path), "old", "old");

      FailingFileSystem.writesLeft = allowed;
      boolean survived = survives(() -> run(JobOutput.at(configuration, path), "new", "a", "b"));
      FailingFileSystem.writesLeft = Integer.MAX_VALUE;

      JobOutput after = JobOutput.at(configuration, path);
      Optional<Manifest> manifest = after.manifest();
      if (manifest.isPresent()) {
        assertThat(after.requireComplete().files())
            .hasSize(manifest.get().job().equals("old") ? 1 : 2);
      } else {
        assertThatThrownBy(after::requireComplete)
            .hasMessageContaining("no job finished writing it");
      }

      run(JobOutput.at(configuration, path), "again", "c");
      assertThat(JobOutput.at(configuration, path).requireComplete().files()).hasSize(1);
      if (survived) {
        assertThat(manifest).map(Manifest::job).contains("new");
        break;
      }

      died++;
    }

    assertThat(died).as("points at which a write could fail").isGreaterThan(8);
  }

  @Test
  void anInputWithoutManifestIsRefusedByName() throws IOException {
    Files.createDirectories(folder.resolve("half/data"));

    assertThatThrownBy(
            () -> JobOutput.at(configuration, folder.resolve("half").toString()).requireComplete())
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("half: it has no manifest.json");
  }

  @Test
  void anInputWithAShortenedFileIsRefusedByName() throws IOException {
    java.nio.file.Path out = folder.resolve("out");
    run(JobOutput.at(configuration, out.toString()), "first", "one");
    Files.writeString(out.resolve("data/part-0"), "on");

    assertThatThrownBy(() -> JobOutput.at(configuration, out.toString()).requireComplete())
        .hasMessageEndingWith("data/part-0 has 2 bytes, its manifest says 3");
  }

  @Test
  void theFingerprintIgnoresTheOrderOfKeysAndNothingElse() {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    List<Manifest.Input> inputs = List.of(new Manifest.Input("in", "d1"));
    String ab = Fingerprint.of("j", nodes.objectNode().put("a", 1).put("b", 2), inputs);

    assertThat(Fingerprint.of("j", nodes.objectNode().put("b", 2).put("a", 1), inputs))
        .isEqualTo(ab);
    assertThat(Fingerprint.of("j", nodes.objectNode().put("a", 2).put("b", 1), inputs))
        .isNotEqualTo(ab);
    assertThat(
            Fingerprint.of(
                "j",
                nodes.objectNode().put("a", 1).put("b", 2),
                List.of(new Manifest.Input("in", "d2"))))
        .isNotEqualTo(ab);
  }

  private void run(JobOutput output, String job, String... parts) throws IOException {
    Path staging = output.newStaging();
    for (int i = 0; i < parts.length; i++) {
      Path file = new Path(staging, "data/part-" + i);
      try (FSDataOutputStream out = file.getFileSystem(configuration).create(file)) {
        out.writeBytes(parts[i]);
      }
    }

    output.publish(
        staging,
        new Manifest(
            Manifest.FORMAT,
            job,
            "f".repeat(64),
            JsonNodeFactory.instance.objectNode(),
            List.of(),
            1,
            1,
            Map.of(),
            JsonNodeFactory.instance.objectNode(),
            List.of(),
            "test",
            0,
            "2026-01-01T00:00:00Z",
            0,
            Map.of()));
  }

  private static boolean survives(Attempt attempt) throws IOException {
    try {
      attempt.run();
      return true;
    } catch (FailingFileSystem.Killed e) {
      return false;
    }
  }

  private interface Attempt {
    void run() throws IOException;
  }

  /** A local file system that dies after so many changes. */
  public static final class FailingFileSystem extends RawLocalFileSystem {

    static int writesLeft;

    @Override
    public boolean mkdirs(Path path) throws IOException {
      spend();
      return super.mkdirs(path);
    }

    @Override
    public FSDataOutputStream create(
        Path path,
        boolean overwrite,
        int bufferSize,
        short replication,
        long blockSize,
        Progressable progress)
        throws IOException {
      spend();
      return super.create(path, overwrite, bufferSize, replication, blockSize, progress);
    }

    @Override
    public boolean rename(Path from, Path to) throws IOException {
      spend();
      return super.rename(from, to);
    }

    @Override
    public boolean delete(Path path, boolean recursive) throws IOException {
      spend();
      return super.delete(path, recursive);
    }

    private static void spend() {
      if (writesLeft-- <= 0) {
        throw new Killed();
      }
    }

    static final class Killed extends UncheckedIOException {
      private static final long serialVersionUID = 1L;

      Killed() {
        super(new IOException("killed"));
      }
    }
  }
}
