package org.touchstone.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.touchstone.train.EpochOrder.KeyRange;

class EpochOrderTest {

  private static final long SEED = 7;

  @Test
  void anyNumberOfWorkersDealsTheSameBatches() {
    List<EncodedComparison> pairs = pairs(500, 120);
    PairShard whole = PairShard.of(pairs, SEED);
    for (int epoch = 0; epoch < 3; epoch++) {
      List<KeyRange> batches = EpochOrder.batches(whole.groupHashes(), epoch, 32);
      for (int workers : new int[] {2, 3, 7}) {
        List<PairShard> shards = deal(pairs, workers, epoch);
        for (KeyRange batch : batches) {
          List<EncodedComparison> together = new ArrayList<>();
          shards.forEach(shard -> together.addAll(shard.slice(batch)));
          assertThat(together)
              .containsExactlyInAnyOrderElementsOf(whole.forEpoch(epoch).slice(batch));
        }
      }
    }
  }

  @Test
  void everyPairIsInOneBatchAndEveryGroupIsWhole() {
    List<EncodedComparison> pairs = pairs(500, 120);
    PairShard shard = PairShard.of(pairs, SEED);
    List<KeyRange> batches = EpochOrder.batches(shard.groupHashes(), 0, 32);
    Set<String> seen = new HashSet<>();
    int count = 0;
    for (KeyRange batch : batches) {
      List<EncodedComparison> slice = shard.slice(batch);
      Set<String> groups = new HashSet<>();
      slice.forEach(pair -> groups.add(pair.group()));
      assertThat(Collections.disjoint(seen, groups)).isTrue();
      seen.addAll(groups);
      count += slice.size();
      boolean last = batch.equals(batches.get(batches.size() - 1));
      assertThat(slice.size()).isBetween(last ? 32 / 2 : 32, 32 + 32 / 2 + 20);
    }

    assertThat(count).isEqualTo(500);
  }

  @Test
  void theOrderOfArrivalChangesNothing() {
    List<EncodedComparison> pairs = pairs(200, 20);
    List<EncodedComparison> shuffled = new ArrayList<>(pairs);
    Collections.shuffle(shuffled, new Random(3));

    assertThat(PairShard.of(shuffled, SEED).all()).isEqualTo(PairShard.of(pairs, SEED).all());
  }

  @Test
  void epochsAndSeedsHaveOrdersOfTheirOwn() {
    PairShard shard = PairShard.of(pairs(300, 300), SEED);

    assertThat(shard.forEpoch(1).all()).isNotEqualTo(shard.all());
    assertThat(PairShard.of(pairs(300, 300), SEED + 1).all()).isNotEqualTo(shard.all());
  }

  @Test
  void oneHugeGroupIsOneBatch() {
    PairShard shard = PairShard.of(pairs(100, 1), SEED);

    assertThat(EpochOrder.batches(shard.groupHashes(), 0, 8)).hasSize(1);
  }

  private static List<PairShard> deal(List<EncodedComparison> pairs, int workers, int epoch) {
    List<PairShard> shards = new ArrayList<>();
    for (int worker = 0; worker < workers; worker++) {
      int mine = worker;
      shards.add(
          PairShard.of(
                  pairs.stream()
                      .filter(pair -> Math.floorMod(pair.group().hashCode(), workers) == mine)
                      .toList(),
                  SEED)
              .forEpoch(epoch));
    }

    return shards;
  }

  private static List<EncodedComparison> pairs(int count, int groups) {
    SplittableRandom random = new SplittableRandom(11);
    List<EncodedComparison> pairs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int[] ids = random.ints(5, 1, 1000).toArray();
      pairs.add(
          EncodedComparison.pair(
              "group " + random.nextInt(groups), ids, Arrays.copyOf(ids, 4), 0f, 1f));
    }

    return pairs;
  }
}
