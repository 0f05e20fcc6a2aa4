package org.touchstone.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies of a folder, looked at as several processes of one machine would. */
class LocalCopiesTest {

  @TempDir private Path directory;
  private Path source;
  private Path disk;
  private FileSystem files;

  @BeforeEach
  void write() throws IOException {
    source = Files.createDirectories(directory.resolve("model"));
    disk = Files.createDirectories(directory.resolve("disk"));
    Files.createDirectories(source.resolve("adapter"));
    Files.writeString(source.resolve("config.json"), "{}");
    Files.writeString(source.resolve("adapter/adapter_config.json"), "[]");
    files = new RawLocalFileSystem();
    files.initialize(source.toUri(), new Configuration());
  }

  @Test
  void copiesOnceForAMachine() throws IOException {
    Path copy = once();
    assertThat(copy.resolve("config.json")).hasContent("{}");
    assertThat(copy.resolve("adapter/adapter_config.json")).hasContent("[]");
    assertThat(once()).isEqualTo(copy);
  }

  @Test
  void copiesAgainWhatWasChangedAndLeavesTheFirstCopyToItsReaders() throws IOException {
    Path copy = once();
    Files.writeString(source.resolve("config.json"), "another model");
    Path second = once();
    assertThat(second).isNotEqualTo(copy);
    assertThat(second.resolve("config.json")).hasContent("another model");
    assertThat(copy.resolve("config.json")).hasContent("{}");
  }

  @Test
  void doesNotTrustWhatADeadProcessLeft() throws IOException {
    Path copy = once();
    Path part = copy.resolveSibling(copy.getFileName() + ".part");
    Files.move(copy, part);
    Files.delete(part.resolve("config.json"));
    Files.writeString(part.resolve("junk"), "half a file");
    once();
    assertThat(copy.resolve("config.json")).hasContent("{}");
    assertThat(copy.resolve("junk")).doesNotExist();
    assertThat(part).doesNotExist();
  }

  @Test
  void takesTheFirstDiskThatIsThere() {
    assertThat(LocalCopies.sharedDisk(Map.of())).isEmpty();
    assertThat(LocalCopies.sharedDisk(Map.of("LOCAL_DIRS", "/no/such/disk"))).isEmpty();
    for (String name : List.of("SPARK_EXECUTOR_DIRS", "LOCAL_DIRS")) {
      for (String rest : List.of("", ":/other", ",/other")) {
        assertThat(LocalCopies.sharedDisk(Map.of(name, disk + rest))).contains(disk);
      }
    }
  }

  @Test
  void usesLocalFoldersAsTheyAre() throws IOException {
    assertThat(LocalCopies.of(new Configuration(), source.toString())).isEqualTo(source);
    assertThatThrownBy(() -> LocalCopies.of(new Configuration(), source + "-not"))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessageContaining("no such folder");
  }

  private Path once() throws IOException {
    org.apache.hadoop.fs.Path folder = new org.apache.hadoop.fs.Path(source.toUri());
    return LocalCopies.once(files, folder, LocalCopies.state(files, folder), disk);
  }
}
