package org.touchstone.deduplicate;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/**
 * The candidates of one group so far. In the order of ids, one is kept unless it is similar to one
 * that is kept: so that each duplicate names a kept row that is similar to itself, not one at the
 * other end of a chain.
 *
 * <p>The first {@code max-bucket} are compared all with all, and contradictions are found among
 * them all. Each later one is compared with the kept ones that share a MinHash band with it. A
 * candidate is told of the first {@link DuplicateRows#MAX_CONTRADICTIONS} of each kind alone.
 */
final class Family {

  private final NearSettings settings;
  private final List<Candidate> all = new ArrayList<>();
  private final List<Boolean> keptAmongAll = new ArrayList<>();
  private final Map<Candidate, Integer> opposedIds = new IdentityHashMap<>();
  private final Map<Candidate, Integer> nearlyOpposedIds = new IdentityHashMap<>();
  private @Nullable KeptIndex index;

  Family(NearSettings settings) {
    this.settings = settings;
  }

  /** Returns the mark of a candidate, and more contradictions of earlier ones. */
  List<Row> mark(Candidate candidate) {
    return all.size() < settings.maxBucket() ? markAmongAll(candidate) : markByIndex(candidate);
  }

  private List<Row> markAmongAll(Candidate candidate) {
    List<Row> marks = new ArrayList<>();
    List<String> opposed = new ArrayList<>();
    List<String> nearlyOpposed = new ArrayList<>();
    Candidate nearest = null;
    Match best = Match.NONE;
    for (int i = 0; i < all.size(); i++) {
      Candidate earlier = all.get(i);
      Match match = candidate.match(earlier, settings.similarity());
      if (match.opposite()) {
        addSome(earlier.comparisonIds(), opposed);
        tellOpposed(earlier, candidate, marks);
      } else if (match.nearlyOpposite()) {
        addSome(earlier.comparisonIds(), nearlyOpposed);
        tellNearlyOpposed(earlier, candidate, marks);
      }

      if (keptAmongAll.get(i) && match.similarity() > best.similarity()) {
        best = match;
        nearest = earlier;
      }
    }

    all.add(candidate);
    keptAmongAll.add(nearest == null);
    opposedIds.put(candidate, opposed.size());
    nearlyOpposedIds.put(candidate, nearlyOpposed.size());
    marks.add(row(candidate, nearest, best, opposed, nearlyOpposed));
    return marks;
  }

  private List<Row> markByIndex(Candidate candidate) {
    KeptIndex kept = index == null ? startIndex() : index;
    index = kept;
    List<Row> marks = new ArrayList<>();
    List<String> nearlyOpposed = new ArrayList<>();
    Candidate nearest = null;
    Match best = Match.NONE;
    for (Candidate earlier : kept.near(candidate)) {
      Match match = candidate.match(earlier, settings.similarity());
      if (match.nearlyOpposite()) {
        addSome(earlier.comparisonIds(), nearlyOpposed);
        tellNearlyOpposed(earlier, candidate, marks);
      }

      if (match.similarity() > best.similarity()) {
        best = match;
        nearest = earlier;
      }
    }

    if (nearest == null && kept.add(candidate)) {
      nearlyOpposedIds.put(candidate, nearlyOpposed.size());
    }

    List<String> opposed = List.of();
    if (nearest != null && best.opposite()) {
      opposed = nearest.comparisonIds();
      tellOpposed(nearest, candidate, marks);
    }

    marks.add(row(candidate, nearest, best, opposed, nearlyOpposed));
    return marks;
  }

  private KeptIndex startIndex() {
    KeptIndex kept = new KeptIndex(settings);
    for (int i = 0; i < all.size(); i++) {
      if (keptAmongAll.get(i)) {
        kept.add(all.get(i));
      }
    }

    return kept;
  }

  private static Row row(
      Candidate candidate,
      @Nullable Candidate nearest,
      Match match,
      List<String> opposed,
      List<String> nearlyOpposed) {
    Candidate named = nearest == null ? candidate : nearest;
    return RowFactory.create(
        candidate.setId(),
        candidate.setRanks(),
        named.comparisonId(),
        named.occurrence(),
        kind(candidate, named, match).label(),
        nearest == null ? 1.0 : match.similarity(),
        opposed.toArray(),
        nearlyOpposed.toArray());
  }

  private static DuplicateKind kind(Candidate candidate, Candidate named, Match match) {
    DuplicateKind same =
        candidate.setId().equals(named.setId()) ? DuplicateKind.EXACT : DuplicateKind.NEAR;
    return match.opposite() ? DuplicateKind.SWAPPED : same;
  }

  private void tellOpposed(Candidate earlier, Candidate by, List<Row> marks) {
    List<String> ids = first(by.comparisonIds(), earlier, opposedIds);
    if (!ids.isEmpty()) {
      marks.add(contradicted(earlier, ids, List.of()));
    }
  }

  private void tellNearlyOpposed(Candidate earlier, Candidate by, List<Row> marks) {
    List<String> ids = first(by.comparisonIds(), earlier, nearlyOpposedIds);
    if (!ids.isEmpty()) {
      marks.add(contradicted(earlier, List.of(), ids));
    }
  }

  /** Returns as many ids as a candidate may still be told of, and counts them. */
  private static List<String> first(
      List<String> ids, Candidate told, Map<Candidate, Integer> counts) {
    int before = counts.getOrDefault(told, 0);
    int more = Math.min(ids.size(), DuplicateRows.MAX_CONTRADICTIONS - before);
    counts.put(told, before + more);
    return ids.subList(0, more);
  }

  private static void addSome(List<String> ids, List<String> all) {
    int more = Math.min(ids.size(), DuplicateRows.MAX_CONTRADICTIONS - all.size());
    all.addAll(ids.subList(0, more));
  }

  private static Row contradicted(Candidate earlier, List<String> by, List<String> nearlyBy) {
    return RowFactory.create(
        earlier.setId(),
        earlier.setRanks(),
        null,
        null,
        null,
        null,
        by.toArray(),
        nearlyBy.toArray());
  }
}
