package org.touchstone.deduplicate;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/**
 * The candidates of one group so far. In the order of ids, one is kept unless it is similar to one
 * that is kept: so that each duplicate names a kept row that is similar to itself, not one at the
 * other end of a chain.
 *
 * <p>The first {@code max-bucket} are compared all with all, and contradictions are found among
 * them all. Each later one is compared with the kept ones that share a MinHash band with it.
 */
final class Family {

  private final NearSettings settings;
  private final List<Candidate> all = new ArrayList<>();
  private final List<Boolean> keptAmongAll = new ArrayList<>();
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
        opposed.addAll(earlier.comparisonIds());
        marks.add(contradicted(earlier, candidate.comparisonIds(), List.of()));
      } else if (match.nearlyOpposite()) {
        nearlyOpposed.addAll(earlier.comparisonIds());
        marks.add(contradicted(earlier, List.of(), candidate.comparisonIds()));
      }

      if (keptAmongAll.get(i) && match.similarity() > best.similarity()) {
        best = match;
        nearest = earlier;
      }
    }

    all.add(candidate);
    keptAmongAll.add(nearest == null);
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
        nearlyOpposed.addAll(earlier.comparisonIds());
        marks.add(contradicted(earlier, List.of(), candidate.comparisonIds()));
      }

      if (match.similarity() > best.similarity()) {
        best = match;
        nearest = earlier;
      }
    }

    if (nearest == null) {
      kept.add(candidate);
    }

    List<String> opposed = List.of();
    if (nearest != null && best.opposite()) {
      opposed = nearest.comparisonIds();
      marks.add(contradicted(nearest, candidate.comparisonIds(), List.of()));
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
