package org.touchstone.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.touchstone.model.program.TensorSpec;

class SafetensorsFileTest {

  @TempDir private Path directory;

  @Test
  void readsTheReferenceCheckpointLocallyAndThroughHadoop() throws IOException {
    Path file = ArtifactFixtures.GOLDEN_LLAMA.resolve("model.safetensors");
    JsonNode norms = ArtifactFixtures.golden().get("param_l2");
    try (SafetensorsFile local = SafetensorsFile.open(file);
        SafetensorsFile qualified =
            SafetensorsFile.open(
                FileSystem.getLocal(new Configuration()),
                new org.apache.hadoop.fs.Path(file.toUri()));
        SafetensorsFile remote = SafetensorsFile.open("remote", remote(file))) {
      assertThat(local.tensors())
          .hasSize(norms.size())
          .isEqualTo(qualified.tensors())
          .isEqualTo(remote.tensors());
      for (TensorSpec tensor : local.tensors()) {
        float[] values = read(local, tensor);
        double sum = 0;
        for (float value : values) {
          sum += (double) value * value;
        }

        double expected = norms.get(tensor.name()).asDouble();
        assertThat(Math.sqrt(sum)).isCloseTo(expected, within(1e-6 * expected));
        assertThat(read(remote, tensor)).containsExactly(values);
      }
    }
  }

