package org.touchstone.agreement;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/**
 * Which nodes of a directed graph lie on a cycle: those that reach one another form a component,
 * and a component of more than one node is made of cycles.
 *
 * <p>One walk in depth that keeps its own stack, so that no chain of nodes is too long. Cost: the
 * number of nodes and edges.
 *
 * <p>Source: R. E. Tarjan, "Depth-first search and linear graph algorithms", SIAM Journal on
 * Computing 1 (1972), 146-160.
 */
final class StrongComponents {

  private static final int UNSEEN = -1;

  private final int[][] successors;
  private final int[] component;
  private final int[] sizes;
  private final int[] order;
  private final int[] lowest;
  private final int[] next;
  private final Deque<Integer> path = new ArrayDeque<>();
  private final Deque<Integer> open = new ArrayDeque<>();
  private int components;
  private int seen;

  private StrongComponents(int[][] successors) {
    this.successors = successors;
    component = new int[successors.length];
    sizes = new int[successors.length];
    order = new int[successors.length];
    lowest = new int[successors.length];
    next = new int[successors.length];
    Arrays.fill(component, UNSEEN);
    Arrays.fill(order, UNSEEN);
  }

  /** Finds the components of a graph given by the successors of each node. */
  static StrongComponents of(int[][] successors) {
    StrongComponents found = new StrongComponents(successors);
    for (int node = 0; node < successors.length; node++) {
      if (found.order[node] == UNSEEN) {
        found.walk(node);
      }
    }

    return found;
  }

  private void walk(int root) {
    enter(root);
    while (!path.isEmpty()) {
      int node = path.element();
      if (next[node] < successors[node].length) {
        int successor = successors[node][next[node]++];
        if (order[successor] == UNSEEN) {
          enter(successor);
        } else if (component[successor] == UNSEEN) {
          lowest[node] = Math.min(lowest[node], order[successor]);
        }
      } else {
        leave(path.remove());
      }
    }
  }

  private void enter(int node) {
    order[node] = seen;
    lowest[node] = seen++;
    path.push(node);
    open.push(node);
  }

  private void leave(int node) {
    if (!path.isEmpty()) {
      int before = path.element();
      lowest[before] = Math.min(lowest[before], lowest[node]);
    }

    if (lowest[node] == order[node]) {
      int member;
      do {
        member = open.pop();
        component[member] = components;
        sizes[components]++;
      } while (member != node);

      components++;
    }
  }

  /** How many nodes lie on a cycle. */
  int nodesOnCycles() {
    return Arrays.stream(sizes).filter(size -> size > 1).sum();
  }

  /** The shortest cycle through the first node that lies on one; empty without cycles. */
  List<Integer> aCycle() {
    for (int node = 0; node < component.length; node++) {
      if (sizes[component[node]] > 1) {
        return shortestThrough(node);
      }
    }

    return List.of();
  }

  private List<Integer> shortestThrough(int start) {
    int[] from = new int[successors.length];
    Arrays.fill(from, UNSEEN);
    Deque<Integer> reached = new ArrayDeque<>(List.of(start));
    while (from[start] == UNSEEN) {
      int node = reached.remove();
      for (int successor : successors[node]) {
        if (from[successor] == UNSEEN && component[successor] == component[start]) {
          from[successor] = node;
          reached.add(successor);
        }
      }
    }

    List<Integer> cycle = new ArrayList<>();
    for (int node = from[start]; node != start; node = from[node]) {
      cycle.add(node);
    }

    cycle.add(start);
    Collections.reverse(cycle);
    return cycle;
  }
}
