package org.touchstone.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.touchstone.artifact.ArtifactException;
import org.touchstone.train.FlatVector;
import org.touchstone.train.LossSettings;
import org.touchstone.train.OptimizerSettings;
import org.touchstone.train.OptimizerState;
import org.touchstone.train.Recomputation;
import org.touchstone.train.TrainingSettings;
import org.touchstone.train.TrainingState;

class CheckpointFolderTest {

  private static final TrainingSettings SETTINGS =
      new TrainingSettings(
          1,
          8,
          512,
          4,
          OptimizerSettings.usual(1e-3),
          LossSettings.BRADLEY_TERRY,
          Recomputation.NONE);

  @TempDir Path temporary;
  private Path folder;
  private FileSystem local;

  @BeforeEach
  void openTheDisk() throws IOException {
    folder = temporary.resolve("checkpoints");
    local = FileSystem.newInstanceLocal(new Configuration()).getRawFileSystem();
  }

  @Test
  void aFolderThatIsNotThereBeginsARun() throws IOException {
    assertThat(on(local, 3).latest()).isEmpty();
  }

  @Test
  void returnsTheNewestStateBitForBit() throws IOException {
    CheckpointFolder checkpoints = on(local, 3);
    checkpoints.save(state(1));
    checkpoints.save(state(2));

    assertSame(on(local, 3), 2);
  }

  @Test
  void keepsTheLastOnesOfThePolicy() throws IOException {
    CheckpointFolder checkpoints = on(local, 2);
    for (int step = 1; step <= 5; step++) {
      checkpoints.save(state(step));
    }

    assertThat(rounds()).containsExactly("round-000000004", "round-000000005");
  }

  @Test
  void aFolderThatAKilledWriterLeftIsPassedOver() throws IOException {
    on(local, 3).save(state(1));
    Files.createDirectories(folder.resolve("round-000000002"));
    Files.writeString(folder.resolve("round-000000002/parameters"), "half");
    Files.writeString(folder.resolve("round-000000002/_state.json"), "{");

    assertSame(on(local, 3), 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"parameters", "first-moments", "second-moments", "best-parameters", "state.json"})
  void aChangedFileIsNamedAndTheCheckpointBeforeIsUsed(String file) throws IOException {
    on(local, 3).save(state(1));
    on(local, 3).save(state(2));
    Path changed = folder.resolve("round-000000002").resolve(file);
    byte[] whole = Files.readAllBytes(changed);

    byte[] flipped = whole.clone();
    flipped[flipped.length / 2] ^= 0x10;
    Files.write(changed, flipped);
    assertSame(on(local, 3), 1);

    Files.write(changed, Arrays.copyOf(whole, whole.length / 2));
    assertSame(on(local, 3), 1);

    Files.delete(changed);
    assertSame(on(local, 3), 1);
  }

  @Test
  void onlyCorruptCheckpointsFailAndStay() throws IOException {
    on(local, 3).save(state(1));
    Files.writeString(folder.resolve("round-000000001/parameters"), "other");

    assertThatThrownBy(() -> on(local, 3).latest())
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("no checkpoint in it can be used: ")
        .hasMessageContaining("round-000000001 has a changed file parameters: 5 bytes");
    assertThat(rounds()).containsExactly("round-000000001");
  }

  @Test
  void anEditedStateIsCorrupt() throws IOException {
    on(local, 3).save(state(1));
    Path state = folder.resolve("round-000000001/state.json");
    Files.writeString(state, Files.readString(state).replace("\"step\":1,", "\"step\":2,"));

    assertThatThrownBy(() -> on(local, 3).latest())
        .hasMessageContaining("round-000000001 has a changed state.json; remove the folder");
  }

  @Test
  void anotherVersionOfTheFormatIsNamed() throws IOException {
    on(local, 3).save(state(1));
    Path state = folder.resolve("round-000000001/state.json");
    Files.writeString(
        state,
        Files.readString(state).replace(CheckpointFormat.VERSION, "touchstone-checkpoint/9"));

    assertThatThrownBy(() -> on(local, 3).latest())
        .hasMessageContaining("has the format \"touchstone-checkpoint/9\", this version reads");
  }

  /** The run goes on from the one before, and must not lose what it then saves. */
  @Test
  void aCorruptCheckpointOfALaterStepCostsNoNewerOne() throws IOException {
    on(local, 1).save(state(1));
    on(local, 2).save(state(9));
    Files.writeString(folder.resolve("round-000000009/parameters"), "other");
    CheckpointFolder resumed = on(local, 1);
    assertSame(resumed, 1);
    resumed.save(state(4));

    assertSame(on(local, 1), 4);
    assertThat(rounds()).containsExactly("round-000000004", "round-000000009");
  }

