package org.touchstone.audit.pairs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.touchstone.conversation.Candidate;
import org.touchstone.conversation.Completion;
import org.touchstone.conversation.Refusal;
import org.touchstone.preference.Context;
import org.touchstone.preference.Reply;
import org.touchstone.schema.Columns;
import org.touchstone.schema.ComparisonTable;
import org.touchstone.schema.ContentIds;
import org.touchstone.schema.RowJson;
import org.touchstone.text.ContentHash;

/**
 * Turns a row of prompts and replies, however it is written, into a row for each reply. What cannot
 * be read becomes a row without ids, so that it can be counted.
 */
final class PooledReplies implements FlatMapFunction<Row, Row> {

  private static final long serialVersionUID = 1L;

  static final StructType SCHEMA =
      new StructType()
          .add(ContestedReplies.PROMPT_ID, DataTypes.StringType, true)
          .add(Columns.PROMPT_CLUSTER, DataTypes.StringType, true)
          .add(ContestedReplies.REPLY_ID, DataTypes.StringType, true)
          .add(ContestedReplies.WORDS, DataTypes.IntegerType, true)
          .add(Columns.PROMPT, ComparisonTable.MESSAGES, true)
          .add(Columns.REPLY, ComparisonTable.MESSAGES, true)
          .add(Columns.TOOLS, DataTypes.StringType, true)
          .add(Columns.DOCUMENTS, DataTypes.StringType, true);

  private final StructType schema;
  private final List<String> read;

  PooledReplies(StructType schema) {
    this.schema = schema;
    this.read = new ArrayList<>(Completion.names());
    this.read.add(Columns.PROMPT_CLUSTER);
  }

  @Override
  public Iterator<Row> call(Row row) {
    try {
      ObjectNode record = RowJson.of(row, schema, read);
      Completion completion = Completion.of(record);
      String prompt = promptId(completion);
      String cluster = record.path(Columns.PROMPT_CLUSTER).asText(prompt);
      return completion.candidates().stream()
          .map(candidate -> row(completion, prompt, cluster, candidate))
          .iterator();
    } catch (Refusal refusal) {
      return List.of(unread()).iterator();
    }
  }

  private static Row row(
      Completion completion, String prompt, String cluster, Candidate candidate) {
    Reply reply = candidate.reply();
    Context context = completion.context();
    return reply == null
        ? unread()
        : RowFactory.create(
            prompt,
            cluster,
            ContentIds.ofMessages(reply.messages()),
            JudgedPairs.words(reply),
            ComparisonTable.messageRows(completion.prompt()),
            ComparisonTable.messageRows(reply.messages()),
            context.tools(),
            context.documents());
  }

  private static Row unread() {
    return RowFactory.create(new @Nullable Object[SCHEMA.size()]);
  }

  /** Prompts that differ in their tools alone are different prompts. */
  private static String promptId(Completion completion) {
    String messages = ContentIds.ofMessages(completion.prompt());
    Context context = completion.context();
    return context.equals(Context.NONE)
        ? messages
        : ContentHash.of(
            messages, String.valueOf(context.tools()), String.valueOf(context.documents()));
  }
}
