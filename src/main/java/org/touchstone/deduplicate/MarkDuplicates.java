package org.touchstone.deduplicate;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.touchstone.schema.Columns;
import org.touchstone.text.Normaliser;

/**
 * Decides, among rows whose prompts and replies are in the same clusters, which are duplicates.
 * Takes the rows of a group in the order of ids and occurrences, and never holds all of them.
 */
final class MarkDuplicates implements FlatMapGroupsFunction<Long, Row, Row> {

  private static final long serialVersionUID = 1L;

  static final String FIRST_ID = "first_id";
  static final String FIRST_OCCURRENCE = "first_occurrence";
  static final String KIND = "kind";

  private static final DataType IDS = DataTypes.createArrayType(DataTypes.StringType, false);

  /** The mark of a set of replies in one order; without a kind, more contradictions of it. */
  static final StructType SCHEMA =
      new StructType()
          .add(ReadFacts.SET_ID, DataTypes.StringType, false)
          .add(ReadFacts.SET_RANKS, DataTypes.StringType, false)
          .add(FIRST_ID, DataTypes.StringType, true)
          .add(FIRST_OCCURRENCE, DataTypes.IntegerType, true)
          .add(KIND, DataTypes.StringType, true)
          .add(Columns.SIMILARITY, DataTypes.DoubleType, true)
          .add(Columns.CONTRADICTION, IDS, false)
          .add(Columns.NEAR_CONTRADICTION, IDS, false);

  private final NearSettings settings;
  private final Normaliser form;

  MarkDuplicates(DeduplicationSettings settings) {
    this.settings = settings.replies();
    this.form = settings.form();
  }

  @Override
  public Iterator<Row> call(Long group, Iterator<Row> rows) {
    Family family = new Family(settings);
    return new Flattened<>(
        rows,
        row -> {
          List<Row> marks = family.mark(Candidate.of(row, form, settings.shingling()));
          return marks.iterator();
        });
  }
}
