package org.touchstone.jobs;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.touchstone.ingest.RawTable;
import org.touchstone.schema.Columns;
import org.touchstone.score.RefusedSample;
import org.touchstone.score.Scoring;
import org.touchstone.score.ScoringCost;

/**
 * What score found, counted on the table that it wrote.
 *
 * @param rows of the table
 * @param without rows of which no reply has a reward
 * @param scored replies with a reward
 * @param reasons replies without one, by reason; a row that cannot be read counts once
 */
record ScoreResults(long rows, long without, long scored, Map<String, Long> reasons) {

  private static final String REPLIES = "replies";
  private static final String SCORED = "scored";
  private static final String REUSED = "reused";
  private static final String REFUSED = "refused";
  private static final String BY_REASON = "refused_by_reason";
  private static final String SAMPLES = "refused_samples";
  private static final String MIXED = "columns_as_json_text";
  private static final String SKIPPED = "skipped_files";
  private static final String RETYPED = "columns_of_another_type";

  static ScoreResults of(Dataset<Row> scored) {
    boolean several = Arrays.asList(scored.columns()).contains(Columns.REWARDS);
    Column rewards =
        several
            ? expr("size(filter(%s, reward -> reward is not null))".formatted(Columns.REWARDS))
            : when(col(Columns.REWARD).isNotNull(), 1).otherwise(0);
    Column none = col(Columns.MODEL_DIGEST).isNull();
    Row counts =
        scored
            .agg(
                count(lit(1)),
                count(when(none, 1)),
                coalesce(sum(when(none, 0).otherwise(rewards)), lit(0)).cast("long"))
            .head();
    Map<String, Long> reasons =
        new TreeMap<>(
            Counts.by(
                scored
                    .select(explode(col(Columns.REFUSED)).as(Columns.REFUSED))
                    .select(col(Columns.REFUSED + "." + Columns.REASON)),
                Columns.REASON));
    return new ScoreResults(counts.getLong(0), counts.getLong(1), counts.getLong(2), reasons);
  }

  long refused() {
    return reasons.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Refuses to publish a table without a single reward. */
  void requireAny(String input, String model, Map<String, Long> unread) {
    if (rows == 0) {
      throw new IllegalArgumentException(
          "Cannot score %s: it has no row%s"
              .formatted(
                  input, unread.isEmpty() ? "" : ", for its records are refused: " + unread));
    }

    long notFinite = reasons.getOrDefault(Scoring.NOT_FINITE, 0L);
    if (scored == 0 && notFinite > 0) {
      throw new IllegalArgumentException(
          "Cannot score %s with model %s: none of the rewards of %,d replies is a finite number, so the model overflows or holds bad weights; refused are %s"
              .formatted(input, model, notFinite, reasons));
    }

    if (scored == 0) {
      throw new IllegalArgumentException(
          "Cannot score %s: none of its %,d rows has a reply that can be scored, refused are %s"
              .formatted(input, rows, reasons));
    }
  }

  ObjectNode json(ScoringCost cost, @Nullable RawTable raw) {
    ObjectNode results = JsonNodeFactory.instance.objectNode();
    results.put("rows_without_reward", without);
    results.putObject(REPLIES).put(SCORED, scored).put(REUSED, 0).put(REFUSED, refused());
    reasons.forEach(results.putObject(BY_REASON)::put);
    ArrayNode samples = results.putArray(SAMPLES);
    for (RefusedSample sample : cost.refused()) {
      ObjectNode one = samples.addObject();
      one.put(sample.number() == 0 ? Columns.COMPARISON_ID : Columns.FILE, sample.where());
      if (sample.number() > 0) {
        one.put("row", sample.number());
      }

      one.put(Columns.REPLY, sample.reply());
      one.put(Columns.REASON, sample.reason()).put(Columns.DETAIL, sample.detail());
    }

    if (raw != null) {
      raw.samples()
          .forEach(
              sample ->
                  samples
                      .addObject()
                      .put(Columns.FILE, sample.file())
                      .put("row", sample.row())
                      .put(Columns.REASON, sample.reason())
                      .put(Columns.DETAIL, sample.detail()));
      raw.mixed().forEach(results.putArray(MIXED)::add);
      raw.retyped().forEach(results.putObject(RETYPED)::put);
      raw.skipped().forEach(file -> results.withArray("/" + SKIPPED).add(file.words()));
    }

    return results;
  }

  /** What the person who waited reads last. */
  static void show(JsonNode results, Console console) {
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("columns of several types, written as JSON text", text(results.path(MIXED)));
    lines.put("columns whose type changes", text(results.path(RETYPED)));
    lines.put("files skipped", text(results.path(SKIPPED)));
    lines.put("refused by reason", text(results.path(BY_REASON)));
    lines.forEach(
        (name, value) -> {
          if (!value.isEmpty()) {
            console.line("%-12s %s: %s".formatted("score", name, value));
          }
        });
    JsonNode replies = results.path(REPLIES);
    console.line(
        "%-12s %,d scored, %,d reused, %,d refused"
            .formatted(
                "score",
                replies.path(SCORED).asLong(),
                replies.path(REUSED).asLong(),
                replies.path(REFUSED).asLong()));
  }

  private static String text(JsonNode value) {
    return value.isEmpty() ? "" : value.toString();
  }
}
