package org.touchstone.score;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.touchstone.model.EncodedConversation;
import org.touchstone.model.UnencodableException;
import org.touchstone.preference.Reply;

/**
 * Rows with their rewards, a window at a time: the replies of a window are encoded, sorted by
 * length, scored in batches of a token budget, and the rows come out in the order they came in.
 */
final class ScoredRows implements Iterator<Row>, AutoCloseable {

  private final Iterator<Row> rows;
  private final CompletionTable table;
  private final ModelChoice models;
  private final ScoreSettings settings;
  private final int threads;
  private final @Nullable ScoringCost cost;
  private final TokenBudget budget;
  private final Map<String, ExecutorModels.Loaded> loaded = new HashMap<>();
  private final Deque<Row> ready = new ArrayDeque<>();
  private long loading;

  ScoredRows(
      Iterator<Row> rows,
      CompletionTable table,
      ModelChoice models,
      ScoreSettings settings,
      int threads,
      @Nullable ScoringCost cost) {
    this.rows = rows;
    this.table = table;
    this.models = models;
    this.settings = settings;
    this.threads = threads;
    this.cost = cost;
    this.budget = new TokenBudget(settings.maxTokensPerBatch());
  }

  @Override
  public boolean hasNext() {
    if (ready.isEmpty() && rows.hasNext()) {
      scoreWindow();
    }

    return !ready.isEmpty();
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }

    return ready.removeFirst();
  }

  @Override
  public void close() {
    loaded.values().forEach(ExecutorModels.Loaded::close);
    loaded.clear();
  }

  private void scoreWindow() {
    long start = System.nanoTime() - loading;
    List<PendingRow> pending = new ArrayList<>();
    Map<String, List<PendingReply>> byModel = new HashMap<>();
    int replies = 0;
    while (rows.hasNext() && replies < settings.windowReplies()) {
      PendingRow row = read(rows.next(), byModel);
      pending.add(row);
      replies += row.replies().size();
    }

    byModel.forEach((folder, texts) -> score(loaded(folder), texts));
    pending.forEach(row -> ready.add(row.scored(table)));
    if (cost != null) {
      cost.add(replies, System.nanoTime() - loading - start);
    }
  }

  private PendingRow read(Row row, Map<String, List<PendingReply>> byModel) {
    try {
      String folder = models.folder(row);
      ExecutorModels.Loaded model = loaded(folder);
      List<Reply> replies = table.replies(row);
      List<PendingReply> pending = new ArrayList<>(replies.size());
      for (EncodedConversation encoded :
          model.encoder().encodeReplies(table.prompt(row), replies)) {
        pending.add(new PendingReply(encoded));
      }

      byModel.computeIfAbsent(folder, key -> new ArrayList<>()).addAll(pending);
      return new PendingRow(row, model.model().digest(), pending);
    } catch (UnscorableRowException | UnencodableException e) {
      return new PendingRow(row, null, List.of());
    }
  }

  private void score(ExecutorModels.Loaded model, List<PendingReply> texts) {
    int[] lengths = texts.stream().mapToInt(text -> text.encoded().ids().length).toArray();
    for (int[] batch : budget.batches(lengths)) {
      int[][] ids = new int[batch.length][];
      for (int i = 0; i < batch.length; i++) {
        ids[i] = texts.get(batch[i]).encoded().ids();
      }

      float[] rewards = model.model().rewards(ids);
      for (int i = 0; i < batch.length; i++) {
        texts.get(batch[i]).reward(rewards[i]);
      }
    }
  }

  private ExecutorModels.Loaded loaded(String folder) {
    return loaded.computeIfAbsent(
        folder,
        key -> {
          long start = System.nanoTime();
          try {
            ExecutorModels.Loaded model = ExecutorModels.acquire(key, threads);
            loading += System.nanoTime() - start;
            return model;
          } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
          }
        });
  }
}
