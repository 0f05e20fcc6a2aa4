package org.touchstone.split;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.touchstone.split.leak.LeakSearch;
import org.touchstone.split.leak.LeakSettings;

/**
 * How rows are split.
 *
 * @param shares the share of each split, in order; the first is the one that models are trained on.
 *     The last may be 0 where something is held out: then it has nothing else
 * @param stratifyBy {@code source}, {@code language}, {@code annotator} or {@code metadata.KEY}:
 *     the shares hold within each of its values, to within the rows of one cluster; null for shares
 *     that hold by chance alone
 * @param maxClusterShare a cluster with more than this share of the rows that the smallest split is
 *     meant to have goes to the first split, as far as that has room; null for no limit. Refused
 *     where it leaves a split without rows that has some without it
 * @param holdOut values whose rows go whole to the last split, with all rows of their clusters, by
 *     the same names as {@code stratifyBy}; empty for none
 * @param folds number of folds for cross-fitting; null for none
 * @param leaveOut folds by value instead
 * @param previous output of an earlier split, whose rows keep their side; null for none
 * @param leakSearch what the certificate calls a near duplicate
 * @param maxLeaks most near duplicates on different sides with which a split is published; null to
 *     report them only
 */
public record SplitSettings(
    Map<String, Double> shares,
    @Nullable String stratifyBy,
    @Nullable Double maxClusterShare,
    Map<String, List<String>> holdOut,
    @Nullable Integer folds,
    LeaveOut leaveOut,
    @Nullable String previous,
    LeakSettings leakSearch,
    @Nullable Long maxLeaks) {

  private static final double ROUNDING = 1e-9;

  /** Keeps the order of the shares and refuses those that do not sum to 1. */
  public SplitSettings {
    shares = Collections.unmodifiableMap(new LinkedHashMap<>(shares));
    holdOut = Collections.unmodifiableMap(new LinkedHashMap<>(holdOut));
    holdOut.keySet().forEach(Grouping::new);
    checkShares(shares, holdOut);
    if (stratifyBy != null) {
      new Grouping(stratifyBy);
    }

    if (maxClusterShare != null && !(maxClusterShare > 0)) {
      throw new IllegalArgumentException(
          "Cannot limit clusters to %s of a split: max-cluster-share must be above 0, or null"
              .formatted(maxClusterShare));
    }

    if (folds != null && folds < 2) {
      throw new IllegalArgumentException(
          "Cannot make %d folds: at least 2 needed, or none".formatted(folds));
    }

    if (folds != null && leaveOut.by() != null) {
      throw new IllegalArgumentException(
          "Cannot make %d folds and leave out by %s: a row has one fold, give one of the two"
              .formatted(folds, leaveOut.by()));
    }

    if (maxLeaks != null && maxLeaks < 0) {
      throw new IllegalArgumentException(
          "Cannot allow %d leaks: max-leaks must be at least 0, or null".formatted(maxLeaks));
    }
  }

  /**
   * Returns settings with nothing but shares and folds: a keyed hash of each cluster.
   *
   * @param shares the share of each split, in order
   * @param folds number of folds; null for none
   * @return the settings
   */
  public static SplitSettings plain(Map<String, Double> shares, @Nullable Integer folds) {
    return new SplitSettings(
        shares,
        null,
        null,
        Map.of(),
        folds,
        new LeaveOut(null, LeaveOut.Spanning.SET_ASIDE),
        null,
        LeakSettings.standard(),
        null);
  }

  /**
   * Names how folds are made: those of one scheme can be kept in another split.
   *
   * @return {@link #hashScheme} or {@link #leaveOutScheme}; empty if there are no folds
   */
  public String foldScheme() {
    if (leaveOut.by() != null) {
      return leaveOutScheme(leaveOut.by());
    }

    return folds == null ? "" : hashScheme(folds);
  }

  /**
   * Names folds by keyed hash.
   *
   * @param folds how many
   * @return the scheme
   */
  public static String hashScheme(int folds) {
    return "hash " + folds;
  }

  /**
   * Names folds by value.
   *
   * @param by what is left out
   * @return the scheme
   */
  public static String leaveOutScheme(String by) {
    return "leave out " + by;
  }

  private static void checkShares(Map<String, Double> shares, Map<String, List<String>> holdOut) {
    String last = "";
    double sum = 0;
    for (Map.Entry<String, Double> share : shares.entrySet()) {
      last = share.getKey();
      sum += share.getValue();
    }

    for (Map.Entry<String, Double> share : shares.entrySet()) {
      boolean mayBeEmpty = share.getKey().equals(last) && !holdOut.isEmpty();
      if (share.getKey().isBlank()
          || !(share.getValue() > 0 || mayBeEmpty && share.getValue() == 0)) {
        throw new IllegalArgumentException(
            ("Cannot give split \"%s\" the share %s: names must not be blank, shares above 0,"
                    + " or 0 for the last where something is held out")
                .formatted(share.getKey(), share.getValue()));
      }
    }

    if (shares.size() < 2
        || shares.size() > LeakSearch.MOST_SIDES
        || Math.abs(sum - 1) > ROUNDING) {
      throw new IllegalArgumentException(
          "Cannot split by shares %s: from 2 to %d needed, and they must sum to 1, not %s"
              .formatted(shares, LeakSearch.MOST_SIDES, sum));
    }
  }

  /** The names of the splits, in order. */
  List<String> names() {
    return new ArrayList<>(shares.keySet());
  }

  /** The name of the split that models are trained on. */
  String training() {
    return names().get(0);
  }

  /** Its share of the rows. */
  double trainingShare() {
    return shares.values().iterator().next();
  }

  /** The name of the split that takes what is held out. */
  String last() {
    return names().get(shares.size() - 1);
  }

  /** Most rows of a cluster that may be outside the first split, of this many rows in all. */
  double mostClusterRows(long rows) {
    return maxClusterShare == null
        ? Double.POSITIVE_INFINITY
        : maxClusterShare * smallestRows(rows);
  }

  /** Rows that the smallest split is meant to have, of this many in all. */
  double smallestRows(long rows) {
    double least =
        shares.values().stream()
            .mapToDouble(Double::doubleValue)
            .filter(s -> s > 0)
            .min()
            .orElse(1);
    return least * rows;
  }

  /** The same settings, without a limit of clusters. */
  SplitSettings withoutClusterLimit() {
    return new SplitSettings(
        shares, stratifyBy, null, holdOut, folds, leaveOut, previous, leakSearch, maxLeaks);
  }
}
