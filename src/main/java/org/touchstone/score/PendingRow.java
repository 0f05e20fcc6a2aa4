package org.touchstone.score;

import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/**
 * A row whose replies are being scored.
 *
 * @param row as it came
 * @param digest of the model; null if the row cannot be scored
 * @param replies in the row's order; empty if it cannot be scored
 */
record PendingRow(Row row, @Nullable String digest, List<PendingReply> replies) {

  /** The row with the columns that scoring adds, nulls where it could not be scored. */
  Row scored(CompletionTable table) {
    Object[] values = new Object[row.size() + 4];
    for (int i = 0; i < row.size(); i++) {
      values[i] = row.get(i);
    }

    if (digest != null) {
      values[row.size()] = rewards(table);
      values[row.size() + 1] = tokens(table);
      values[row.size() + 2] = truncated(table);
      values[row.size() + 3] = digest;
    }

    return RowFactory.create(values);
  }

  private Object rewards(CompletionTable table) {
    Object[] rewards = replies.stream().map(PendingReply::reward).toArray();
    return table.several() ? rewards : rewards[0];
  }

  private Object tokens(CompletionTable table) {
    Object[] tokens = replies.stream().map(reply -> reply.encoded().ids().length).toArray();
    return table.several() ? tokens : tokens[0];
  }

  private Object truncated(CompletionTable table) {
    Object[] truncated = replies.stream().map(PendingReply::truncated).toArray();
    return table.several() ? truncated : truncated[0];
  }
}
