package org.touchstone.deduplicate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class LongPairsTest {

  @Test
  void pairsAreThoseOfATreeSet() {
    SplittableRandom random = new SplittableRandom(7);
    for (int trial = 0; trial < 50; trial++) {
      LongPairs pairs = new LongPairs();
      TreeSet<List<Long>> expected = new TreeSet<>(LongPairsTest::compare);
      int size = random.nextInt(3_000);
      int distinct = 1 + random.nextInt(500);
      for (int i = 0; i < size; i++) {
        // Some first numbers differ in their lowest bits only.
        long first = (new SplittableRandom(random.nextInt(distinct)).nextLong() << 3) + i % 3;
        long second = random.nextInt(20) - 10;
        pairs.add(first, second);
        expected.add(List.of(first, second));
      }

      pairs.sortAndDropRepeats();

      assertThat(read(pairs)).containsExactlyElementsOf(expected);
    }
  }

  @Test
  void runsAreFoundByTheirLength() {
    LongPairs pairs = new LongPairs();
    pairs.addAll(new long[] {5, 1, 7, 1, 7, 2, 9, 1, 9, 2, 9, 3, 11, 1});
    pairs.sortAndDropRepeats();

    assertThat(pairs.nextRun(0, 0)).isZero();
    assertThat(pairs.nextRun(0, 1)).isEqualTo(1);
    assertThat(pairs.endOfRun(1)).isEqualTo(3);
    assertThat(pairs.nextRun(3, 2)).isEqualTo(3);
    assertThat(pairs.nextRun(0, 3)).isEqualTo(pairs.size());
  }

  @Test
  void nothingIsSortedAwayFromAnEmptyList() {
    LongPairs pairs = new LongPairs();

    pairs.sortAndDropRepeats();

    assertThat(pairs.size()).isZero();
    assertThat(pairs.nextRun(0, 0)).isZero();
  }

  private static int compare(List<Long> a, List<Long> b) {
    int byFirst = a.get(0).compareTo(b.get(0));
    return byFirst == 0 ? a.get(1).compareTo(b.get(1)) : byFirst;
  }

  private static List<List<Long>> read(LongPairs pairs) {
    List<List<Long>> read = new ArrayList<>();
    for (int i = 0; i < pairs.size(); i++) {
      read.add(List.of(pairs.first(i), pairs.second(i)));
    }

    return read;
  }
}
