package org.touchstone.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TokenBudgetTest {

  @Test
  void everyTextIsInOneBatchAndNoBatchIsOverTheBudget() {
    SplittableRandom random = new SplittableRandom(5);
    for (int run = 0; run < 50; run++) {
      int[] lengths = random.ints(random.nextInt(1, 300), 1, 900).toArray();
      List<int[]> batches = new TokenBudget(4096).batches(lengths);

      int[] seen = batches.stream().flatMapToInt(Arrays::stream).sorted().toArray();
      assertThat(seen).isEqualTo(java.util.stream.IntStream.range(0, lengths.length).toArray());
      for (int[] batch : batches) {
        int longest = Arrays.stream(batch).map(i -> lengths[i]).max().orElseThrow();
        assertThat(longest * batch.length).isLessThanOrEqualTo(4096);
      }
    }
  }

  @Test
  void theLongestComesFirstAndPaddingIsSmall() {
    int[] lengths = new SplittableRandom(6).ints(400, 20, 512).toArray();
    List<int[]> batches = new TokenBudget(8192).batches(lengths);

    long padded = 0;
    for (int[] batch : batches) {
      padded += (long) batch.length * lengths[batch[0]];
    }

    assertThat(lengths[batches.get(0)[0]]).isEqualTo(Arrays.stream(lengths).max().orElseThrow());
    assertThat(1 - Arrays.stream(lengths).sum() / (double) padded).isLessThan(0.12);
  }

  @Test
  void aTextOverTheBudgetIsABatchByItself() {
    assertThat(new TokenBudget(100).batches(new int[] {500, 10, 400}))
        .containsExactly(new int[] {0}, new int[] {2}, new int[] {1});
  }
}
