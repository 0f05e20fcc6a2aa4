package org.touchstone.statistics;

import static org.apache.spark.sql.functions.asc;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.desc;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.touchstone.schema.Columns;

/**
 * How often each piece of text occurs in a corpus, for training a tokenizer.
 *
 * <p>Each distinct prompt counts once, however many rows share it, and so does each distinct reply
 * with its turns: a corpus of many judgements on few prompts would otherwise teach the tokenizer
 * the prompts by heart.
 *
 * @param counts the most frequent pieces and their counts; by count, largest first, and among equal
 *     counts in the order of their UTF-8 bytes
 * @param pieces pieces in all texts
 * @param distinctPieces different pieces in all texts, of which {@code counts} may hold fewer
 * @param countedPieces pieces that {@code counts} covers
 */
public record WordCounts(
    Map<String, Long> counts, long pieces, long distinctPieces, long countedPieces) {

  private static final String PIECE = "piece";
  private static final String COUNT = "count";
  private static final StructType SCHEMA =
      new StructType()
          .add(PIECE, DataTypes.StringType, false)
          .add(COUNT, DataTypes.LongType, false);

  /** Cuts a text into pieces, on executors. */
  @FunctionalInterface
  public interface Cutter extends Serializable {

    /**
     * Cuts a text.
     *
     * @param text the content of one turn
     * @return its pieces, in any order
     */
    Iterable<String> pieces(String text);
  }

  /** Keeps the order of the counts. */
  public WordCounts {
    counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
  }

  /**
   * Counts the pieces of prompts and replies.
   *
   * @param comparisons rows of {@link org.touchstone.schema.ComparisonTable#SCHEMA}
   * @param cutter cuts the content of each turn
   * @param maxPieces most different pieces to return
   * @return the counts
   */
  public static WordCounts of(Dataset<Row> comparisons, Cutter cutter, int maxPieces) {
    if (maxPieces < 1) {
      throw new IllegalArgumentException(
          "Cannot count %d pieces: at least 1 needed".formatted(maxPieces));
    }

    Dataset<Row> pieces = pieces(comparisons, cutter).persist();
    try {
      Row totals = pieces.agg(coalesce(sum(COUNT), lit(0L)), count(lit(1))).first();
      List<Row> top = pieces.orderBy(desc(COUNT), asc(PIECE)).limit(maxPieces).collectAsList();
      Map<String, Long> counts = new LinkedHashMap<>();
      top.forEach(row -> counts.put(row.getString(0), row.getLong(1)));
      long counted = counts.values().stream().mapToLong(Long::longValue).sum();
      return new WordCounts(counts, totals.getLong(0), totals.getLong(1), counted);
    } finally {
      pieces.unpersist();
    }
  }

  private static Dataset<Row> pieces(Dataset<Row> comparisons, Cutter cutter) {
    Dataset<Row> prompts = comparisons.select(col(Columns.PROMPT).as(Columns.MESSAGES)).distinct();
    Dataset<Row> replies =
        comparisons
            .select(explode(col(Columns.REPLIES)).as(Columns.REPLY))
            .select(col(Columns.REPLY + "." + Columns.MESSAGES))
            .distinct();
    return prompts
        .union(replies)
        .select(explode(col(Columns.MESSAGES + "." + Columns.CONTENT)))
        .mapPartitions(new CountPieces(cutter), Encoders.row(SCHEMA))
        .groupBy(PIECE)
        .agg(sum(COUNT).as(COUNT));
  }

  /** Counts within a partition before anything is sent, with a bound on what it holds. */
  private static final class CountPieces implements MapPartitionsFunction<Row, Row> {

    private static final long serialVersionUID = 1L;

    private static final int MAX_HELD = 1_000_000;

    private final Cutter cutter;

    CountPieces(Cutter cutter) {
      this.cutter = cutter;
    }

    @Override
    public Iterator<Row> call(Iterator<Row> texts) {
      return new Iterator<>() {
        private Iterator<Row> counted = Collections.emptyIterator();

        @Override
        public boolean hasNext() {
          while (!counted.hasNext() && texts.hasNext()) {
            counted = count(texts).iterator();
          }

          return counted.hasNext();
        }

        @Override
        public Row next() {
          return counted.next();
        }
      };
    }

    private List<Row> count(Iterator<Row> texts) {
      Map<String, Long> counts = new HashMap<>();
      while (texts.hasNext() && counts.size() < MAX_HELD) {
        cutter
            .pieces(texts.next().getString(0))
            .forEach(piece -> counts.merge(piece, 1L, Long::sum));
      }

      List<Row> rows = new ArrayList<>(counts.size());
      counts.forEach((piece, times) -> rows.add(RowFactory.create(piece, times)));
      return rows;
    }
  }
}
