package org.touchstone.audit.pairs;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.explode;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.touchstone.schema.Columns;

/**
 * Gathers the replies of every prompt that has several. Executors find the prompts; the numbers of
 * their comparisons, no texts, come to the driver.
 */
public final class Pools {

  private static final String WANTED = "wanted";

  private Pools() {}

  /**
   * Returns the pools, in the order of the prompts' ids.
   *
   * @param scored comparisons with rewards
   * @param most comparisons that the driver may hold
   * @throws IllegalArgumentException if there are more
   */
  public static List<Pool> of(Dataset<Row> scored, long most) {
    // Read twice: once to find the prompts, once for their rows.
    Dataset<Row> judged =
        scored.map(new JudgedReplies(), Encoders.row(JudgedReplies.SCHEMA)).persist();
    try {
      return ofJudged(judged, most);
    } finally {
      judged.unpersist();
    }
  }

  private static List<Pool> ofJudged(Dataset<Row> judged, long most) {
    Dataset<Row> prompts =
        judged
            .select(
                col(JudgedReplies.PROMPT_ID).as(WANTED),
                explode(col(JudgedReplies.REPLY_IDS)).as(Columns.REPLY_ID))
            .groupBy(WANTED)
            .agg(countDistinct(Columns.REPLY_ID).as("replies"))
            .where(col("replies").geq(Pool.FEWEST));
    int limit = (int) Math.min(most, Integer.MAX_VALUE - 1L);
    List<Row> rows =
        judged
            .join(prompts, col(JudgedReplies.PROMPT_ID).equalTo(col(WANTED)), "left_semi")
            .limit(limit + 1)
            .collectAsList();
    if (rows.size() > limit) {
      throw new IllegalArgumentException(
          "Cannot audit: over %d comparisons of prompts with at least %d replies, must be at most max-pairs"
              .formatted(limit, Pool.FEWEST));
    }

    return ofRows(rows);
  }

  private static List<Pool> ofRows(List<Row> rows) {
    List<Row> sorted = new ArrayList<>(rows);
    sorted.sort(
        Comparator.comparing((Row row) -> row.<String>getAs(Columns.COMPARISON_ID))
            .thenComparing(row -> row.<Integer>getAs(Columns.OCCURRENCE)));
    Map<String, List<JudgedReplies.Judged>> prompts = new TreeMap<>();
    for (Row row : sorted) {
      prompts
          .computeIfAbsent(row.getAs(JudgedReplies.PROMPT_ID), unused -> new ArrayList<>())
          .add(JudgedReplies.judged(row));
    }

    return prompts.values().stream().flatMap(judged -> PoolsOfPrompt.of(judged).stream()).toList();
  }
}
