package org.touchstone.contamination;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.touchstone.text.Normaliser;
import org.touchstone.text.WordSpans;

/**
 * The n-grams of evaluation instances, for lookup: 16 bytes each and a filter of 16 bits. An
 * instance shorter than an n-gram is one gram of its own length.
 */
final class EvaluationIndex implements Serializable {

  private static final long serialVersionUID = 1L;
  private static final int FILTER_BITS = 16;

  /**
   * One instance.
   *
   * @param set name of its evaluation set
   * @param id column and row in the set
   * @param words its length
   */
  record Instance(String set, String id, int words) implements Serializable {}

  private final List<Instance> instances = new ArrayList<>();
  private final int words;
  private final int shortestWords;
  private final TreeSet<Integer> lengths = new TreeSet<>();
  private long[] grams = new long[16];
  private int[] owners = new int[16];
  private int[] places = new int[16];
  private long[] filter = new long[1];
  private int size;
  private long tooShort;

  /**
   * Prepares an empty index.
   *
   * @param words words of an n-gram
   * @param shortestWords instances of fewer words are left out
   */
  EvaluationIndex(int words, int shortestWords) {
    this.words = words;
    this.shortestWords = shortestWords;
  }

  /** Adds the n-grams of an instance. */
  void add(String set, String id, String text) {
    WordSpans spans = WordSpans.of(Normaliser.V1.apply(text));
    if (spans.size() < Math.min(shortestWords, words)) {
      tooShort++;
      return;
    }

    int length = Math.min(words, spans.size());
    lengths.add(length);
    long[] runs = spans.runs(length);
    for (int place = 0; place < runs.length; place++) {
      add(runs[place], instances.size(), place);
    }

    instances.add(new Instance(set, id, spans.size()));
  }

  /** Sorts the n-grams; to be called once, before the first lookup. */
  void seal() {
    Integer[] order = new Integer[size];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> Long.compare(grams[a], grams[b]));
    long[] sortedGrams = new long[size];
    int[] sortedOwners = new int[size];
    int[] sortedPlaces = new int[size];
    filter = new long[Math.max(1, Integer.highestOneBit(Math.max(1, size)) * 2 * FILTER_BITS / 64)];
    for (int i = 0; i < size; i++) {
      sortedGrams[i] = grams[order[i]];
      sortedOwners[i] = owners[order[i]];
      sortedPlaces[i] = places[order[i]];
      filter[word(sortedGrams[i])] |= 1L << sortedGrams[i];
    }

    grams = sortedGrams;
    owners = sortedOwners;
    places = sortedPlaces;
  }

  /** The lengths of n-grams that there are, in words. */
  Iterable<Integer> lengths() {
    return lengths;
  }

  /** The first entry of a gram, or -1. */
  int find(long gram) {
    if ((filter[word(gram)] & (1L << gram)) == 0) {
      return -1;
    }

    int found = Arrays.binarySearch(grams, gram);
    while (found > 0 && grams[found - 1] == gram) {
      found--;
    }

    return Math.max(found, -1);
  }

  /** True if an entry is one more of the same gram as that before it. */
  boolean continues(int entry) {
    return entry < size && grams[entry] == grams[entry - 1];
  }

  int owner(int entry) {
    return owners[entry];
  }

  int place(int entry) {
    return places[entry];
  }

  Instance instance(int owner) {
    return instances.get(owner);
  }

  int instanceCount() {
    return instances.size();
  }

  long tooShort() {
    return tooShort;
  }

  private int word(long gram) {
    return (int) (gram >>> 32) & (filter.length - 1);
  }

  private void add(long gram, int owner, int place) {
    if (size == grams.length) {
      grams = Arrays.copyOf(grams, 2 * size);
      owners = Arrays.copyOf(owners, 2 * size);
      places = Arrays.copyOf(places, 2 * size);
    }

    grams[size] = gram;
    owners[size] = owner;
    places[size] = place;
    size++;
  }
}
