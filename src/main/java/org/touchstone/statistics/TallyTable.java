package org.touchstone.statistics;

import java.io.Serializable;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.touchstone.schema.Columns;

/**
 * The rows that {@link TallyRows} sends on: tallies of groups, counted openings, scored replies.
 */
final class TallyTable {

  static final String KIND = "kind";
  static final String SOURCE = Columns.SOURCE;
  static final String SIDE = "side";
  static final String TEXT = "text";
  static final String COUNT = "count";
  static final String EXAMPLE = "example";
  static final String TALLY = "tally";
  static final String PROMPT_KEY = ReadFacts.PROMPT_KEY;
  static final String OPPONENTS = "opponents";
  static final String COMPONENT = "component";
  static final String SCORE = "score";
  static final String STANDARD_ERROR = "standard_error";
  static final String CONVERGED = "converged";

  static final String TALLIES = "tally";
  static final String OPENINGS = "opening";
  static final String SCORES = "score";

  static final StructType SCHEMA =
      new StructType()
          .add(KIND, DataTypes.StringType, false)
          .add(SOURCE, DataTypes.StringType, true)
          .add(SIDE, DataTypes.StringType, true)
          .add(TEXT, DataTypes.StringType, true)
          .add(COUNT, DataTypes.LongType, true)
          .add(EXAMPLE, DataTypes.StringType, true)
          .add(TALLY, DataTypes.BinaryType, true)
          .add(PROMPT_KEY, DataTypes.LongType, true)
          .add(OPPONENTS, DataTypes.IntegerType, true)
          .add(COMPONENT, DataTypes.IntegerType, true)
          .add(SCORE, DataTypes.DoubleType, true)
          .add(STANDARD_ERROR, DataTypes.DoubleType, true)
          .add(CONVERGED, DataTypes.BooleanType, true);

  /** A text as counted. */
  record Opening(Side side, String source, String text) implements Serializable {}

  /** How often, and the smallest id of a row that has it. */
  record Times(long count, String example) implements Serializable {
    Times plus(Times other) {
      return new Times(
          count + other.count, example.compareTo(other.example) <= 0 ? example : other.example);
    }
  }

  private TallyTable() {}

  static Row row(Opening opening, Times times) {
    return RowFactory.create(
        OPENINGS,
        opening.source(),
        opening.side().name(),
        opening.text(),
        times.count(),
        times.example(),
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  /** The group's own name is the key by which its parts meet. */
  static Row row(Tally tally) {
    Group group = tally.group();
    return RowFactory.create(
        TALLIES,
        null,
        group.kind().name(),
        group.source() + '\u0000' + group.split() + '\u0000' + group.language(),
        null,
        null,
        tally.encode(),
        null,
        null,
        null,
        null,
        null,
        null);
  }

  static Row row(long promptKey, JudgedPrompt.ScoredReply scored) {
    double error = scored.standardError();
    return RowFactory.create(
        SCORES,
        null,
        null,
        scored.replyId(),
        null,
        scored.example(),
        null,
        promptKey,
        scored.opponents(),
        scored.component(),
        scored.score(),
        Double.isNaN(error) ? null : error,
        scored.converged());
  }
}
