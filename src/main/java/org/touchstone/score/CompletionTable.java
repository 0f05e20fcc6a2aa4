package org.touchstone.score;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.touchstone.preference.Message;
import org.touchstone.preference.Reply;
import org.touchstone.preference.Role;
import org.touchstone.schema.Columns;
import org.touchstone.schema.ComparisonTable;

/**
 * Where a table to be scored keeps its prompts and replies.
 *
 * <p>A prompt is a string (one turn of the user) or messages. A row has either {@code reply}, a
 * string or messages, or {@code replies}: an array of strings, of messages, or of the structs of
 * the comparisons table.
 *
 * @param schema of the table
 * @param several whether rows have {@code replies}
 */
record CompletionTable(StructType schema, boolean several) implements Serializable {

  /** Reads the shape of a table, and refuses one that cannot be scored. */
  static CompletionTable of(StructType schema) {
    List<String> names = Arrays.asList(schema.fieldNames());
    boolean several = names.contains(Columns.REPLIES);
    if (!names.contains(Columns.PROMPT) || !(several || names.contains(Columns.REPLY))) {
      throw new IllegalArgumentException(
          "Cannot score a table with the columns %s: it needs prompt, and reply or replies"
              .formatted(names));
    }

    for (String added : addedNames(several)) {
      if (names.contains(added)) {
        throw new IllegalArgumentException(
            "Cannot score a table that has a column %s already: rename or drop it first"
                .formatted(added));
      }
    }

    return new CompletionTable(schema, several);
  }

  /** The table's columns and those that scoring adds. */
  StructType scoredSchema() {
    DataType reward = DataTypes.DoubleType;
    DataType tokens = DataTypes.IntegerType;
    DataType truncated = DataTypes.BooleanType;
    String[] names = addedNames(several);
    return schema
        .add(names[0], several ? DataTypes.createArrayType(reward, false) : reward, true)
        .add(names[1], several ? DataTypes.createArrayType(tokens, false) : tokens, true)
        .add(names[2], several ? DataTypes.createArrayType(truncated, false) : truncated, true)
        .add(names[3], DataTypes.StringType, true);
  }

  private static String[] addedNames(boolean several) {
    return new String[] {
      several ? Columns.REWARDS : Columns.REWARD,
      Columns.TOKENS,
      Columns.TRUNCATED,
      Columns.MODEL_DIGEST
    };
  }

  /**
   * Reads a prompt.
   *
   * @throws UnscorableRowException if it is null or has an unknown role
   */
  List<Message> prompt(Row row) throws UnscorableRowException {
    int index = schema.fieldIndex(Columns.PROMPT);
    requireValue(row, index, Columns.PROMPT);
    return conversation(row.get(index), schema.fields()[index].dataType(), Role.USER);
  }

  /**
   * Reads the replies of a row, one or several.
   *
   * @throws UnscorableRowException if one is null, empty of messages, or has an unknown role
   */
  List<Reply> replies(Row row) throws UnscorableRowException {
    if (!several) {
      int index = schema.fieldIndex(Columns.REPLY);
      requireValue(row, index, Columns.REPLY);
      return List.of(reply(row.get(index), schema.fields()[index].dataType()));
    }

    int index = schema.fieldIndex(Columns.REPLIES);
    requireValue(row, index, Columns.REPLIES);
    DataType element = ((ArrayType) schema.fields()[index].dataType()).elementType();
    List<Reply> replies = new ArrayList<>();
    for (Object value : row.getList(index)) {
      if (value == null) {
        throw new UnscorableRowException("null-reply");
      }

      if (element instanceof StructType struct) {
        int messages = struct.fieldIndex(Columns.MESSAGES);
        replies.add(reply(((Row) value).get(messages), struct.fields()[messages].dataType()));
      } else {
        replies.add(reply(value, element));
      }
    }

    return replies;
  }

  private static Reply reply(Object value, DataType type) throws UnscorableRowException {
    List<Message> messages = conversation(value, type, Role.ASSISTANT);
    if (messages.isEmpty()) {
      throw new UnscorableRowException("empty-reply");
    }

    return new Reply(messages, null);
  }

  private static List<Message> conversation(Object value, DataType type, Role role)
      throws UnscorableRowException {
    if (type.equals(DataTypes.StringType)) {
      return List.of(new Message(role, (String) value));
    }

    try {
      return ComparisonTable.messages(rows(value));
    } catch (IllegalArgumentException | NullPointerException e) {
      throw new UnscorableRowException("malformed-messages");
    }
  }

  private static List<Row> rows(Object sequence) {
    return scala.collection.JavaConverters.seqAsJavaList((scala.collection.Seq<Row>) sequence);
  }

  private static void requireValue(Row row, int index, String column)
      throws UnscorableRowException {
    if (row.isNullAt(index)) {
      throw new UnscorableRowException("null-" + column);
    }
  }
}
