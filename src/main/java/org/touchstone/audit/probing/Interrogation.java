package org.touchstone.audit.probing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.touchstone.audit.pairs.ScoredModel;
import org.touchstone.preference.Message;
import org.touchstone.preference.Reply;
import org.touchstone.schema.Columns;
import org.touchstone.schema.ComparisonTable;

/** Asks a model for the rewards of texts that are at hand on the driver, on the executors. */
final class Interrogation {

  private static final String NUMBER = "number";

  private static final StructType SCHEMA =
      new StructType()
          .add(NUMBER, DataTypes.IntegerType, false)
          .add(Columns.FOLD, DataTypes.IntegerType, true)
          .add(Columns.PROMPT, ComparisonTable.MESSAGES, false)
          .add(Columns.REPLIES, ComparisonTable.REPLIES, false);

  private final String name;
  private final Dataset<Row> comparisons;
  private final UnaryOperator<Dataset<Row>> scoring;

  /** Takes a model that is at hand. */
  Interrogation(ScoredModel model, UnaryOperator<Dataset<Row>> scoring) {
    this.name = model.name();
    this.comparisons = model.comparisons();
    this.scoring = scoring;
  }

  /**
   * Replies to be scored under one prompt.
   *
   * @param prompt the messages before them
   * @param replies any number of them
   * @param fold of the row that they are made from; null if it has none
   * @param digest of the model that scored that row
   */
  record Question(
      List<Message> prompt, List<Reply> replies, @Nullable Integer fold, String digest) {}

  /**
   * Returns the rewards of every question's replies, in logits and in order; none of a question
   * that could not be scored.
   *
   * @throws IllegalArgumentException if another model answers than the one that scored the rows
   */
  List<double[]> rewards(List<Question> questions) {
    double[][] rewards = new double[questions.size()][0];
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < questions.size(); i++) {
      if (!questions.get(i).replies().isEmpty()) {
        rows.add(row(i, questions.get(i)));
      }
    }

    if (rows.isEmpty()) {
      return List.of(rewards);
    }

    for (Row row : scoring.apply(table(rows)).collectAsList()) {
      int number = row.<Integer>getAs(NUMBER);
      String digest = row.getAs(Columns.MODEL_DIGEST);
      if (digest != null) {
        requireSame(digest, questions.get(number).digest());
        List<Double> given = row.getList(row.fieldIndex(Columns.REWARDS));
        boolean all = given.stream().allMatch(Objects::nonNull);
        rewards[number] =
            all ? given.stream().mapToDouble(Double::doubleValue).toArray() : new double[0];
      }
    }

    return List.of(rewards);
  }

  private Dataset<Row> table(List<Row> rows) {
    JavaSparkContext spark =
        JavaSparkContext.fromSparkContext(comparisons.sparkSession().sparkContext());
    int slices = Math.min(rows.size(), spark.defaultParallelism());
    return comparisons.sparkSession().createDataFrame(spark.parallelize(rows, slices), SCHEMA);
  }

  private static Row row(int number, Question question) {
    List<Row> replies = new ArrayList<>();
    for (int i = 0; i < question.replies().size(); i++) {
      replies.add(
          RowFactory.create(
              Integer.toString(i),
              ComparisonTable.messageRows(question.replies().get(i).messages()),
              null));
    }

    return RowFactory.create(
        number, question.fold(), ComparisonTable.messageRows(question.prompt()), replies.toArray());
  }

  private static Object[] messages(List<Message> messages) {
    return messages.stream()
        .map(message -> RowFactory.create(message.role().label(), message.content()))
        .toArray();
  }

  private void requireSame(String digest, String scored) {
    if (!digest.equals(scored)) {
      throw new IllegalArgumentException(
          "Cannot probe model %s: its artifact has the digest %s, its scores come from %s"
              .formatted(name, digest, scored));
    }
  }

  /** Whether a row was scored by one model of several, by its fold. */
  static @Nullable Integer fold(Row row) {
    return Arrays.asList(row.schema().fieldNames()).contains(Columns.FOLD)
        ? row.getAs(Columns.FOLD)
        : null;
  }
}