  @Test
  void aStoreThatFailsEveryThirdCallLosesNothing() throws IOException {
    FileSystem flaky = new FailingStore(local, 3);
    for (int step = 1; step <= 6; step++) {
      CheckpointFolder checkpoints = on(flaky, 2);
      assertThat(checkpoints.latest().map(TrainingState::step).orElse(0)).isEqualTo(step - 1);
      checkpoints.save(state(step));
    }

    assertSame(on(local, 2), 6);
    assertThat(rounds()).containsExactly("round-000000005", "round-000000006");
  }

  /** It would train from the start, and remove the good ones when it saves. */
  @Test
  void aStoreThatDoesNotAnswerIsNotTakenForAnEmptyOne() throws IOException {
    on(local, 3).save(state(7));

    assertThatThrownBy(() -> on(new FailingStore(local, 1), 3).latest())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("its storage failed again and again (busy); nothing was deleted");
    assertThatThrownBy(() -> on(new FailingStore(local, 1), 3).save(state(8)))
        .hasMessageContaining("Cannot save a checkpoint in")
        .hasMessageContaining("those before it are kept");
    assertSame(on(local, 3), 7);
  }

  private CheckpointFolder on(FileSystem files, int kept) {
    return new CheckpointFolder(
        files,
        new org.apache.hadoop.fs.Path(folder.toUri()),
        new CheckpointPolicy(Duration.ZERO, kept),
        SETTINGS,
        new RetryingFiles(Duration.ofMillis(1)));
  }

  private static void assertSame(CheckpointFolder checkpoints, int step) throws IOException {
    TrainingState found = checkpoints.latest().orElseThrow();
    TrainingState expected = state(step);
    assertThat(found.step()).isEqualTo(step);
    assertThat(found.parameters()).isEqualTo(expected.parameters());
    assertThat(found.bestParameters()).isEqualTo(expected.bestParameters());
    assertThat(found.moments().means()).isEqualTo(expected.moments().means());
    assertThat(found.moments().squares()).isEqualTo(expected.moments().squares());
    assertThat(found.moments().steps()).isEqualTo(expected.moments().steps());
    assertThat(found).usingRecursiveComparison().isEqualTo(expected);
  }

  private static TrainingState state(int step) {
    return new TrainingState(
        step,
        2,
        step,
        10L * step,
        100L * step,
        FlatVector.of(step, -1.5f, Float.MIN_VALUE),
        new OptimizerState(FlatVector.of(step, 2, 3), FlatVector.of(4, 5, step), step),
        FlatVector.of(-step, 0.1f, 7),
        null);
  }

  private List<String> rounds() throws IOException {
    try (Stream<Path> names = Files.list(folder)) {
      return names.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  /** A store of which every n-th call fails. */
  private static final class FailingStore extends FilterFileSystem {

    private final int every;
    private int calls;

    FailingStore(FileSystem files, int every) {
      super(files);
      this.every = every;
    }

    private void call() throws IOException {
      calls++;
      if (calls % every == 0) {
        throw new IOException("busy");
      }
    }

    @Override
    public FSDataInputStream open(org.apache.hadoop.fs.Path file, int buffer) throws IOException {
      call();
      return super.open(file, buffer);
    }

    @Override
    public FSDataOutputStream create(
        org.apache.hadoop.fs.Path file,
        FsPermission permission,
        boolean overwrite,
        int buffer,
        short replication,
        long block,
        Progressable progress)
        throws IOException {
      call();
      return super.create(file, permission, overwrite, buffer, replication, block, progress);
    }

    @Override
    public FileStatus[] listStatus(org.apache.hadoop.fs.Path path)
        throws FileNotFoundException, IOException {
      call();
      return super.listStatus(path);
    }

    @Override
    public FileStatus getFileStatus(org.apache.hadoop.fs.Path path) throws IOException {
      call();
      return super.getFileStatus(path);
    }

    @Override
    public boolean delete(org.apache.hadoop.fs.Path path, boolean recursive) throws IOException {
      call();
      return super.delete(path, recursive);
    }

    @Override
    public boolean rename(org.apache.hadoop.fs.Path from, org.apache.hadoop.fs.Path to)
        throws IOException {
      call();
      return super.rename(from, to);
    }
  }
}
