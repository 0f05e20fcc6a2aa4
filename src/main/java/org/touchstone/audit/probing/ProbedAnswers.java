package org.touchstone.audit.probing;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.touchstone.audit.pairs.JudgedPairs;
import org.touchstone.audit.pairs.ProbedAnswer;
import org.touchstone.preference.Comparison;
import org.touchstone.preference.Reply;
import org.touchstone.schema.Columns;
import org.touchstone.schema.ComparisonTable;
import org.touchstone.schema.ContentIds;
import org.touchstone.schema.MetadataKeys;

/** Turns a scored comparison of a probe into a row for each of its replies, without texts. */
public final class ProbedAnswers implements FlatMapFunction<Row, Row> {

  private static final long serialVersionUID = 1L;

  private static final String PROMPT_ID = "prompt_id";
  private static final String CATEGORY = "category";
  private static final String JUDGED = "judged";
  private static final String BEST = "best";
  private static final String RATING = "rating";
  private static final String RANK = "rank";
  private static final String WORDS = "words";

  private static final StructType SCHEMA =
      new StructType(
          new StructField[] {
            field(Columns.COMPARISON_ID, DataTypes.StringType, false),
            field(Columns.OCCURRENCE, DataTypes.IntegerType, false),
            field(Columns.PROMPT_CLUSTER, DataTypes.StringType, false),
            field(Columns.SOURCE, DataTypes.StringType, false),
            field(Columns.LANGUAGE, DataTypes.StringType, true),
            field(PROMPT_ID, DataTypes.StringType, false),
            field(Columns.REPLY_ID, DataTypes.StringType, false),
            field(CATEGORY, DataTypes.StringType, true),
            field(JUDGED, DataTypes.StringType, true),
            field(BEST, DataTypes.BooleanType, false),
            field(RATING, DataTypes.DoubleType, true),
            field(RANK, DataTypes.IntegerType, false),
            field(Columns.REWARD, DataTypes.DoubleType, false),
            field(WORDS, DataTypes.IntegerType, false)
          });

  /**
   * Collects the replies of a probe.
   *
   * @param scored its rows, all with rewards
   * @param most replies that the driver may hold
   * @throws IllegalArgumentException if there are more
   */
  public static List<ProbedAnswer> of(String probe, Dataset<Row> scored, long most) {
    int limit = (int) Math.min(most, Integer.MAX_VALUE - 1) + 1;
    List<Row> rows =
        scored.flatMap(new ProbedAnswers(), Encoders.row(SCHEMA)).limit(limit).collectAsList();
    if (rows.size() > most) {
      throw new IllegalArgumentException(
          "Cannot audit with probe %s: it has over %d replies, must have at most max-pairs = %d"
              .formatted(probe, most, most));
    }

    return rows.stream().map(ProbedAnswers::answer).toList();
  }

  @Override
  public Iterator<Row> call(Row row) {
    Comparison comparison = ComparisonTable.fromRow(row);
    List<Double> rewards = JudgedPairs.rewards(row, comparison);
    List<String> ids = JudgedPairs.ids(comparison);
    Map<String, String> metadata = comparison.metadata();
    List<Double> ratings = comparison.ratings();
    List<Row> answers = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      Reply reply = comparison.replies().get(i);
      answers.add(
          RowFactory.create(
              row.getAs(Columns.COMPARISON_ID),
              row.getAs(Columns.OCCURRENCE),
              JudgedPairs.promptCluster(row, comparison),
              comparison.source(),
              comparison.language(),
              ContentIds.ofMessages(comparison.prompt()),
              ids.get(i),
              category(metadata),
              metadata.get(MetadataKeys.JUDGED),
              best(reply, metadata),
              ratings == null ? null : ratings.get(i),
              comparison.ranks().get(i),
              rewards.get(i),
              JudgedPairs.words(reply)));
    }

    return answers.iterator();
  }

  private static @Nullable String category(Map<String, String> metadata) {
    String category = metadata.get(MetadataKeys.CATEGORY);
    return category == null ? metadata.get(MetadataKeys.TYPE) : category;
  }

  private static boolean best(Reply reply, Map<String, String> metadata) {
    String text = Sampled.text(reply);
    return text.equals(metadata.get(MetadataKeys.BEST_ANSWER))
        || text.equals(metadata.get(MetadataKeys.BEST_INCORRECT_ANSWER));
  }

  private static ProbedAnswer answer(Row row) {
    return new ProbedAnswer(
        row.getAs(Columns.COMPARISON_ID),
        row.<Integer>getAs(Columns.OCCURRENCE),
        row.getAs(Columns.PROMPT_CLUSTER),
        row.getAs(Columns.SOURCE),
        row.getAs(Columns.LANGUAGE),
        row.getAs(PROMPT_ID),
        row.getAs(Columns.REPLY_ID),
        row.getAs(CATEGORY),
        row.getAs(JUDGED),
        row.<Boolean>getAs(BEST),
        row.getAs(RATING),
        row.<Integer>getAs(RANK),
        row.<Double>getAs(Columns.REWARD),
        row.<Integer>getAs(WORDS));
  }

  private static StructField field(String name, DataType type, boolean nullable) {
    return DataTypes.createStructField(name, type, nullable);
  }
}
