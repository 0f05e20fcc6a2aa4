package org.touchstone.score;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/**
 * A row whose replies are being scored.
 *
 * @param row as it came
 * @param digest of the model
 * @param replies in the row's order; one that is refused where the row cannot be read
 */
record PendingRow(Row row, String digest, List<PendingReply> replies) {

  /** The row with the columns that scoring adds, nulls where it could not be scored. */
  Row scored(CompletionTable table) {
    List<@Nullable Object> values = new ArrayList<>(row.size() + 5);
    for (int i = 0; i < row.size(); i++) {
      values.add(row.get(i));
    }

    boolean scored = replies.stream().anyMatch(reply -> reply.encoded() != null);
    values.add(scored ? each(table, replies.stream().map(PendingReply::reward).toArray()) : null);
    values.add(scored ? each(table, replies.stream().map(PendingReply::tokens).toArray()) : null);
    values.add(
        scored ? each(table, replies.stream().map(PendingReply::truncated).toArray()) : null);
    values.add(scored ? digest : null);
    values.add(refusals());
    return RowFactory.create(values.toArray());
  }

  private static @Nullable Object each(CompletionTable table, @Nullable Object[] values) {
    return table.several() ? values : values[0];
  }

  private Object @Nullable [] refusals() {
    List<Row> refusals = new ArrayList<>();
    for (int i = 0; i < replies.size(); i++) {
      RefusedReply refused = replies.get(i).refused();
      if (refused != null) {
        refusals.add(RowFactory.create(i + 1, refused.reason(), refused.detail()));
      }
    }

    return refusals.isEmpty() ? null : refusals.toArray();
  }
}
