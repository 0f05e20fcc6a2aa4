package org.touchstone.audit.pairs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * Scored pairs with the columns that measures read, sorted by comparison, occurrence and judgement,
 * so that no result depends on the order in which partitions arrived. Held in memory on the driver,
 * about 150 bytes a pair.
 */
public final class PairTable {

  private static final Comparator<ScoredPair> ORDER =
      Comparator.comparing(ScoredPair::comparisonId)
          .thenComparingInt(ScoredPair::occurrence)
          .thenComparingInt(ScoredPair::judgement);

  private final List<ScoredPair> pairs;
  private final List<ScoredPair> ties;
  private final double[] margins;
  private final int[] clusters;

  private PairTable(List<ScoredPair> sorted, List<ScoredPair> sortedTies) {
    pairs = sorted;
    ties = sortedTies;
    margins = sorted.stream().mapToDouble(ScoredPair::margin).toArray();
    clusters = numbered(sorted.stream().map(ScoredPair::promptCluster).toList());
  }

  /**
   * Sorts pairs into a table.
   *
   * @param pairs the pairs, in any order
   * @return the table
   * @throws IllegalArgumentException if one judgement occurs twice
   */
  public static PairTable of(Collection<ScoredPair> pairs) {
    return new PairTable(sorted(pairs), List.of());
  }

  /**
   * Returns the same pairs with those beside them that people called equal. Only what people say of
   * one another reads these: no pair without a preference can be right or wrong.
   *
   * @param ties the pairs, in any order; which reply is named chosen means nothing
   * @throws IllegalArgumentException if one judgement occurs twice
   */
  public PairTable withTies(Collection<ScoredPair> ties) {
    return new PairTable(pairs, sorted(ties));
  }

  private static List<ScoredPair> sorted(Collection<ScoredPair> pairs) {
    List<ScoredPair> sorted = new ArrayList<>(pairs);
    sorted.sort(ORDER);
    for (int i = 1; i < sorted.size(); i++) {
      if (ORDER.compare(sorted.get(i - 1), sorted.get(i)) == 0) {
        ScoredPair twice = sorted.get(i);
        throw new IllegalArgumentException(
            "Cannot audit comparison %s: occurrence %d, judgement %d is there twice, must be once"
                .formatted(twice.comparisonId(), twice.occurrence(), twice.judgement()));
      }
    }

    return sorted;
  }

  /** Returns the number of pairs. */
  public int size() {
    return pairs.size();
  }

  /** Returns the pairs in order. */
  public List<ScoredPair> pairs() {
    return pairs;
  }

  /** Returns the pairs that people called equal, in order; empty unless they were brought in. */
  List<ScoredPair> ties() {
    return ties;
  }

  /** Returns chosen minus rejected reward of every pair, in logits. Shared: not to be written. */
  public double[] margins() {
    return margins;
  }

  /** Returns the number of every pair's prompt cluster, from 0. Shared: not to be written. */
  public int[] clusters() {
    return clusters;
  }

  /** Returns how many prompt clusters there are. */
  public int clusterCount() {
    return Arrays.stream(clusters).max().orElse(-1) + 1;
  }

  /** Returns the standard deviation of all rewards, in logits. */
  public double rewardDeviation() {
    double[] rewards =
        pairs.stream()
            .flatMapToDouble(pair -> DoubleStream.of(pair.chosenReward(), pair.rejectedReward()))
            .toArray();
    double mean = Arrays.stream(rewards).average().orElse(0);
    double squares = Arrays.stream(rewards).map(reward -> (reward - mean) * (reward - mean)).sum();
    return Math.sqrt(squares / Math.max(1, rewards.length - 1));
  }

  /** Returns the names of the sources, sorted. */
  public SortedSet<String> sources() {
    SortedSet<String> sources = new TreeSet<>();
    pairs.forEach(pair -> sources.add(pair.source()));
    return sources;
  }

  /** Returns the pairs for which a condition holds, ties likewise. */
  public PairTable where(Predicate<ScoredPair> condition) {
    return new PairTable(
        pairs.stream().filter(condition).toList(), ties.stream().filter(condition).toList());
  }

  /** Returns the pairs by a name of theirs, sorted; those without one are in no part. */
  public Map<String, PairTable> grouped(Function<ScoredPair, @Nullable String> name) {
    Map<String, List<ScoredPair>> groups = new TreeMap<>();
    for (ScoredPair pair : pairs) {
      String group = name.apply(pair);
      if (group != null) {
        groups.computeIfAbsent(group, unused -> new ArrayList<>()).add(pair);
      }
    }

    Map<String, PairTable> parts = new LinkedHashMap<>();
    groups.forEach((group, own) -> parts.put(group, of(own)));
    return parts;
  }

  /** Returns the pairs whose judgement the other table has too, without ties. */
  public PairTable sharedWith(PairTable other) {
    List<ScoredPair> shared = new ArrayList<>();
    int next = 0;
    for (ScoredPair pair : pairs) {
      while (next < other.size() && ORDER.compare(other.pairs.get(next), pair) < 0) {
        next++;
      }

      if (next < other.size() && ORDER.compare(other.pairs.get(next), pair) == 0) {
        shared.add(pair);
      }
    }

    return new PairTable(shared, List.of());
  }

  /** Returns the same pairs with other rewards, without ties: how a baseline judges them. */
  public PairTable rewardedBy(
      ToDoubleFunction<ScoredPair> chosen, ToDoubleFunction<ScoredPair> rejected) {
    List<ScoredPair> others = new ArrayList<>(pairs.size());
    for (ScoredPair pair : pairs) {
      others.add(pair.rewarded(chosen.applyAsDouble(pair), rejected.applyAsDouble(pair)));
    }

    return new PairTable(others, List.of());
  }

  /** Returns pairs on which the model was surest and people disagreed, the surest first. */
  public List<ScoredPair> confidentMistakes(int most) {
    return pairs.stream()
        .filter(pair -> pair.margin() < 0)
        .sorted(Comparator.comparingDouble(ScoredPair::margin))
        .limit(most)
        .toList();
  }

  /** Numbers clusters in the order of their first row, from 0. */
  public static int[] numbered(List<String> clusters) {
    Map<String, Integer> numbers = new HashMap<>();
    return clusters.stream()
        .mapToInt(cluster -> numbers.computeIfAbsent(cluster, unused -> numbers.size()))
        .toArray();
  }
}
