package org.touchstone.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MicroBatchesTest {

  @Test
  void keepsEveryPairOnceWithinTheBudgetAndLongestFirst() {
    SplittableRandom random = new SplittableRandom(2);
    List<EncodedComparison> pairs = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      pairs.add(pair(1 + random.nextInt(90), 1 + random.nextInt(90)));
    }

    List<List<EncodedComparison>> batches = MicroBatches.of(pairs, 2048);
    List<EncodedComparison> all = batches.stream().flatMap(List::stream).toList();
    assertThat(all).containsExactlyInAnyOrderElementsOf(pairs);
    assertThat(all).isSortedAccordingTo((a, b) -> Long.compare(b.tokens(), a.tokens()));
    for (List<EncodedComparison> batch : batches) {
      int[][] rows = MicroBatches.rows(batch);
      List<int[]> groups = MicroBatches.groups(rows);
      assertThat(groups.stream().flatMapToInt(IntStream::of).sorted().toArray())
          .containsExactly(IntStream.range(0, rows.length).toArray());
      int padded = 0;
      for (int[] group : groups) {
        for (int row : group) {
          assertThat(rows[row].length).isLessThanOrEqualTo(rows[group[0]].length);
          padded += rows[group[0]].length;
        }
      }

      assertThat(padded).isLessThanOrEqualTo(2048);
    }
  }

  @Test
  void givesAPairBeyondTheBudgetABatchOfItsOwn() {
    assertThat(MicroBatches.of(List.of(pair(100, 1), pair(90, 1)), 10)).hasSize(2);
    assertThat(MicroBatches.of(List.of(), 10)).isEmpty();
  }

  @Test
  void refusesPairsThatCannotBeTrainedOn() {
    assertThatThrownBy(() -> pair(0, 3)).hasMessageContaining("replies of [0, 3] tokens");
    assertThatThrownBy(() -> EncodedComparison.pair("g", new int[1], new int[1], 0, 0))
        .hasMessageContaining("weight 0.0");
    assertThatThrownBy(() -> EncodedComparison.pair("g", new int[1], new int[1], Float.NaN, 1))
        .hasMessageContaining("margin NaN");
  }

  private static EncodedComparison pair(int chosen, int rejected) {
    return EncodedComparison.pair("g", new int[chosen], new int[rejected], 0, 1);
  }
}
