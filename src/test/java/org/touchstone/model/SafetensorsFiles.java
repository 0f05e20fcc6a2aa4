package org.touchstone.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Well formed and malformed files, against what the reference reader makes of them. */
public abstract class SafetensorsFiles {

  private static final Path DIRECTORY = Golden.directory("_bad_safetensors");
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final long MAX_ALLOCATED_BYTES = 32L << 20;
  private static final int COMPARED = 4;

  public static Stream<Named<JsonNode>> files() throws IOException {
    if (!Files.exists(DIRECTORY)) {
      return Stream.empty();
    }

    JsonNode index = new JsonMapper().readTree(DIRECTORY.resolve("index.json").toFile());
    return StreamSupport.stream(index.get("files").spliterator(), false)
        .map(file -> Named.of(file.get("file").asText(), file));
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("files")
  public void readsWhatIsWellFormedAndRefusesTheRestInOneSentence(JsonNode file) {
    Path path = DIRECTORY.resolve(file.get("file").asText());
    String expected = file.get("expect").asText();
    String refusal = assertTimeoutPreemptively(LIMIT, () -> refusal(path, file));
    if (!expected.equals("either")) {
      assertThat(refusal.isEmpty()).as(refusal).isEqualTo(expected.equals("ok"));
    }
  }

  private static String refusal(Path path, JsonNode file) throws IOException {
    long before = allocatedBytes();
    try (SafetensorsFile weights = SafetensorsFile.open(path)) {
      assertThat(allocatedBytes() - before).isLessThan(MAX_ALLOCATED_BYTES);
      compare(weights, file);
      return "";
    } catch (IOException e) {
      assertThat(allocatedBytes() - before).isLessThan(MAX_ALLOCATED_BYTES);
      assertThat(e.getMessage())
          .startsWith("Cannot read " + path + " as safetensors: found ")
          .containsPattern("allowed|needed")
          .doesNotContain("\n");
      return String.valueOf(e.getMessage());
    }
  }

  private static void compare(SafetensorsFile weights, JsonNode file) throws IOException {
    JsonNode reference = file.path("reference_reader");
    if (!file.get("expect").asText().equals("ok") || !reference.has("tensors")) {
      return;
    }

    List<String> names = new ArrayList<>();
    reference.get("tensors").fieldNames().forEachRemaining(names::add);
    assertThat(weights.entries()).containsOnlyKeys(names);
    for (SafetensorsEntry entry : weights.entries().values()) {
      String name = entry.name();
      List<Long> shape = new ArrayList<>();
      reference.get("tensors").get(name).forEach(size -> shape.add(size.asLong()));
      assertThat(entry.shape()).isEqualTo(shape);
      assertThat(word(entry.type())).isEqualTo(reference.get("dtypes").get(name).asText());
      if (reference.path("sums").has(name)) {
        compare(values(weights, entry), reference, name);
      }
    }
  }

  private static void compare(double[] values, JsonNode reference, String name) {
    JsonNode first = reference.get("first_values").get(name);
    assertThat(first.size()).isEqualTo(Math.min(COMPARED, values.length));
    double sum = 0;
    double magnitude = 0;
    for (int i = 0; i < values.length; i++) {
      sum += values[i];
      magnitude += Math.abs(values[i]);
      if (i < COMPARED) {
        assertThat(values[i]).as(name).isEqualTo(first.get(i).asDouble());
      }
    }

    double expected = reference.get("sums").get(name).asDouble();
    if (Double.isFinite(expected)) {
      assertThat(sum).as(name).isCloseTo(expected, within(1e-12 * magnitude));
    }
  }

  private static double[] values(SafetensorsFile weights, SafetensorsEntry entry)
      throws IOException {
    double[] values = new double[(int) entry.elements()];
    if (entry.type().parameters().isPresent()) {
      float[] floats = new float[values.length];
      weights.read(entry, 0, floats, 0, floats.length);
      for (int i = 0; i < floats.length; i++) {
        values[i] = floats[i];
      }

      return values;
    }

    int width = entry.type().bytes();
    ByteBuffer bytes = weights.bytes(entry, 0, values.length * width);
    for (int i = 0; i < values.length; i++) {
      values[i] = value(bytes, bytes.position() + i * width, entry.type());
    }

    return values;
  }

  private static double value(ByteBuffer bytes, int at, SafetensorsType type) {
    return switch (type) {
      case F64 -> bytes.getDouble(at);
      case I64, U64 -> bytes.getLong(at);
      case I32 -> bytes.getInt(at);
      case U32 -> Integer.toUnsignedLong(bytes.getInt(at));
      case I16 -> bytes.getShort(at);
      case U16 -> Short.toUnsignedInt(bytes.getShort(at));
      case I8 -> bytes.get(at);
      case U8, BOOL -> Byte.toUnsignedInt(bytes.get(at));
      case F8_E4M3, F8_E5M2, F32, F16, BF16 ->
          throw new IllegalArgumentException("Cannot decode %s in this test".formatted(type));
    };
  }

  private static String word(SafetensorsType type) {
    return switch (type) {
      case F64 -> "float64";
      case F32 -> "float32";
      case F16 -> "float16";
      case BF16 -> "bfloat16";
      case I64 -> "int64";
      case I32 -> "int32";
      case I16 -> "int16";
      case I8 -> "int8";
      case U64 -> "uint64";
      case U32 -> "uint32";
      case U16 -> "uint16";
      case U8 -> "uint8";
      case BOOL -> "bool";
      case F8_E4M3 -> "float8_e4m3fn";
      case F8_E5M2 -> "float8_e5m2";
    };
  }

  private static long allocatedBytes() {
    return ManagementFactory.getThreadMXBean() instanceof com.sun.management.ThreadMXBean threads
        ? threads.getThreadAllocatedBytes(Thread.currentThread().getId())
        : 0;
  }
}
