package org.touchstone.score;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.touchstone.conversation.Completion;
import org.touchstone.conversation.Prompts;
import org.touchstone.conversation.Refusal;
import org.touchstone.conversation.RejectionReason;
import org.touchstone.schema.Columns;
import org.touchstone.schema.RowJson;

/**
 * Where a table to be scored keeps its prompts and replies; rows are read by {@link Completion},
 * fields by name.
 *
 * @param schema of the table
 * @param several whether rows have several replies
 * @param read the columns that a completion is read from
 */
record CompletionTable(StructType schema, boolean several, List<String> read)
    implements Serializable {

  /**
   * {@code array<struct<reply int, reason string, detail string>>}; replies count from 1, and 0 is
   * the row as a whole.
   */
  static final DataType REFUSALS =
      DataTypes.createArrayType(
          new StructType()
              .add(Columns.REPLY, DataTypes.IntegerType, false)
              .add(Columns.REASON, DataTypes.StringType, false)
              .add(Columns.DETAIL, DataTypes.StringType, false),
          false);

  CompletionTable {
    read = List.copyOf(read);
  }

  /** Reads the shape of a table, and refuses one that cannot be scored. */
  static CompletionTable of(StructType schema) {
    List<String> names =
        Arrays.stream(schema.fieldNames()).filter(name -> !name.equals(Columns.ORIGIN)).toList();
    List<String> read = Completion.names().stream().filter(names::contains).toList();
    Optional<String> field = Completion.field(names);
    boolean replies =
        field.filter(name -> isIn(name, Completion.ONE, Completion.SEVERAL)).isPresent();
    if (!replies && names.containsAll(Completion.PREFERENCE)) {
      throw new IllegalArgumentException(
          "Cannot score a table of preferences, with the columns %s: ingest reads them with their prompts; score its output"
              .formatted(names));
    }

    if (field.isEmpty() || !Prompts.areIn(names)) {
      throw new IllegalArgumentException(
          ("Cannot score a table with the columns %s: it needs a prompt, in one of %s, and replies,"
                  + " in one of %s or %s")
              .formatted(names, Prompts.promptNames(), Completion.ONE, Completion.SEVERAL));
    }

    boolean several =
        field
            .filter(name -> Completion.SEVERAL.contains(name) || isList(schema.apply(name)))
            .isPresent();
    for (String added : addedNames(several)) {
      if (names.contains(added)) {
        throw new IllegalArgumentException(
            "Cannot score a table that has a column %s already, which score adds: rename or drop it first"
                .formatted(added));
      }
    }

    return new CompletionTable(schema, several, read);
  }

  /** Whether a column holds lists of texts or of messages, where one reply is usual. */
  private static boolean isList(StructField column) {
    return Completion.ONE.contains(column.name())
        && column.dataType() instanceof ArrayType array
        && !(array.elementType() instanceof StructType);
  }

  private static boolean isIn(String name, List<String> one, List<String> several) {
    return one.contains(name) || several.contains(name);
  }

  /** The table's columns and those that scoring adds. */
  StructType scoredSchema() {
    String[] names = addedNames(several);
    return schema
        .add(names[0], each(DataTypes.DoubleType), true)
        .add(names[1], each(DataTypes.IntegerType), true)
        .add(names[2], each(DataTypes.BooleanType), true)
        .add(names[3], DataTypes.StringType, true)
        .add(names[4], REFUSALS, true);
  }

  /** Of several replies, those that cannot be scored are null. */
  private DataType each(DataType type) {
    return several ? DataTypes.createArrayType(type, true) : type;
  }

  private static String[] addedNames(boolean several) {
    return new String[] {
      several ? Columns.REWARDS : Columns.REWARD,
      Columns.TOKENS,
      Columns.TRUNCATED,
      Columns.MODEL_DIGEST,
      Columns.REFUSED
    };
  }

  /** Reads the prompt and the replies of a row. */
  Completion completion(Row row) throws Refusal {
    Completion completion = Completion.of(RowJson.of(row, schema, read));
    if (!several && completion.candidates().size() > 1) {
      throw new Refusal(
          RejectionReason.WRONG_LENGTH,
          "there are %d replies, but other rows have one text under the same name; name lists replies"
              .formatted(completion.candidates().size()));
    }

    return completion;
  }

  /** Where a row came from, as far as the table says. */
  RowOrigin origin(Row row) {
    int origin = index(Columns.ORIGIN);
    if (origin >= 0 && row.get(origin) instanceof Row place && !place.isNullAt(0)) {
      return new RowOrigin(place.getString(0), place.isNullAt(1) ? 0 : place.getLong(1));
    }

    int id = index(Columns.COMPARISON_ID);
    boolean known = id >= 0 && row.get(id) instanceof String;
    return new RowOrigin(known ? row.getString(id) : "", 0);
  }

  private int index(String column) {
    return schema.getFieldIndex(column).isDefined() ? schema.fieldIndex(column) : -1;
  }
}
