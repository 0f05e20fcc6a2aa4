package org.touchstone.audit.pairs;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.split;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.trim;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.touchstone.schema.Columns;

/**
 * The table of pools in one form, a row for each different reply to a prompt, with the rewards of
 * several models. Works on executors; only {@link #numbers} is meant for the driver.
 */
final class ContestedReplies {

  static final String PROMPT_ID = "prompt_id";
  static final String REPLY_ID = "reply_id";
  static final String WORDS = "words";
  private static final int BITS = 256;
  private static final String SIZE = "size";

  private final Dataset<Row> replies;
  private final int judges;

  private ContestedReplies(Dataset<Row> replies, int judges) {
    this.replies = replies;
    this.judges = judges;
  }

  /**
   * Reads pools, and leaves out prompts with fewer than {@link Pool#FEWEST} different replies.
   *
   * @throws IllegalArgumentException if the table lacks prompts or replies
   */
  static ContestedReplies of(PoolTable pools) {
    Dataset<Row> table = pools.replies();
    List<String> names = Arrays.asList(table.columns());
    boolean several = names.contains(Columns.REPLIES);
    if (!names.contains(Columns.PROMPT) || !(several || names.contains(Columns.REPLY))) {
      throw new IllegalArgumentException(
          "Cannot audit pools %s with the columns %s: they need prompt, and reply or replies"
              .formatted(pools.name(), names));
    }

    Dataset<Row> one =
        several ? table.withColumn(Columns.REPLY, explode(col(Columns.REPLIES))) : table;
    if (type(one) instanceof StructType) {
      one = one.withColumn(Columns.REPLY, col(Columns.REPLY).getField(Columns.MESSAGES));
    }

    Column id = sha2(to_json(struct(col(Columns.PROMPT))), BITS);
    Column cluster = names.contains(Columns.PROMPT_CLUSTER) ? col(Columns.PROMPT_CLUSTER) : id;
    Dataset<Row> different =
        one.where(col(Columns.PROMPT).isNotNull().and(col(Columns.REPLY).isNotNull()))
            .select(
                id.as(PROMPT_ID),
                cluster.as(Columns.PROMPT_CLUSTER),
                sha2(to_json(struct(col(Columns.REPLY))), BITS).as(REPLY_ID),
                words(type(one)).as(WORDS),
                col(Columns.PROMPT),
                col(Columns.REPLY))
            .dropDuplicates(PROMPT_ID, REPLY_ID);
    Dataset<Row> large =
        different
            .withColumn(SIZE, count(lit(1)).over(Window.partitionBy(PROMPT_ID)))
            .where(col(SIZE).geq(Pool.FEWEST))
            .drop(SIZE);
    return new ContestedReplies(large, 0);
  }

  private static DataType type(Dataset<Row> table) {
    return table.schema().apply(Columns.REPLY).dataType();
  }

  /** Runs of characters between white space. */
  private static Column words(DataType type) {
    Column text =
        type.equals(DataTypes.StringType)
            ? col(Columns.REPLY)
            : concat_ws(" ", col(Columns.REPLY).getField(Columns.CONTENT));
    return size(split(trim(text), "\\s+"));
  }

  /** Adds the rewards of one more model. */
  ContestedReplies judgedBy(UnaryOperator<Dataset<Row>> model) {
    Dataset<Row> scored =
        model
            .apply(replies)
            .withColumnRenamed(Columns.REWARD, reward(judges))
            .drop(Columns.TOKENS, Columns.TRUNCATED, Columns.MODEL_DIGEST);
    // Rows that pass from one typed step to the next would have no schema.
    return new ContestedReplies(
        scored.sparkSession().createDataFrame(scored.toJavaRDD(), scored.schema()), judges + 1);
  }

  /** Name of the rewards of one of the models, in the order in which they judged. */
  static String reward(int judge) {
    return "reward_" + judge;
  }

  /** Everything but the texts. */
  Dataset<Row> numbers() {
    return replies.drop(Columns.PROMPT, Columns.REPLY);
  }
}
