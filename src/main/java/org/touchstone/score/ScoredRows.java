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
import java.util.Objects;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.touchstone.conversation.Candidate;
import org.touchstone.conversation.Completion;
import org.touchstone.conversation.Refusal;
import org.touchstone.model.UnencodableException;
import org.touchstone.preference.Reply;

/**
 * Rows with their rewards, a window at a time: the replies of a window are encoded, sorted by
 * length, scored in batches of a token budget, and the rows come out in the order they came in.
 */
final class ScoredRows implements Iterator<Row>, AutoCloseable {

  /** Reason of a reply that the chat template refuses. */
  private static final String UNENCODABLE = "unencodable";

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
    while (rows.hasNext()
        && replies < settings.windowReplies()
        && pending.size() < settings.windowReplies()) {
      PendingRow row = read(rows.next(), byModel);
      pending.add(row);
      replies += (int) row.replies().stream().filter(reply -> reply.encoded() != null).count();
    }

    byModel.forEach((folder, texts) -> score(loaded(folder), texts));
    pending.forEach(row -> ready.add(row.scored(table)));
    if (cost != null) {
      cost.add(replies, System.nanoTime() - loading - start);
      pending.forEach(row -> sample(row, cost));
    }
  }

  private void sample(PendingRow row, ScoringCost told) {
    RowOrigin origin = table.origin(row.row());
    row.forEachRefused(
        (refused, reply) ->
            told.refused(
                new RefusedSample(
                    origin.where(), origin.number(), reply, refused.reason(), refused.detail())));
  }

  private PendingRow read(Row row, Map<String, List<PendingReply>> byModel) {
    try {
      String folder = models.folder(row);
      ExecutorModels.Loaded model = loaded(folder);
      List<PendingReply> pending = encoded(table.completion(row), model);
      byModel
          .computeIfAbsent(folder, key -> new ArrayList<>())
          .addAll(pending.stream().filter(reply -> reply.encoded() != null).toList());
      return new PendingRow(row, model.model().digest(), null, pending);
    } catch (Refusal refusal) {
      String detail = String.valueOf(refusal.getMessage());
      RefusedReply whole = new RefusedReply(refusal.reason().label(), detail);
      return new PendingRow(row, "", whole, List.of());
    } catch (UncheckedIOException e) {
      throw e; // of the model, which has nothing to do with the row
    } catch (RuntimeException e) {
      throw new IllegalStateException(
          "Cannot score %s: %s".formatted(table.origin(row).words(), e), e);
    }
  }

  /** Encodes the replies together, which reads their prompt once, unless one is refused. */
  private static List<PendingReply> encoded(Completion completion, ExecutorModels.Loaded model) {
    List<Reply> replies = new ArrayList<>();
    for (Candidate candidate : completion.candidates()) {
      if (candidate.reply() != null) {
        replies.add(candidate.reply());
      }
    }

    if (replies.size() == completion.candidates().size()) {
      try {
        return model
            .encoder()
            .encodeReplies(completion.context(), completion.prompt(), replies)
            .stream()
            .map(PendingReply::of)
            .toList();
      } catch (UnencodableException e) {
        // One by one, below: the others may be fine.
      }
    }

    return completion.candidates().stream()
        .map(candidate -> encoded(completion, candidate, model))
        .toList();
  }

  private static PendingReply encoded(
      Completion completion, Candidate candidate, ExecutorModels.Loaded model) {
    Refusal refusal = candidate.refusal();
    if (refusal != null) {
      return PendingReply.refused(refusal.reason().label(), refusal.getMessage());
    }

    try {
      List<Reply> replies = List.of(Objects.requireNonNull(candidate.reply()));
      return PendingReply.of(
          model.encoder().encodeReplies(completion.context(), completion.prompt(), replies).get(0));
    } catch (UnencodableException e) {
      return PendingReply.refused(UNENCODABLE, e.getMessage());
    }
  }

  private void score(ExecutorModels.Loaded model, List<PendingReply> texts) {
    int[] lengths = texts.stream().mapToInt(text -> ids(text).length).toArray();
    for (int[] batch : budget.batches(lengths)) {
      int[][] ids = new int[batch.length][];
      for (int i = 0; i < batch.length; i++) {
        ids[i] = ids(texts.get(batch[i]));
      }

      float[] rewards = model.model().rewards(ids);
      for (int i = 0; i < batch.length; i++) {
        texts.get(batch[i]).reward(rewards[i]);
      }
    }
  }

  private static int[] ids(PendingReply reply) {
    return Objects.requireNonNull(reply.encoded()).ids();
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
