package org.touchstone.audit.pairs;

import java.util.Arrays;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.touchstone.schema.Columns;

/**
 * The table of judged pairs that an audit leaves in Parquet, version 2: one row for each model and
 * judged pair of replies, ties of people included and marked. Texts are not in it; they are found
 * by comparison id and occurrence.
 */
public final class PairSchema {

  /** Written to manifests, so that a reader knows what the columns mean. */
  public static final String VERSION = "audit-pairs-v2";

  public static final String MODEL = "model";
  static final String JUDGEMENT = "judgement";
  public static final String TIE = "tie";
  public static final String ITEM = "item";
  static final String CHOSEN_FIRST = "chosen_first";
  static final String TURNS = "turns";
  static final String CHOSEN_REWARD = "chosen_reward";
  static final String REJECTED_REWARD = "rejected_reward";
  static final String CHOSEN_WORDS = "chosen_words";
  static final String REJECTED_WORDS = "rejected_words";
  static final String CHOSEN_CHARACTERS = "chosen_characters";
  static final String REJECTED_CHARACTERS = "rejected_characters";

  /** The columns in order; of a tie, chosen is the reply that stands first in the row. */
  public static final StructType SCHEMA =
      new StructType(
          new StructField[] {
            field(MODEL, DataTypes.StringType, false),
            field(Columns.MODEL_DIGEST, DataTypes.StringType, false),
            field(Columns.COMPARISON_ID, DataTypes.StringType, false),
            field(Columns.OCCURRENCE, DataTypes.IntegerType, false),
            field(JUDGEMENT, DataTypes.IntegerType, false),
            field(TIE, DataTypes.BooleanType, false),
            field(Columns.PROMPT_CLUSTER, DataTypes.StringType, false),
            field(ITEM, DataTypes.StringType, false),
            field(CHOSEN_FIRST, DataTypes.BooleanType, false),
            field(Columns.SOURCE, DataTypes.StringType, false),
            field(Columns.LANGUAGE, DataTypes.StringType, true),
            field(Columns.ANNOTATOR, DataTypes.StringType, true),
            field(Columns.SPLIT, DataTypes.StringType, true),
            field(TURNS, DataTypes.IntegerType, false),
            field(CHOSEN_REWARD, DataTypes.DoubleType, false),
            field(REJECTED_REWARD, DataTypes.DoubleType, false),
            field(CHOSEN_WORDS, DataTypes.IntegerType, false),
            field(REJECTED_WORDS, DataTypes.IntegerType, false),
            field(CHOSEN_CHARACTERS, DataTypes.IntegerType, false),
            field(REJECTED_CHARACTERS, DataTypes.IntegerType, false)
          });

  private static final Set<String> NOT_MEASURED = Set.of(MODEL, TIE, Columns.MODEL_DIGEST);

  private PairSchema() {}

  /** The columns of a {@link ScoredPair}: all that measures need on the driver. */
  public static Column[] measured() {
    return Arrays.stream(SCHEMA.fieldNames())
        .filter(name -> !NOT_MEASURED.contains(name))
        .map(functions::col)
        .toArray(Column[]::new);
  }

  public static ScoredPair pair(Row row) {
    return new ScoredPair(
        row.getAs(Columns.COMPARISON_ID),
        row.<Integer>getAs(Columns.OCCURRENCE),
        row.<Integer>getAs(JUDGEMENT),
        row.getAs(Columns.PROMPT_CLUSTER),
        row.getAs(ITEM),
        row.<Boolean>getAs(CHOSEN_FIRST),
        row.getAs(Columns.SOURCE),
        row.getAs(Columns.LANGUAGE),
        row.getAs(Columns.ANNOTATOR),
        row.getAs(Columns.SPLIT),
        row.<Integer>getAs(TURNS),
        row.<Double>getAs(CHOSEN_REWARD),
        row.<Double>getAs(REJECTED_REWARD),
        row.<Integer>getAs(CHOSEN_WORDS),
        row.<Integer>getAs(REJECTED_WORDS),
        row.<Integer>getAs(CHOSEN_CHARACTERS),
        row.<Integer>getAs(REJECTED_CHARACTERS));
  }

  private static StructField field(String name, DataType type, boolean nullable) {
    return DataTypes.createStructField(name, type, nullable);
  }
}
