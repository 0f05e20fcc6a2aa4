package org.touchstone.deduplicate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.touchstone.schema.Columns;
import org.touchstone.text.Shingling;

/**
 * Decides, among rows whose prompts and replies are in the same clusters, which are duplicates.
 *
 * <p>In the order of ids, a row is kept unless it is similar to one that is kept: so that each
 * duplicate names a kept row that is similar to itself, not one at the other end of a chain.
 */
final class MarkDuplicates implements FlatMapGroupsFunction<Long, Row, Row> {

  private static final long serialVersionUID = 1L;

  static final String FIRST_ID = "first_id";
  static final String FIRST_OCCURRENCE = "first_occurrence";
  static final String KIND = "kind";

  static final StructType SCHEMA =
      new StructType()
          .add(ReadFacts.SET_ID, DataTypes.StringType, false)
          .add(ReadFacts.SET_RANKS, DataTypes.StringType, false)
          .add(FIRST_ID, DataTypes.StringType, false)
          .add(FIRST_OCCURRENCE, DataTypes.IntegerType, false)
          .add(KIND, DataTypes.StringType, false)
          .add(Columns.SIMILARITY, DataTypes.DoubleType, false)
          .add(
              Columns.CONTRADICTION, DataTypes.createArrayType(DataTypes.StringType, false), false);

  private final Shingling shingling;
  private final int maxBucket;

  MarkDuplicates(NearSettings settings) {
    this.shingling = settings.shingling();
    this.maxBucket = settings.maxBucket();
  }

  @Override
  public Iterator<Row> call(Long group, Iterator<Row> rows) {
    List<Candidate> candidates = new ArrayList<>();
    rows.forEachRemaining(row -> candidates.add(Candidate.of(row, shingling)));
    candidates.sort(
        Comparator.comparing(Candidate::comparisonId).thenComparing(Candidate::occurrence));
    return mark(candidates).iterator();
  }

  private List<Row> mark(List<Candidate> candidates) {
    List<Set<String>> contradictions = new ArrayList<>();
    candidates.forEach(candidate -> contradictions.add(new TreeSet<>()));
    boolean[] kept = new boolean[candidates.size()];
    List<Row> marked = new ArrayList<>();
    for (int i = 0; i < candidates.size(); i++) {
      Candidate candidate = candidates.get(i);
      Candidate nearest = null;
      Match best = Match.NONE;
      for (int j = 0; j < Math.min(i, maxBucket); j++) {
        Match match = candidate.match(candidates.get(j), shingling.similarity());
        if (match.opposite()) {
          contradictions.get(i).addAll(candidates.get(j).comparisonIds());
          contradictions.get(j).addAll(candidate.comparisonIds());
        }

        if (kept[j] && match.similarity() > best.similarity()) {
          best = match;
          nearest = candidates.get(j);
        }
      }

      kept[i] = nearest == null;
      marked.add(row(candidate, nearest, best));
    }

    return withContradictions(marked, contradictions);
  }

  private static Row row(Candidate candidate, @Nullable Candidate nearest, Match match) {
    if (nearest == null) {
      return RowFactory.create(
          candidate.setId(),
          candidate.setRanks(),
          candidate.comparisonId(),
          candidate.occurrence(),
          DuplicateKind.EXACT.label(),
          1.0);
    }

    boolean same = candidate.setId().equals(nearest.setId());
    DuplicateKind kind = same ? DuplicateKind.EXACT : DuplicateKind.NEAR;
    return RowFactory.create(
        candidate.setId(),
        candidate.setRanks(),
        nearest.comparisonId(),
        nearest.occurrence(),
        (match.opposite() ? DuplicateKind.SWAPPED : kind).label(),
        match.similarity());
  }

  private static List<Row> withContradictions(List<Row> marked, List<Set<String>> contradictions) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < marked.size(); i++) {
      Row row = marked.get(i);
      rows.add(
          RowFactory.create(
              row.get(0),
              row.get(1),
              row.get(2),
              row.get(3),
              row.get(4),
              row.get(5),
              contradictions.get(i).toArray()));
    }

    return rows;
  }
}
