package org.touchstone.statistics;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.touchstone.schema.Columns;

/** The columns that are counted, and which of their names are kept apart. */
final class CorpusRows {

  private static final String ROWS = "rows";
  private static final String PLACE = "place";

  /** Columns of later jobs that are counted where there are, with their types. */
  private static final Map<String, DataType> LATER =
      Map.of(
          Columns.PROMPT_CLUSTER, DataTypes.StringType,
          Columns.DUPLICATE_KIND, DataTypes.StringType,
          Columns.SPLIT, DataTypes.StringType,
          Columns.CONTRADICTION, DataTypes.createArrayType(DataTypes.StringType),
          Columns.TOKENS, DataTypes.createArrayType(DataTypes.IntegerType));

  private static final List<String> READ =
      List.of(
          Columns.COMPARISON_ID,
          Columns.OCCURRENCE,
          Columns.PROMPT,
          Columns.REPLIES,
          Columns.RANKS,
          Columns.RATINGS,
          Columns.MARGIN,
          Columns.ANNOTATOR,
          Columns.SOURCE,
          Columns.LANGUAGE,
          Columns.PROMPT_CLUSTER,
          Columns.DUPLICATE_KIND,
          Columns.CONTRADICTION,
          Columns.SPLIT,
          Columns.TOKENS);

  private CorpusRows() {}

  /** Adds the columns that later jobs add, empty, where they are missing; refuses other types. */
  static Dataset<Row> completed(Dataset<Row> comparisons) {
    List<String> present = Arrays.asList(comparisons.columns());
    Dataset<Row> rows = comparisons;
    for (Map.Entry<String, DataType> later : LATER.entrySet()) {
      String name = later.getKey();
      boolean known = present.contains(name);
      if (known) {
        requireType(name, comparisons.schema().apply(name).dataType(), later.getValue());
      }

      Column none = lit(null).cast(later.getValue());
      Column noIds = array().cast(later.getValue());
      Column value = known ? col(name) : none;
      rows =
          rows.withColumn(
              name, name.equals(Columns.CONTRADICTION) ? coalesce(value, noIds) : value);
    }

    return rows.withColumn(Columns.SPLIT, coalesce(col(Columns.SPLIT), lit("")))
        .select(READ.stream().map(functions::col).toArray(Column[]::new));
  }

  private static void requireType(String name, DataType found, DataType needed) {
    if (!found.sameType(needed)) {
      throw new IllegalArgumentException(
          "Cannot count column %s of type %s: %s needed"
              .formatted(name, found.catalogString(), needed.catalogString()));
    }
  }

  /** The values of a column that most rows have, ties in the order of their names. */
  static Set<String> most(Dataset<Row> rows, String column, int most) {
    Set<String> names = new HashSet<>();
    rows.groupBy(column)
        .agg(functions.count(lit(1)).as(ROWS))
        .orderBy(col(ROWS).desc(), col(column).asc())
        .limit(most)
        .collectAsList()
        .forEach(row -> names.add(row.getString(0)));
    return names;
  }

  /** The annotators of each source who judged most rows, those with most first. */
  static Map<String, List<String>> annotators(Dataset<Row> rows, Set<String> sources, int most) {
    Dataset<Row> ranked =
        rows.where(col(Columns.ANNOTATOR).isNotNull())
            .where(col(Columns.SOURCE).isin(sources.toArray()))
            .groupBy(Columns.SOURCE, Columns.ANNOTATOR)
            .agg(functions.count(lit(1)).as(ROWS))
            .withColumn(
                PLACE,
                functions
                    .row_number()
                    .over(
                        Window.partitionBy(Columns.SOURCE)
                            .orderBy(col(ROWS).desc(), col(Columns.ANNOTATOR).asc())))
            .where(col(PLACE).leq(most))
            .orderBy(Columns.SOURCE, PLACE);
    Map<String, List<String>> annotators = new TreeMap<>();
    for (Row row : ranked.collectAsList()) {
      annotators
          .computeIfAbsent(row.getString(0), source -> new ArrayList<>())
          .add(row.getString(1));
    }

    return annotators;
  }
}
