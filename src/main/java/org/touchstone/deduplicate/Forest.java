package org.touchstone.deduplicate;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * Connected components over 64-bit vertices in primitive arrays: some 24 bytes a vertex.
 *
 * <p>The root of a component is always its least vertex, whatever the order of the edges; paths are
 * halved on the way, which keeps them logarithmic on average.
 */
final class Forest {

  private static final int FREE = -1;

  private long[] vertices = new long[1 << 10];
  private int[] parents = new int[1 << 10];
  private int size;
  private int[] slots = new int[1 << 12];

  Forest() {
    Arrays.fill(slots, FREE);
  }

  /** Puts two vertices in one component. */
  void join(long a, long b) {
    int left = root(index(a));
    int right = root(index(b));
    if (vertices[left] < vertices[right]) {
      parents[right] = left;
    } else {
      parents[left] = right;
    }
  }

  /** Joins pairs of vertices that lie one after the other. */
  void joinAll(long[] edges) {
    for (int i = 0; i < edges.length; i += 2) {
      join(edges[i], edges[i + 1]);
    }
  }

  /**
   * Iterates over arrays of two: a vertex that is not the least of its component, and the least.
   */
  Iterator<long[]> members() {
    return new Iterator<>() {
      private int next = skip(0);

      @Override
      public boolean hasNext() {
        return next < size;
      }

      @Override
      public long[] next() {
        if (next >= size) {
          throw new NoSuchElementException("no more of %d vertices".formatted(size));
        }

        int member = next;
        next = skip(member + 1);
        return new long[] {vertices[member], vertices[root(member)]};
      }
    };
  }

  private int skip(int from) {
    int index = from;
    while (index < size && parents[index] == index) {
      index++;
    }

    return index;
  }

  private int root(int index) {
    int at = index;
    while (parents[at] != at) {
      parents[at] = parents[parents[at]];
      at = parents[at];
    }

    return at;
  }

  private int index(long vertex) {
    int slot = slot(vertex);
    if (slots[slot] != FREE) {
      return slots[slot];
    }

    if (2 * (size + 1) > slots.length) {
      widen();
      slot = slot(vertex);
    }

    if (size == vertices.length) {
      vertices = Arrays.copyOf(vertices, 2 * size);
      parents = Arrays.copyOf(parents, 2 * size);
    }

    vertices[size] = vertex;
    parents[size] = size;
    slots[slot] = size;
    size++;
    return size - 1;
  }

  /** The slot of a vertex, or the free one where it belongs; half of the slots stay free. */
  private int slot(long vertex) {
    int mask = slots.length - 1;
    int slot = (int) ((vertex * 0x9E3779B97F4A7C15L) >>> 32) & mask;
    while (slots[slot] != FREE && vertices[slots[slot]] != vertex) {
      slot = (slot + 1) & mask;
    }

    return slot;
  }

  private void widen() {
    slots = new int[2 * slots.length];
    Arrays.fill(slots, FREE);
    for (int index = 0; index < size; index++) {
      slots[slot(vertices[index])] = index;
    }
  }
}
