package org.touchstone.deduplicate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.touchstone.text.ShingleKind;
import org.touchstone.text.ShingleSet;
import org.touchstone.text.Windows;

class StarTest {

  private static final double SIMILARITY = 0.8;

  @Test
  void whatIsConnectedIsWhatBruteForceConnects() {
    SplittableRandom random = new SplittableRandom(3);
    for (int trial = 0; trial < 20; trial++) {
      List<ShingleSet> sets = families(random, 120);
      Star star = new Star(settings(1_000));
      Forest found = new Forest();
      int verified = 0;
      for (int i = 0; i < sets.size(); i++) {
        for (long other : star.add(i, sets.get(i))) {
          assertThat(sets.get(i).similarity(sets.get((int) other), 0))
              .isGreaterThanOrEqualTo(SIMILARITY);
          found.join(i, other);
          verified++;
        }
      }

      Forest expected = new Forest();
      for (int i = 0; i < sets.size(); i++) {
        for (int j = 0; j < i; j++) {
          if (sets.get(i).similarity(sets.get(j), SIMILARITY) > 0) {
            expected.join(i, j);
          }
        }
      }

      assertThat(members(found)).isEqualTo(members(expected)).isNotEmpty();
      assertThat(verified).isEqualTo(members(expected).size()); // a forest, no edge too many
    }
  }

  @Test
  void aCrowdedStarStillFindsThoseLikeItsFirstTexts() {
    Star star = new Star(settings(2));
    ShingleSet first = set(0, 100);
    ShingleSet second = set(1_000, 1_100);
    assertThat(star.add(1, first)).isEmpty();
    assertThat(star.add(2, second)).isEmpty();
    assertThat(star.add(3, set(2_000, 2_100))).isEmpty();
    assertThat(star.add(4, set(0, 95))).containsExactly(1L);
    assertThat(star.add(5, set(1_005, 1_100))).containsExactly(2L);
  }

  private static NearSettings settings(int maxBucket) {
    return new NearSettings(SIMILARITY, 5, 5, 20, 21, 6, maxBucket);
  }

  private static ShingleSet set(long from, long to) {
    long[] hashes = new long[(int) (to - from)];
    Arrays.setAll(hashes, i -> from + i);
    return new Windows(ShingleKind.WORDS, hashes).set();
  }

  /** Chains of drifting texts, shuffled, so that groups grow together late. */
  private static List<ShingleSet> families(SplittableRandom random, int count) {
    List<ShingleSet> sets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long family = random.nextInt(6) * 100_000L;
      long start = family + random.nextInt(60);
      sets.add(random.nextInt(sets.size() + 1), set(start, start + 60 + random.nextInt(10)));
    }

    return sets;
  }

  private static Map<Long, Long> members(Forest forest) {
    Map<Long, Long> members = new HashMap<>();
    forest.members().forEachRemaining(member -> members.put(member[0], member[1]));
    return members;
  }
}
