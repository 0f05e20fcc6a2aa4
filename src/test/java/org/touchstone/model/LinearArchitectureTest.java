package org.touchstone.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.touchstone.model.program.LinearArchitecture;
import org.touchstone.model.program.LinearArchitecture.Damping;
import org.touchstone.model.program.TokenSpace;

@Tag("native")
class LinearArchitectureTest {

  private static final int BUCKETS = 97;
  private static final TokenSpace TOKENS = new TokenSpace(40, 0, 64);

  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource(Damping.class)
  void sumsTheDampedCountsOfHashedUnigramsAndBigrams(Damping damping) throws IOException {
    float[] weights = new float[BUCKETS];
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < BUCKETS; i++) {
      weights[i] = (float) random.nextDouble(-1, 1);
    }

    int[][] rows = new int[20][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = random.ints(1 + random.nextInt(64), 1, 40).toArray();
    }

    try (RewardModel model = RewardModel.open(write(damping, weights))) {
      float[] rewards = model.rewards(rows);
      for (int i = 0; i < rows.length; i++) {
        assertThat((double) rewards[i])
            .isCloseTo(bruteForce(rows[i], weights, damping), within(1e-5));
      }
    }
  }

  @Test
  void startsAtZeroSoThatTheFirstLossIsLnTwo() throws IOException {
    LinearArchitecture architecture = new LinearArchitecture(BUCKETS, Damping.SQUARE_ROOT);
    Path artifact = ArtifactFixtures.untrained(directory, architecture, TOKENS);
    try (RewardModel model = RewardModel.open(artifact)) {
      assertThat(model.rewards(new int[][] {{3, 4, 5}, {6}})).containsExactly(0f, 0f);
    }
  }

  @Test
  void refusesBucketsThatNoIndexReaches() {
    assertThatThrownBy(() -> new LinearArchitecture(0, Damping.COUNT))
        .hasMessageContaining("buckets is 0");
  }

  private Path write(Damping damping, float[] weights) throws IOException {
    Files.writeString(directory.resolve("tokenizer.json"), "{}");
    Files.writeString(directory.resolve("tokenizer_config.json"), "{}");
    Path artifact = directory.resolve("artifact");
    RewardModelArtifact.write(
        artifact,
        ArtifactDescription.untrained(
            new LinearArchitecture(BUCKETS, damping), TOKENS, 32, Map.of(), 1),
        (tensor, from, target, count) -> System.arraycopy(weights, (int) from, target, 0, count),
        directory,
        Map.of());
    return artifact;
  }

  private static double bruteForce(int[] ids, float[] weights, Damping damping) {
    Map<Integer, Integer> counts = new HashMap<>();
    for (int i = 0; i < ids.length; i++) {
      long single = mix(ids[i] + 1);
      counts.merge((int) (single % BUCKETS), 1, Integer::sum);
      if (i > 0) {
        long pair = mix((mix(ids[i - 1] + 1) * 31 + single) & 0xFFFFFFFFL);
        counts.merge((int) (pair % BUCKETS), 1, Integer::sum);
      }
    }

    double sum = 0;
    for (Map.Entry<Integer, Integer> feature : counts.entrySet()) {
      int count = feature.getValue();
      double value =
          switch (damping) {
            case COUNT -> count;
            case SQUARE_ROOT -> Math.sqrt(count);
            case LOGARITHM -> Math.log(1 + count);
            case PRESENCE -> 1;
          };
      sum += weights[feature.getKey()] * value;
    }

    return sum;
  }

  /** The finaliser of MurmurHash3 in 32-bit arithmetic. */
  private static long mix(long value) {
    int x = (int) value;
    x = (x ^ (x >>> 16)) * 0x85EBCA6B;
    x = (x ^ (x >>> 13)) * 0xC2B2AE35;
    return (x ^ (x >>> 16)) & 0xFFFFFFFFL;
  }
}
