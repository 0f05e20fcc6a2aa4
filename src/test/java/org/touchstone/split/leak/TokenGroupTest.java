package org.touchstone.split.leak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** The bounds and the group of a token against brute force on random sets, without Spark. */
class TokenGroupTest {

  private static final double[] SIMILARITIES = {0.3, 0.5, 0.7, 0.8, 1.0};

  @Test
  void boundsHoldForEverySizeAndOverlap() {
    for (double similarity : SIMILARITIES) {
      JaccardBounds bounds = new JaccardBounds(similarity);
      for (int x = 1; x <= 60; x++) {
        for (int y = x; y <= 60; y++) {
          for (int shared = 0; shared <= x; shared++) {
            boolean similar = (double) shared / (x + y - shared) >= similarity;
            assertThat(shared >= bounds.overlap(x, y)).isEqualTo(similar);
            assertThat(similar && x < bounds.leastSize(y)).isFalse();
            // What is not in the prefixes cannot hold the whole overlap.
            assertThat(similar && x - bounds.prefix(x) >= shared).isFalse();
          }
        }
      }
    }
  }

  @Test
  void everySimilarPairOfDifferentSidesIsACandidate() {
    for (int seed = 0; seed < 60; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      double similarity = SIMILARITIES[seed % SIMILARITIES.length];
      List<TreeSet<Long>> sets = sets(random);
      int[] sides = random.ints(sets.size(), 1, 6).toArray();

      TreeSet<String> candidates = candidates(sets, sides, similarity, Long.MAX_VALUE);

      assertThat(candidates).containsAll(similar(sets, sides, similarity));
      assertThat(candidates)
          .allSatisfy(
              pair -> {
                int mask = 0;
                for (String id : pair.split("-")) {
                  mask |= sides[Integer.parseInt(id)];
                }

                assertThat(Integer.bitCount(mask)).isGreaterThan(1);
              });
    }
  }

  @Test
  void textsBeyondTheLimitAreNamedAndNotLost() {
    List<TreeSet<Long>> sets = sets(new SplittableRandom(3));
    int[] sides = new SplittableRandom(4).ints(sets.size(), 1, 3).toArray();

    TreeSet<String> limited = candidates(sets, sides, 0.5, 20);

    TreeSet<String> cut = new TreeSet<>(limited);
    cut.removeIf(pair -> !pair.split("-")[0].equals(pair.split("-")[1]));
    assertThat(cut).isNotEmpty();
    assertThat(similar(sets, sides, 0.5))
        .allSatisfy(
            pair -> {
              String[] ids = pair.split("-");
              assertThat(
                      limited.contains(pair)
                          || cut.contains(ids[0] + "-" + ids[0])
                          || cut.contains(ids[1] + "-" + ids[1]))
                  .isTrue();
            });
  }

  /** Sets that are copies of a few others, some tokens changed, among 40 tokens of mixed rarity. */
  private static List<TreeSet<Long>> sets(SplittableRandom random) {
    List<TreeSet<Long>> sets = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      TreeSet<Long> set = new TreeSet<>();
      if (i > 10 && random.nextInt(3) > 0) {
        set.addAll(sets.get(random.nextInt(sets.size())));
      }

      int changes = random.nextInt(1, 12);
      for (int change = 0; change < changes; change++) {
        long token = token(Math.min(random.nextInt(40), random.nextInt(40)));
        if (!set.remove(token)) {
          set.add(token);
        }
      }

      if (!set.isEmpty()) {
        sets.add(set);
      }
    }

    return sets;
  }

  private static long token(int number) {
    return new SplittableRandom(number).nextLong();
  }

  private static TreeSet<String> similar(List<TreeSet<Long>> sets, int[] sides, double similarity) {
    TreeSet<String> pairs = new TreeSet<>();
    for (int a = 0; a < sets.size(); a++) {
      for (int b = a + 1; b < sets.size(); b++) {
        TreeSet<Long> shared = new TreeSet<>(sets.get(a));
        shared.retainAll(sets.get(b));
        int union = sets.get(a).size() + sets.get(b).size() - shared.size();
        if (Integer.bitCount(sides[a] | sides[b]) > 1
            && (double) shared.size() / union >= similarity) {
          pairs.add(a + "-" + b);
        }
      }
    }

    return pairs;
  }

  private static TreeSet<String> candidates(
      List<TreeSet<Long>> sets, int[] sides, double similarity, long maxComparisons) {
    LeakSettings settings = new LeakSettings(similarity, 3, 5, 20, maxComparisons, Long.MAX_VALUE);
    JaccardBounds bounds = new JaccardBounds(similarity);
    TokenOrder order = TokenOrder.forTexts(1);
    for (int i = 0; i < sets.size(); i++) {
      order.count(ascending(sets.get(i)), sides[i]);
    }

    TreeMap<Long, List<Posting>> byToken = new TreeMap<>();
    for (int i = 0; i < sets.size(); i++) {
      long[] ascending = ascending(sets.get(i));
      ParityBits bits = ParityBits.of(ascending);
      long[] sorted = order.sorted(ascending);
      for (int place = 0; place < bounds.prefix(sorted.length); place++) {
        if (order.mayCross(sorted[place])) {
          byToken
              .computeIfAbsent(sorted[place], token -> new ArrayList<>())
              .add(new Posting(i, sides[i], sorted.length, place, bits.low(), bits.high()));
        }
      }
    }

    TokenGroup group = new TokenGroup(settings);
    TreeSet<String> found = new TreeSet<>();
    for (List<Posting> postings : byToken.values()) {
      group.clear();
      postings.sort((a, b) -> Integer.compare(a.size(), b.size()));
      for (Posting posting : postings) {
        for (Row pair : group.add(posting)) {
          found.add(pair.getLong(0) + "-" + pair.getLong(1));
        }
      }
    }

    return found;
  }

  private static long[] ascending(TreeSet<Long> set) {
    long[] tokens = set.stream().mapToLong(Long::longValue).toArray();
    Arrays.sort(tokens);
    return tokens;
  }
}
