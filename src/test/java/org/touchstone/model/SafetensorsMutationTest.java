package org.touchstone.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.touchstone.model.program.TensorSpec;

/** Damaged files are refused in a sentence or read consistently: nothing else ever happens. */
class SafetensorsMutationTest {

  private static final int MUTANTS = 1_500;
  private static final Pattern NUMBER = Pattern.compile("\\d+");
  private static final String[] NUMBERS = {
    "0",
    "-1",
    "1",
    "7",
    "2147483648",
    "4294967296",
    "4611686018427387904",
    "9223372036854775807",
    "9223372036854775808",
    "18446744073709551616",
    "1e3",
    "1.0",
    "1e400",
    "01",
    "true",
    "null",
    "[]",
    "\"4\""
  };

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void refusesOrReadsEveryMutant(long seed) throws IOException {
    byte[] whole = Files.readAllBytes(Golden.directory("_bad_safetensors/ok_dtypes.safetensors"));
    SplittableRandom random = new SplittableRandom(seed);
    Path file = directory.resolve("mutant.safetensors");
    int refused = 0;
    for (int i = 0; i < MUTANTS; i++) {
      byte[] mutant = mutate(whole, random);
      Files.write(file, mutant);
      refused += check(file, mutant) ? 0 : 1;
    }

    assertThat(refused).isBetween(MUTANTS / 2, MUTANTS);
  }

  @Test
  void survivesHeadersMadeToExhaust() throws IOException {
    Path file = directory.resolve("hostile.safetensors");
    String[] starts = {"{\"a\":", "{\"a\":{\"shape\":[", "{\"", "{\"a\":{\"dtype\":\"F32\",\"x\":"};
    String[] fillers = {"[", "{\"a\":", "1", "1,", "a", " ", "\"", "\\\"", "\"a\",", "\"a\":{},"};
    for (String start : starts) {
      for (String filler : fillers) {
        byte[] header =
            (start + filler.repeat(20_000_000 / filler.length())).getBytes(StandardCharsets.UTF_8);
        Files.write(file, ofHeader(header, new byte[0]));
        assertThat(check(file, header)).isFalse();
      }
    }
  }

  /** Returns whether it was read; what is read must lie in the file and be all of its payload. */
  private static boolean check(Path file, byte[] mutant) {
    try (SafetensorsFile weights = SafetensorsFile.open(file)) {
      long bytes = 0;
      for (SafetensorsEntry entry : weights.entries().values()) {
        assertThat(weights.bytes(entry, 0, (int) (entry.end() - entry.begin())).remaining())
            .isEqualTo((int) (entry.elements() * entry.type().bytes()));
        bytes += entry.end() - entry.begin();
      }

      long header = ByteBuffer.wrap(mutant).order(ByteOrder.LITTLE_ENDIAN).getLong();
      assertThat(8 + header + bytes).isEqualTo(mutant.length);
      for (TensorSpec tensor : weights.tensors()) {
        weights.read(tensor, 0, new float[(int) tensor.elements()], (int) tensor.elements());
      }

      return true;
    } catch (IOException e) {
      assertThat(e.getMessage())
          .startsWith("Cannot read " + file + " as safetensors: found ")
          .containsPattern("allowed|needed")
          .hasSizeLessThan(1_000)
          .doesNotContain("\n");
      return false;
    }
  }

  private static byte[] mutate(byte[] whole, SplittableRandom random) {
    int header = (int) ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getLong();
    byte[] mutant = whole.clone();
    switch (random.nextInt(5)) {
      case 0 -> mutant[random.nextInt(8 + header)] ^= (byte) (1 << random.nextInt(8));
      case 1 -> mutant = Arrays.copyOf(whole, random.nextInt(whole.length + 20));
      case 2 -> {
        for (int i = 0; i < 4; i++) {
          mutant[8 + random.nextInt(header)] = (byte) random.nextInt(256);
        }
      }
      case 3 -> mutant = ofHeader(withoutStretch(whole, header, random), payload(whole, header));
      default -> mutant = ofHeader(otherNumber(whole, header, random), payload(whole, header));
    }

    return mutant;
  }

  private static byte[] withoutStretch(byte[] whole, int header, SplittableRandom random) {
    String json = new String(whole, 8, header, StandardCharsets.UTF_8);
    int from = random.nextInt(header);
    int to = Math.min(header, from + 1 + random.nextInt(30));
    return (json.substring(0, from) + json.substring(to)).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] otherNumber(byte[] whole, int header, SplittableRandom random) {
    String json = new String(whole, 8, header, StandardCharsets.UTF_8);
    long numbers = NUMBER.matcher(json).results().count();
    int wanted = random.nextInt((int) numbers);
    Matcher matcher = NUMBER.matcher(json);
    for (int i = 0; i <= wanted; i++) {
      matcher.find();
    }

    String other = NUMBERS[random.nextInt(NUMBERS.length)];
    return (json.substring(0, matcher.start()) + other + json.substring(matcher.end()))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] payload(byte[] whole, int header) {
    return Arrays.copyOfRange(whole, 8 + header, whole.length);
  }

  private static byte[] ofHeader(byte[] header, byte[] payload) {
    return ByteBuffer.allocate(8 + header.length + payload.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(header.length)
        .put(header)
        .put(payload)
        .array();
  }
}
