package org.touchstone.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.touchstone.model.program.TensorSpec;

class CheckpointTest {

  private static final String SECOND = "model-00002-of-00003.safetensors";
  private static final String THIRD = "model-00003-of-00003.safetensors";

  @TempDir private Path directory;

  @BeforeEach
  void copyTheShardedCheckpoint() throws IOException {
    try (Stream<Path> files = Files.list(Golden.directory("llama_sharded"))) {
      for (Path file : files.toList()) {
        Files.copy(file, directory.resolve(String.valueOf(file.getFileName())));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama_sharded", "llama", "qwen2_bf16", "gpt_neox_fp16"})
  void readsTheNormsOfTheReference(String name) throws IOException {
    JsonNode norms =
        new JsonMapper()
            .readTree(Golden.directory(name).resolve("golden.json").toFile())
            .get("param_l2");
    try (Checkpoint local = Checkpoint.open(Golden.directory(name));
        Checkpoint hadoop =
            Checkpoint.open(
                FileSystem.getLocal(new Configuration()),
                new org.apache.hadoop.fs.Path(Golden.directory(name).toAbsolutePath().toUri()))) {
      assertThat(local.tensors()).hasSize(norms.size()).isEqualTo(hadoop.tensors());
      for (TensorSpec tensor : local.tensors()) {
        double expected = norms.get(tensor.name()).asDouble();
        assertThat(norm(read(local, tensor)))
            .as(tensor.name())
            .isCloseTo(expected, within(1e-6 * expected));
        assertThat(read(hadoop, tensor)).containsExactly(read(local, tensor));
      }
    }
  }

  @Test
  void handsOutShardsLikeOneFileAndTheirBytes() throws IOException {
    try (Checkpoint sharded = Checkpoint.open(directory);
        Checkpoint whole = Checkpoint.open(Golden.directory("llama"))) {
      assertThat(sharded.entries().keySet())
          .containsExactlyInAnyOrderElementsOf(whole.entries().keySet());
      for (TensorSpec tensor : whole.tensors()) {
        assertThat(read(sharded, tensor)).containsExactly(read(whole, tensor));
      }

      for (SafetensorsEntry entry : sharded.entries().values()) {
        float[] value = new float[1];
        sharded.read(entry, entry.elements() - 1, value, 0, 1);
        ByteBuffer bytes = sharded.bytes(entry, 4 * (entry.elements() - 1), 4);
        assertThat(bytes.isReadOnly()).isTrue();
        assertThat(bytes.getFloat()).isEqualTo(value[0]);
      }

      assertThatThrownBy(
              () -> sharded.read(TensorSpec.of("x", TensorSpec.Start.ZEROS, 1), 0, new float[1], 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("Cannot read tensor x from " + directory);
    }
  }

  @Test
  void refusesAMissingShard() throws IOException {
    Files.delete(directory.resolve(SECOND));
    refuses("found no " + SECOND + ", which the index names; needed are all its shards");
  }

  @Test
  void refusesATensorInTwoShards() throws IOException {
    Files.copy(
        directory.resolve(SECOND), directory.resolve(THIRD), StandardCopyOption.REPLACE_EXISTING);
    refuses("in " + SECOND + " and in " + THIRD + ", allowed is one shard");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'score.weight': 'model-00003 | 'score.weight': 'model-00002 | found tensor 'score.weight'"
            + " in model-00003-of-00003.safetensors, allowed is model-00002",
        "'score.weight' | 'other.weight' | allowed is no such tensor, as the index says",
        "'weight_map': { | 'weight_map': {'new': 'model-00003-of-00003.safetensors', | found no"
            + " tensor 'new' in model-00003",
        "'score.weight': ' | 'score.weight': '../ | allowed is a file name of the directory",
        "'score.weight': ' | 'score.weight': '..\\\\ | allowed is a file name of the directory",
        "'score.weight': ' | 'score.weight': '/etc/ | allowed is a file name of the directory",
        "'score.weight': ' | 'score.weight': 1, 'a': ' | found no file name for 'score.weight'",
        "'weight_map': { | 'weight_map': [], 'weight_map': { | found no object as weight_map",
        "'weight_map': { | 'weight_map': {'model.norm.weight': 'a.safetensors', | found tensor"
            + " 'model.norm.weight' twice",
        "'weight_map' | 'weights' | found no tensors",
        "'metadata': { | 'metadata': [ | found no JSON at character"
      })
  void refusesAnIndexThatDoesNotFitItsShards(String old, String other, String reason)
      throws IOException {
    Path index = directory.resolve(CheckpointFiles.INDEX);
    String before = Files.readString(index);
    String after = before.replace(old.replace('\'', '"'), other.replace('\'', '"'));
    assertThat(after).isNotEqualTo(before);
    Files.writeString(index, after);
    refuses(reason);
  }

  @Test
  void refusesPickleFilesAndEmptyDirectories() throws IOException {
    Path pickles = Files.createDirectory(directory.resolve("pickles"));
    assertThatThrownBy(() -> Checkpoint.open(pickles))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("found neither model.safetensors nor");
    for (String name : List.of("pytorch_model.bin", "last.ckpt", "config.json")) {
      Files.write(pickles.resolve(name), new byte[4]);
    }

    assertThatThrownBy(() -> Checkpoint.open(pickles))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "Cannot open checkpoint %s: found only last.ckpt, pytorch_model.bin, and pickle files"
                    .formatted(pickles)
                + " run code when they are opened; allowed is safetensors");
    assertThatThrownBy(() -> Checkpoint.open(directory.resolve("absent")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("there is no such directory");
  }

  private void refuses(String reason) {
    assertThatThrownBy(() -> Checkpoint.open(directory))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("Cannot open checkpoint %s: found ".formatted(directory))
        .hasMessageContaining(reason);
  }

  private static double norm(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += (double) value * value;
    }

    return Math.sqrt(sum);
  }

  private static float[] read(Checkpoint checkpoint, TensorSpec tensor) throws IOException {
    float[] values = new float[(int) tensor.elements()];
    checkpoint.read(tensor, 0, values, values.length);
    return values;
  }
}
