package org.touchstone.audit.pairs;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.touchstone.conversation.Completion;
import org.touchstone.conversation.Prompts;
import org.touchstone.schema.Columns;

/**
 * The table of pools in one form, a row for each different reply to a prompt, with the rewards of
 * several models. Works on executors; only {@link #numbers} is meant for the driver.
 */
final class ContestedReplies {

  static final String PROMPT_ID = "prompt_id";
  static final String REPLY_ID = "reply_id";
  static final String WORDS = "words";
  private static final String SIZE = "size";

  private final Dataset<Row> replies;
  private final int judges;
  private final long unread;

  private ContestedReplies(Dataset<Row> replies, int judges, long unread) {
    this.replies = replies;
    this.judges = judges;
    this.unread = unread;
  }

  /** How many replies, or rows without a prompt, could not be read. */
  long unread() {
    return unread;
  }

  /**
   * Reads pools, and leaves out prompts with fewer than {@link Pool#FEWEST} different replies.
   *
   * @throws IllegalArgumentException if the table lacks prompts or replies
   */
  static ContestedReplies of(PoolTable pools) {
    Dataset<Row> table = pools.replies();
    List<String> names = Arrays.asList(table.columns());
    if (!Prompts.areIn(names) || Completion.field(names).isEmpty()) {
      throw new IllegalArgumentException(
          "Cannot audit pools %s with the columns %s: they need a prompt, in one of %s, and replies, in one of %s or %s"
              .formatted(
                  pools.name(), names, Prompts.promptNames(), Completion.ONE, Completion.SEVERAL));
    }

    Dataset<Row> one =
        table.flatMap(new PooledReplies(table.schema()), Encoders.row(PooledReplies.SCHEMA));
    Dataset<Row> large =
        one.where(col(REPLY_ID).isNotNull())
            .dropDuplicates(PROMPT_ID, REPLY_ID)
            .withColumn(SIZE, count(lit(1)).over(Window.partitionBy(PROMPT_ID)))
            .where(col(SIZE).geq(Pool.FEWEST))
            .drop(SIZE);
    return new ContestedReplies(large, 0, one.where(col(REPLY_ID).isNull()).count());
  }

  /** Adds the rewards of one more model. */
  ContestedReplies judgedBy(UnaryOperator<Dataset<Row>> model) {
    Dataset<Row> scored =
        model
            .apply(replies)
            .withColumnRenamed(Columns.REWARD, reward(judges))
            .drop(Columns.TOKENS, Columns.TRUNCATED, Columns.MODEL_DIGEST, Columns.REFUSED);
    // Rows that pass from one typed step to the next would have no schema.
    return new ContestedReplies(
        scored.sparkSession().createDataFrame(scored.toJavaRDD(), scored.schema()),
        judges + 1,
        unread);
  }

  /** Name of the rewards of one of the models, in the order in which they judged. */
  static String reward(int judge) {
    return "reward_" + judge;
  }

  /** Everything but the texts. */
  Dataset<Row> numbers() {
    return replies.drop(Columns.PROMPT, Columns.REPLY, Columns.TOOLS, Columns.DOCUMENTS);
  }
}
