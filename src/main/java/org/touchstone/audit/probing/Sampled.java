package org.touchstone.audit.probing;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.touchstone.audit.edit.Subject;
import org.touchstone.audit.pairs.JudgedPairs;
import org.touchstone.audit.pairs.ScoredModel;
import org.touchstone.preference.Comparison;
import org.touchstone.preference.Message;
import org.touchstone.preference.Reply;
import org.touchstone.schema.Columns;
import org.touchstone.schema.ComparisonTable;

/**
 * A scored row, with the replies that people liked most and least.
 *
 * @param comparison the row
 * @param comparisonId its id
 * @param cluster of its prompt
 * @param fold of the row; null if it has none
 * @param digest of the model that scored it
 * @param chosen the reply ranked best
 * @param rejected the reply ranked worst
 */
public record Sampled(
    Comparison comparison,
    String comparisonId,
    String cluster,
    @Nullable Integer fold,
    String digest,
    Reply chosen,
    Reply rejected) {

  /**
   * Draws rows by a keyed hash of their ids: the same rows on any cluster, in an order that has
   * nothing to do with their content. Rows that people called equal are passed over.
   */
  static List<Sampled> draw(Dataset<Row> comparisons, long seed, int most) {
    return comparisons
        .where(not(ScoredModel.unscored()))
        .orderBy(
            xxhash64(lit(seed), col(Columns.COMPARISON_ID), col(Columns.OCCURRENCE)),
            col(Columns.COMPARISON_ID),
            col(Columns.OCCURRENCE))
        .limit(most)
        .collectAsList()
        .stream()
        .flatMap(row -> of(row).stream())
        .toList();
  }

  private static Optional<Sampled> of(Row row) {
    Comparison comparison = ComparisonTable.fromRow(row);
    List<Integer> ranks = comparison.ranks();
    int best = first(comparison, Comparator.comparing(ranks::get));
    int worst = first(comparison, Comparator.comparing(i -> -ranks.get(i)));
    return ranks.get(best).equals(ranks.get(worst))
        ? Optional.empty()
        : Optional.of(of(row, comparison.replies().get(best), comparison.replies().get(worst)));
  }

  /** A row with two of its replies. */
  static Sampled of(Row row, Reply chosen, Reply rejected) {
    Comparison comparison = ComparisonTable.fromRow(row);
    return new Sampled(
        comparison,
        row.getAs(Columns.COMPARISON_ID),
        JudgedPairs.promptCluster(row, comparison),
        Interrogation.fold(row),
        row.getAs(Columns.MODEL_DIGEST),
        chosen,
        rejected);
  }

  /** The first place in an order; among equals the lesser text, not the lesser place. */
  private static int first(Comparison comparison, Comparator<Integer> order) {
    List<Reply> replies = comparison.replies();
    return IntStream.range(0, replies.size())
        .boxed()
        .min(order.thenComparing(i -> text(replies.get(i))))
        .orElseThrow();
  }

  /** The rewards of some replies to this prompt are asked for. */
  Interrogation.Question asks(List<Reply> replies) {
    return new Interrogation.Question(
        comparison.context(), comparison.prompt(), replies, fold, digest);
  }

  /** A reply to be edited; a reply to another prompt stands next in the sample. */
  Subject subject(Reply reply, List<Sampled> sample, int place) {
    String stranger = null;
    for (int step = 1; step < sample.size() && stranger == null; step++) {
      Sampled other = sample.get((place + step) % sample.size());
      stranger = other.cluster.equals(cluster) ? null : text(other.chosen);
    }

    return new Subject(comparison.prompt(), text(reply), stranger, comparison.language());
  }

  /** The prompt as people read it. */
  public String prompt() {
    StringBuilder text = new StringBuilder();
    for (Message message : comparison.prompt()) {
      text.append(text.length() == 0 ? "" : "\n\n")
          .append(message.role().label())
          .append(": ")
          .append(message.text());
    }

    return text.toString();
  }

  /** The last message, which is what edits change. */
  public static String text(Reply reply) {
    return reply.messages().get(reply.messages().size() - 1).content();
  }

  /** The reply with another text in its last message. */
  static Reply with(Reply reply, String text) {
    List<Message> messages = new ArrayList<>(reply.messages());
    int last = messages.size() - 1;
    messages.set(last, messages.get(last).withContent(text));
    return new Reply(messages, reply.author());
  }
}
