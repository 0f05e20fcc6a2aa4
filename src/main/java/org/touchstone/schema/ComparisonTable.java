package org.touchstone.schema;

import java.io.Serializable;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.touchstone.preference.Comparison;
import org.touchstone.preference.Context;
import org.touchstone.preference.Message;
import org.touchstone.preference.Reply;
import org.touchstone.preference.Role;

/**
 * The comparisons table, version 2: its columns, and the way between its rows and {@link
 * Comparison}.
 *
 * <p>Later jobs add columns and never change these; so rows are read by column name.
 */
public final class ComparisonTable implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Written to manifests, so that a reader knows what the columns mean. */
  public static final String VERSION = "comparisons-v2";

  /**
   * An array of structs of strings: {@code role}, {@code content}, and, null where a message has
   * none, {@code name}, {@code tool_calls}, {@code tool_call_id}, {@code reasoning_content}, {@code
   * extra}.
   */
  public static final ArrayType MESSAGES =
      DataTypes.createArrayType(
          new StructType(
              new StructField[] {
                field(Columns.ROLE, DataTypes.StringType, false),
                field(Columns.CONTENT, DataTypes.StringType, false),
                field(Columns.NAME, DataTypes.StringType, true),
                field(Columns.TOOL_CALLS, DataTypes.StringType, true),
                field(Columns.TOOL_CALL_ID, DataTypes.StringType, true),
                field(Columns.REASONING_CONTENT, DataTypes.StringType, true),
                field(Columns.EXTRA, DataTypes.StringType, true)
              }),
          false);

  /** {@code array<struct<key string, value string>>}, sorted by key: every reader knows lists. */
  public static final ArrayType METADATA =
      DataTypes.createArrayType(
          new StructType(
              new StructField[] {
                field(Columns.KEY, DataTypes.StringType, false),
                field(Columns.VALUE, DataTypes.StringType, false)
              }),
          false);

  /** {@code array<struct<reply_id string, messages, author string?>>}. */
  public static final ArrayType REPLIES =
      DataTypes.createArrayType(
          new StructType(
              new StructField[] {
                field(Columns.REPLY_ID, DataTypes.StringType, false),
                field(Columns.MESSAGES, MESSAGES, false),
                field(Columns.AUTHOR, DataTypes.StringType, true)
              }),
          false);

  /** The columns in order. */
  public static final StructType SCHEMA =
      new StructType(
          new StructField[] {
            field(Columns.COMPARISON_ID, DataTypes.StringType, false),
            field(Columns.OCCURRENCE, DataTypes.IntegerType, false),
            field(Columns.PROMPT, MESSAGES, false),
            field(Columns.REPLIES, REPLIES, false),
            field(Columns.RANKS, DataTypes.createArrayType(DataTypes.IntegerType, false), false),
            field(Columns.RATINGS, DataTypes.createArrayType(DataTypes.DoubleType, false), true),
            field(Columns.MARGIN, DataTypes.DoubleType, true),
            field(Columns.ANNOTATOR, DataTypes.StringType, true),
            field(Columns.SOURCE, DataTypes.StringType, false),
            field(Columns.LANGUAGE, DataTypes.StringType, true),
            field(Columns.CREATED_AT, DataTypes.TimestampType, true),
            field(Columns.METADATA, METADATA, false),
            field(Columns.TOOLS, DataTypes.StringType, true),
            field(Columns.DOCUMENTS, DataTypes.StringType, true)
          });

  private ComparisonTable() {}

  /**
   * Returns the row of a comparison.
   *
   * @param comparison the judgement; its id is computed from its content
   * @param occurrence 0, 1, ... among exact repeats of the id
   * @return a row of {@link #SCHEMA}
   */
  public static Row toRow(Comparison comparison, int occurrence) {
    List<Row> replies = new ArrayList<>(comparison.replies().size());
    for (Reply reply : comparison.replies()) {
      replies.add(
          RowFactory.create(
              ContentIds.ofMessages(reply.messages()),
              messageRows(reply.messages()),
              reply.author()));
    }

    Instant createdAt = comparison.createdAt();
    List<Double> ratings = comparison.ratings();
    return RowFactory.create(
        ContentIds.ofComparison(comparison),
        occurrence,
        messageRows(comparison.prompt()),
        replies.toArray(),
        comparison.ranks().toArray(),
        ratings == null ? null : ratings.toArray(),
        comparison.margin(),
        comparison.annotator(),
        comparison.source(),
        comparison.language(),
        createdAt == null ? null : Timestamp.from(createdAt),
        metadataRows(comparison.metadata()),
        comparison.context().tools(),
        comparison.context().documents());
  }

  /**
   * Returns the comparison of a row; further columns are ignored.
   *
   * @param row a row with the columns of {@link #SCHEMA}
   * @return the comparison
   */
  public static Comparison fromRow(Row row) {
    Timestamp createdAt = value(row, Columns.CREATED_AT);
    List<Double> ratings =
        row.isNullAt(row.fieldIndex(Columns.RATINGS))
            ? null
            : row.getList(row.fieldIndex(Columns.RATINGS));
    return new Comparison(
        prompt(row),
        replies(row),
        row.getList(row.fieldIndex(Columns.RANKS)),
        ratings,
        value(row, Columns.MARGIN),
        value(row, Columns.ANNOTATOR),
        row.getString(row.fieldIndex(Columns.SOURCE)),
        value(row, Columns.LANGUAGE),
        createdAt == null ? null : createdAt.toInstant(),
        metadata(row),
        context(row));
  }

  /**
   * Reads the prompt of a row.
   *
   * @param row a row with a column {@code prompt}
   * @return the turns
   */
  public static List<Message> prompt(Row row) {
    return messages(row.getList(row.fieldIndex(Columns.PROMPT)));
  }

  /**
   * Reads the replies of a row.
   *
   * @param row a row with a column {@code replies}
   * @return the candidates, in order
   */
  public static List<Reply> replies(Row row) {
    List<Row> rows = row.getList(row.fieldIndex(Columns.REPLIES));
    List<Reply> replies = new ArrayList<>(rows.size());
    for (Row reply : rows) {
      List<Row> messages = reply.getList(reply.fieldIndex(Columns.MESSAGES));
      replies.add(new Reply(messages(messages), value(reply, Columns.AUTHOR)));
    }

    return replies;
  }

  /**
   * Reads what the source said beside its judgement.
   *
   * @param row a row with a column {@code metadata}
   * @return values by key
   */
  public static Map<String, String> metadata(Row row) {
    List<Row> entries = row.getList(row.fieldIndex(Columns.METADATA));
    Map<String, String> metadata = new TreeMap<>();
    for (Row entry : entries) {
      metadata.put(entry.getAs(Columns.KEY), entry.getAs(Columns.VALUE));
    }

    return metadata;
  }

  /**
   * Reads what a conversation has beside its messages.
   *
   * @param row a row with or without columns {@code tools} and {@code documents}
   * @return the context
   */
  public static Context context(Row row) {
    return new Context(optional(row, Columns.TOOLS), optional(row, Columns.DOCUMENTS));
  }

  /**
   * Reads turns, fields by name.
   *
   * @param rows structs of {@link #MESSAGES}; fields beside role and content may be missing
   * @return the turns, in order
   */
  public static List<Message> messages(List<Row> rows) {
    List<Message> messages = new ArrayList<>(rows.size());
    for (Row message : rows) {
      messages.add(
          new Message(
              Role.of(message.getAs(Columns.ROLE)),
              message.getAs(Columns.CONTENT),
              optional(message, Columns.NAME),
              optional(message, Columns.TOOL_CALLS),
              optional(message, Columns.TOOL_CALL_ID),
              optional(message, Columns.REASONING_CONTENT),
              optional(message, Columns.EXTRA)));
    }

    return messages;
  }

  /**
   * Returns turns as structs of {@link #MESSAGES}.
   *
   * @param messages the turns
   * @return an array, since Spark's row encoder takes no Java collections
   */
  public static Object[] messageRows(List<Message> messages) {
    List<Row> rows = new ArrayList<>(messages.size());
    for (Message message : messages) {
      rows.add(
          RowFactory.create(
              message.role().label(),
              message.content(),
              message.name(),
              message.toolCalls(),
              message.toolCallId(),
              message.reasoningContent(),
              message.extra()));
    }

    return rows.toArray();
  }

  private static Object[] metadataRows(Map<String, String> metadata) {
    return new TreeMap<>(metadata)
        .entrySet().stream()
            .map(entry -> RowFactory.create(entry.getKey(), entry.getValue()))
            .toArray();
  }

  private static @Nullable String optional(Row row, String column) {
    int index = Arrays.asList(row.schema().fieldNames()).indexOf(column);
    return index < 0 ? null : row.getString(index);
  }

  private static <T> @Nullable T value(Row row, String column) {
    return row.getAs(column);
  }

  private static StructField field(
      String name, org.apache.spark.sql.types.DataType type, boolean nullable) {
    return DataTypes.createStructField(name, type, nullable);
  }
}
