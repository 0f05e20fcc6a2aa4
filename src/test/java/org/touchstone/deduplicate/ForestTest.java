package org.touchstone.deduplicate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ForestTest {

  @Test
  void componentsAreThoseOfRelabelling() {
    SplittableRandom random = new SplittableRandom(11);
    for (int trial = 0; trial < 20; trial++) {
      long[] vertices = random.longs(4_000).toArray();
      List<long[]> edges = new ArrayList<>();
      for (int i = 0; i < 3_000; i++) {
        edges.add(
            new long[] {
              vertices[random.nextInt(vertices.length)], vertices[random.nextInt(vertices.length)]
            });
      }

      Forest forest = new Forest();
      edges.forEach(edge -> forest.join(edge[0], edge[1]));

      assertThat(members(forest)).isEqualTo(relabelled(edges));
    }
  }

  @Test
  void aLongChainIsOneComponent() {
    Forest forest = new Forest();
    for (long i = 100_000; i > 0; i--) {
      forest.join(i, i - 1);
    }

    assertThat(members(forest)).hasSize(100_000).containsEntry(100_000L, 0L);
  }

  private static Map<Long, Long> members(Forest forest) {
    Map<Long, Long> members = new HashMap<>();
    Iterator<long[]> iterator = forest.members();
    while (iterator.hasNext()) {
      long[] member = iterator.next();
      members.put(member[0], member[1]);
    }

    return members;
  }

  /** Gives both ends of each edge the lesser label until nothing changes. */
  private static Map<Long, Long> relabelled(List<long[]> edges) {
    Map<Long, Long> labels = new HashMap<>();
    boolean changed = true;
    while (changed) {
      changed = false;
      for (long[] edge : edges) {
        long a = labels.getOrDefault(edge[0], edge[0]);
        long b = labels.getOrDefault(edge[1], edge[1]);
        changed |= a != b || !labels.containsKey(edge[0]);
        labels.put(edge[0], Math.min(a, b));
        labels.put(edge[1], Math.min(a, b));
      }
    }

    labels.entrySet().removeIf(label -> label.getKey().equals(label.getValue()));
    return labels;
  }
}
