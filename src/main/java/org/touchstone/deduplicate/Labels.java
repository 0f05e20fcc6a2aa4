package org.touchstone.deduplicate;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * The cluster of each vertex that is not the least of its own, small enough for every executor: 16
 * bytes a vertex, sorted.
 */
final class Labels implements Serializable {

  private static final long serialVersionUID = 1L;

  private final long[] vertices;
  private final long[] clusters;

  private Labels(long[] vertices, long[] clusters) {
    this.vertices = vertices;
    this.clusters = clusters;
  }

  /**
   * Joins edges.
   *
   * @param edges pairs of vertices that lie one after the other, in arrays of any length
   */
  static Labels of(List<long[]> edges) {
    Forest forest = new Forest();
    edges.forEach(forest::joinAll);
    LongPairs members = new LongPairs();
    forest.members().forEachRemaining(member -> members.add(member[0], member[1]));
    members.sortAndDropRepeats();
    return of(members);
  }

  /** Takes sorted pairs of vertex and cluster. */
  static Labels of(LongPairs members) {
    long[] vertices = new long[members.size()];
    long[] clusters = new long[members.size()];
    for (int i = 0; i < vertices.length; i++) {
      vertices[i] = members.first(i);
      clusters[i] = members.second(i);
    }

    return new Labels(vertices, clusters);
  }

  /** Returns the cluster of a vertex, which is the vertex itself if it is alone or the least. */
  long of(long vertex) {
    int place = Arrays.binarySearch(vertices, vertex);
    return place < 0 ? vertex : clusters[place];
  }

  /**
   * Counts edges whose ends are in different clusters.
   *
   * @param edges pairs of vertices that lie one after the other
   */
  long torn(long[] edges) {
    long torn = 0;
    for (int i = 0; i < edges.length; i += 2) {
      torn += of(edges[i]) == of(edges[i + 1]) ? 0 : 1;
    }

    return torn;
  }

  /** Counts vertices whose cluster is not named after its least vertex. */
  long misnamed() {
    long misnamed = 0;
    for (int i = 0; i < vertices.length; i++) {
      boolean least = clusters[i] < vertices[i] && of(clusters[i]) == clusters[i];
      misnamed += least ? 0 : 1;
    }

    return misnamed;
  }
}
