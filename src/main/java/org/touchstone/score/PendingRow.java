package org.touchstone.score;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ObjIntConsumer;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/**
 * A row whose replies are being scored.
 *
 * @param row as it came
 * @param digest of the model
 * @param whole why the row as a whole cannot be scored; null if it is read
 * @param replies in the row's order; none where the row cannot be read
 */
record PendingRow(
    Row row, String digest, @Nullable RefusedReply whole, List<PendingReply> replies) {

  /** The row with the columns that scoring adds, nulls where it could not be scored. */
  Row scored(CompletionTable table) {
    List<@Nullable Object> values = new ArrayList<>(row.size() + 5);
    for (int i = 0; i < row.size(); i++) {
      values.add(row.get(i));
    }

    boolean scored = replies.stream().anyMatch(reply -> reply.refused() == null);
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

  /** Calls back for each reply that is refused, by its number from 1; 0 is the whole row. */
  void forEachRefused(ObjIntConsumer<RefusedReply> consumer) {
    if (whole != null) {
      consumer.accept(whole, 0);
    }

    for (int i = 0; i < replies.size(); i++) {
      RefusedReply refused = replies.get(i).refused();
      if (refused != null) {
        consumer.accept(refused, i + 1);
      }
    }
  }

  private Object @Nullable [] refusals() {
    List<Row> refusals = new ArrayList<>();
    forEachRefused(
        (refused, reply) ->
            refusals.add(RowFactory.create(reply, refused.reason(), refused.detail())));
    return refusals.isEmpty() ? null : refusals.toArray();
  }
}
