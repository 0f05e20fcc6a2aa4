package org.touchstone.deduplicate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.touchstone.text.ShingleSet;

/**
 * The texts of one star that were compared so far, and which of them are connected.
 *
 * <p>Up to {@code max-bucket} texts, or 64 MiB of them, each new one is compared with all that are
 * not connected with it yet; from then on with the first text of each of the first 64 groups.
 */
final class Star {

  static final int LEADERS = 64;

  private static final long MAX_SHINGLES = 1 << 23;

  private final NearSettings settings;
  private final List<ShingleSet> sets = new ArrayList<>();
  private long[] vertices = new long[4];
  private int[] groups = new int[4];
  private long shingles;

  Star(NearSettings settings) {
    this.settings = settings;
  }

  /** Adds a text and returns the vertices that it is similar to, one of each group at most. */
  List<Long> add(long vertex, ShingleSet set) {
    boolean crowded = sets.size() >= settings.maxBucket() || shingles > MAX_SHINGLES;
    List<Integer> similar = crowded ? similarLeaders(set) : similar(set);
    List<Long> found = similar.stream().map(index -> vertices[index]).toList();
    if (!crowded) {
      keep(vertex, set);
      similar.forEach(index -> connect(groups[index], sets.size() - 1));
    } else if (similar.size() > 1) {
      similar.forEach(index -> connect(groups[index], similar.get(0)));
    }

    return found;
  }

  private List<Integer> similar(ShingleSet set) {
    List<Integer> found = new ArrayList<>();
    for (int index = 0; index < sets.size(); index++) {
      int group = groups[index];
      boolean connected = found.stream().anyMatch(other -> groups[other] == group);
      if (!connected && isSimilar(index, set)) {
        found.add(index);
      }
    }

    return found;
  }

  private List<Integer> similarLeaders(ShingleSet set) {
    List<Integer> found = new ArrayList<>();
    int leaders = 0;
    for (int index = 0; index < sets.size() && leaders < LEADERS; index++) {
      if (groups[index] == index) {
        leaders++;
        if (isSimilar(index, set)) {
          found.add(index);
        }
      }
    }

    return found;
  }

  private boolean isSimilar(int index, ShingleSet set) {
    return sets.get(index).similarity(set, settings.similarity()) > 0;
  }

  private void keep(long vertex, ShingleSet set) {
    int index = sets.size();
    if (index == vertices.length) {
      vertices = Arrays.copyOf(vertices, 2 * index);
      groups = Arrays.copyOf(groups, 2 * index);
    }

    sets.add(set);
    vertices[index] = vertex;
    groups[index] = index;
    shingles += set.size();
  }

  /** Gives the texts of two groups the lesser of their numbers, which is that of its first text. */
  private void connect(int group, int index) {
    int other = groups[index];
    for (int i = 0; i < sets.size(); i++) {
      if (groups[i] == group || groups[i] == other) {
        groups[i] = Math.min(group, other);
      }
    }
  }
}