  @Test
  void widensHalvesExactly() throws IOException {
    // 1, -2, smallest subnormal, largest, infinity, -0 as binary16; then as bfloat16
    short[] half = {0x3C00, (short) 0xC000, 0x0001, 0x7BFF, 0x7C00, (short) 0x8000};
    short[] brain = {0x3F80, (short) 0xC000, 0x0001, 0x7F7F, 0x7F80, (short) 0x8000};
    ByteBuffer payload = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
    for (short value : half) {
      payload.putShort(value);
    }

    for (short value : brain) {
      payload.putShort(value);
    }

    Path file =
        write(
            "{\"h\":{\"dtype\":\"F16\",\"shape\":[6],\"data_offsets\":[0,12]},"
                + "\"b\":{\"dtype\":\"BF16\",\"shape\":[2,3],\"data_offsets\":[12,24]}}",
            payload.array());
    try (SafetensorsFile weights = SafetensorsFile.open(file)) {
      assertThat(read(weights, weights.tensors().get(0)))
          .containsExactly(1f, -2f, 0x1p-24f, 65504f, Float.POSITIVE_INFINITY, -0f);
      assertThat(read(weights, weights.tensors().get(1)))
          .containsExactly(1f, -2f, 0x1p-133f, 0x1.fep127f, Float.POSITIVE_INFINITY, -0f);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,4]}} | found 4 bytes in tensor 'a', allowed is the size of F32 [2]",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}} | beginning at byte 66, allowed is 62",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} | found 4 bytes behind the last tensor",
        "{'a':{'dtype':'Q4','shape':[1],'data_offsets':[0,8]}} | dtype 'Q4' in tensor 'a', allowed are F32",
        "{'a':{'dtype':'F32','shape':[-2],'data_offsets':[0,8]}} | found '-2' in shape in tensor 'a', allowed are whole numbers",
        "{'a':{'dtype':'F32','shape':[461168601842738790],'data_offsets':[0,8]}} | allowed is the size of",
        "{'a':{'dtype':'F32','shape':[2]}} | needed are dtype, shape and data_offsets",
        "[1] | begins with byte 0x5b, allowed is a brace",
        "{'a': | found no JSON at character",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}} | found tensor 'a' twice"
      })
  void refusesHeadersThatDoNotFitTheirPayload(String header, String reason) throws IOException {
    Path file = write(header.replace('\'', '"'), new byte[8]);
    assertThatThrownBy(() -> SafetensorsFile.open(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void refusesAHeaderLongerThanTheFileWithoutAllocatingIt() throws IOException {
    Path file = directory.resolve("claims");
    Files.write(
        file,
        ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(Long.MAX_VALUE).array());
    assertThatThrownBy(() -> SafetensorsFile.open(file))
        .hasMessageContaining("length of 9223372036854775807 in a file of 16");
    Files.write(file, new byte[3]);
    assertThatThrownBy(() -> SafetensorsFile.open(file)).hasMessageContaining("at least 8");
  }

  @Test
  void namesWhatItHoldsWhenAskedForAnotherShape() throws IOException {
    Path file = ArtifactFixtures.GOLDEN_LLAMA.resolve("model.safetensors");
    try (SafetensorsFile weights = SafetensorsFile.open(file)) {
      TensorSpec wrong = TensorSpec.of("score.weight", TensorSpec.Start.ZEROS, 2, 64);
      assertThatThrownBy(() -> weights.read(wrong, 0, new float[1], 1))
          .hasMessageContaining("shape [1, 64]");
    }
  }

  /** A sparse file: 2.2 GB of zeros take no room on the disk. */
  @Test
  void readsATensorBeyondTwoGibibytesInAnyPlaceByValueAndAsBytes() throws IOException {
    long values = 550_000_000;
    Path file =
        write(
            "{\"w\":{\"dtype\":\"F32\",\"shape\":[%d],\"data_offsets\":[0,%d]}}"
                .formatted(values, 4 * values),
            new byte[0]);
    long payload = Files.size(file);
    long[] places = {0, (1L << 28) - payload / 4, 1L << 28, (1L << 29) + 7, values - 1};
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      for (long place : places) {
        ByteBuffer value = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
        channel.write(value.putFloat(0, place % 1000 + 1), payload + 4 * place);
      }
    }

    try (SafetensorsFile local = SafetensorsFile.open(file);
        SafetensorsFile remote = SafetensorsFile.open("remote", remote(file))) {
      for (SafetensorsFile weights : new SafetensorsFile[] {local, remote}) {
        TensorSpec tensor = weights.tensors().get(0);
        SafetensorsEntry entry = weights.entries().values().iterator().next();
        for (long place : places) {
          float[] target = new float[1];
          weights.read(tensor, place, target, 1);
          assertThat(target[0]).isEqualTo(place % 1000 + 1);
          assertThat(weights.bytes(entry, 4 * place, 4).getFloat()).isEqualTo(target[0]);
        }

        ByteBuffer across = weights.bytes(entry, (1 << 30) - (8 << 20), 16 << 20);
        assertThat(across.getFloat(across.position() + (8 << 20))).isEqualTo(457f);
        assertThatThrownBy(() -> weights.read(tensor, values - 1, new float[2], 2))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("it has 2200000000");
      }
    }
  }

  @Test
  void refusesToReadOtherTypesAsFloats() throws IOException {
    Path file =
        write(
            "{'m':{'dtype':'U8','shape':[4],'data_offsets':[0,4]}}".replace('\'', '"'),
            new byte[4]);
    try (SafetensorsFile weights = SafetensorsFile.open(file)) {
      assertThat(weights.tensors()).isEmpty();
      SafetensorsEntry mask = weights.entries().values().iterator().next();
      assertThatThrownBy(() -> weights.read(mask, 0, new float[4], 0, 4))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("it is U8, allowed are F32, BF16 and F16");
    }
  }

  @Test
  void saysSoWhenTheFileIsCutWhileItIsRead() throws IOException {
    Path file =
        write(
            "{'w':{'dtype':'F32','shape':[4],'data_offsets':[0,16]}}".replace('\'', '"'),
            new byte[16]);
    try (SafetensorsFile weights = SafetensorsFile.open(file)) {
      Files.write(file, new byte[70]);
      assertThatThrownBy(() -> weights.read(weights.tensors().get(0), 0, new float[4], 4))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("the file was cut to 70 bytes since it was opened");
    }
  }

  @Test
  void fillsFirstWeightsAsAFunctionOfSeedNameAndIndexAlone() throws IOException {
    TensorSpec tensor = TensorSpec.of("w", TensorSpec.Start.normal(0.5), 100, 1000);
    InitialWeights weights = new InitialWeights(3);
    float[] all = new float[100_000];
    weights.read(tensor, 0, all, all.length);
    float[] part = new float[10];
    weights.read(tensor, 4321, part, 10);
    assertThat(part).containsExactly(java.util.Arrays.copyOfRange(all, 4321, 4331));
    double sum = 0;
    double squares = 0;
    for (float value : all) {
      sum += value;
      squares += (double) value * value;
    }

    // five standard errors: 0.5 / sqrt(n) of the mean, 0.5 / sqrt(2 n) of the deviation
    assertThat(sum / all.length).isCloseTo(0, within(5 * 0.5 / Math.sqrt(1e5)));
    assertThat(Math.sqrt(squares / all.length)).isCloseTo(0.5, within(5 * 0.5 / Math.sqrt(2e5)));
    float[] other = new float[10];
    new InitialWeights(4).read(tensor, 4321, other, 10);
    assertThat(other).isNotEqualTo(part);
  }

  private static ByteSource remote(Path file) throws IOException {
    return new HadoopFile(
        FileSystem.getLocal(new Configuration()).open(new org.apache.hadoop.fs.Path(file.toUri())),
        Files.size(file));
  }

  private Path write(String header, byte[] payload) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer file =
        ByteBuffer.allocate(8 + json.length + payload.length).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(json.length).put(json).put(payload);
    Path path = directory.resolve("model.safetensors");
    Files.write(path, file.array());
    return path;
  }

  private static float[] read(SafetensorsFile file, TensorSpec tensor) throws IOException {
    float[] values = new float[(int) tensor.elements()];
    file.read(tensor, 0, values, values.length);
    return values;
  }
}
