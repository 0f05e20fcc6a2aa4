package org.touchstone.split.leak;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.posexplode;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.storage.StorageLevel;
import org.touchstone.schema.Columns;
import org.touchstone.text.Shingling;

/**
 * Finds every two prompts or openings on different sides of a split whose shingle sets have at
 * least a given Jaccard similarity, by a path that shares neither signatures, nor hashes, nor
 * clusters with what the split was made from.
 *
 * <p>Distinct texts first. A pass counts all tokens; each text is then filed under the rarest ones,
 * as many as a similar text must share one of, but for those that are on one side only. The texts
 * of a token are compared by bounds that cost some nanoseconds, and what these let through is
 * verified on the texts. The search is exact; where a token is shared by so many texts that the
 * limits of {@link LeakSettings} stop it, the counts say so.
 *
 * <p>Memory: a table of at most 32 MiB a task and on the driver, and 32 bytes for each text that
 * shares one token. Cost: about 0.3 tokens for each word travel once.
 *
 * <p>Source: R. Bayardo, Y. Ma, R. Srikant, "Scaling up all pairs similarity search", 2007; C. Xiao
 * et al., "Efficient similarity joins for near duplicate detection", 2008; R. Vernica, M. Carey, C.
 * Li, "Efficient parallel set-similarity joins using MapReduce", 2010.
 */
public final class LeakSearch {

  /** Written to manifests. */
  public static final String METHOD = "prefix-join-v1, " + Shingling.VERSION;

  /** Most splits: each is one bit of a text's sides. */
  public static final int MOST_SIDES = 30;

  private static final int MOST_BROADCAST = 1_000_000;
  private static final String ROWS = "rows";
  private static final String PLACE = "place";
  private static final String TOKEN = "token";

  private final LeakSettings settings;
  private final List<String> splits;
  private final Map<String, Integer> sides = new HashMap<>();

  /**
   * Prepares a search.
   *
   * @param settings what is a near duplicate
   * @param splits names of the sides, in order; the first is the one that models are trained on
   */
  public LeakSearch(LeakSettings settings, List<String> splits) {
    this.settings = settings;
    this.splits = List.copyOf(splits);
    for (String split : splits) {
      sides.put(split, sides.size());
    }
  }

  /**
   * Searches.
   *
   * @param rows comparisons with {@code split}; they are read three times
   * @return the pairs, kept in memory or on local disks, and their counts
   */
  public Leaks search(Dataset<Row> rows) {
    Dataset<Row> occurrences =
        rows.flatMap(new SearchedTexts(sides), Encoders.row(SearchedTexts.SCHEMA));
    Dataset<Row> texts = distinct(occurrences).persist(StorageLevel.MEMORY_AND_DISK());
    try {
      Dataset<Row> said = texts.filter(col(SearchedTexts.TEXT).notEqual(""));
      Dataset<Row> met = kept(candidates(said));
      Dataset<Row> pairs = pairs(similar(met, said), occurrences);
      return new Leaks(pairs.drop(LeakRows.RIGHT_TEXT), counts(texts, met, pairs, occurrences));
    } finally {
      texts.unpersist();
    }
  }

  /** Each text once, with the sides that have it and how often it is there. */
  private static Dataset<Row> distinct(Dataset<Row> occurrences) {
    return occurrences
        .groupBy(SearchedTexts.TEXT_ID)
        .agg(
            expr("bit_or(shiftleft(1, side))").as(Prefixes.SIDES),
            first(SearchedTexts.TEXT).as(SearchedTexts.TEXT),
            count(lit(1)).as(ROWS));
  }

  /** Pairs of ids that the filters let through; a text that was cut short, with itself. */
  private Dataset<Row> candidates(Dataset<Row> texts) {
    Broadcast<TokenOrder> order = order(texts);
    Dataset<Row> postings =
        texts
            .select(SearchedTexts.TEXT_ID, Prefixes.SIDES, SearchedTexts.TEXT)
            .flatMap(new Prefixes(order, settings), Encoders.row(Prefixes.SCHEMA))
            .select(
                col(SearchedTexts.TEXT_ID),
                col(Prefixes.SIDES),
                col(Prefixes.SIZE),
                col(Prefixes.LOW_BITS),
                col(Prefixes.HIGH_BITS),
                posexplode(col(Prefixes.TOKENS)).as(new String[] {PLACE, TOKEN}))
            .filter(col(TOKEN).isNotNull())
            .select(
                TOKEN,
                Prefixes.SIZE,
                SearchedTexts.TEXT_ID,
                Prefixes.SIDES,
                PLACE,
                Prefixes.LOW_BITS,
                Prefixes.HIGH_BITS);
    return postings
        .repartition(col(TOKEN))
        .sortWithinPartitions(TOKEN, Prefixes.SIZE, SearchedTexts.TEXT_ID)
        .mapPartitions(new JoinTokens(settings), Encoders.row(JoinTokens.SCHEMA))
        .distinct();
  }

  private Broadcast<TokenOrder> order(Dataset<Row> texts) {
    JavaSparkContext context =
        JavaSparkContext.fromSparkContext(texts.sparkSession().sparkContext());
    TokenOrder order =
        texts
            .select(Prefixes.SIDES, SearchedTexts.TEXT)
            .javaRDD()
            .coalesce(context.defaultParallelism())
            .mapPartitions(new CountTokens(settings.shingling(), texts.count()))
            .treeReduce(TokenOrder::plus);
    return context.broadcast(order);
  }

  /** Verifies candidates on the texts, and adds the texts that several sides have. */
  private Dataset<Row> similar(Dataset<Row> met, Dataset<Row> texts) {
    Dataset<Row> candidates = met.filter(col(JoinTokens.LEFT).notEqual(col(JoinTokens.RIGHT)));
    Dataset<Row> needed =
        candidates
            .select(col(JoinTokens.LEFT).as(SearchedTexts.TEXT_ID))
            .union(candidates.select(JoinTokens.RIGHT))
            .distinct();
    Dataset<Row> few = needed.count() > MOST_BROADCAST ? needed : broadcast(needed);
    Dataset<Row> compared =
        texts
            .select(SearchedTexts.TEXT_ID, SearchedTexts.TEXT)
            .join(few, SearchedTexts.TEXT_ID)
            .persist(StorageLevel.MEMORY_AND_DISK());
    Column similarity =
        udf(new SimilarityOf(settings.shingling()), DataTypes.DoubleType)
            .apply(col("left_text"), col("right_text"));
    Dataset<Row> verified =
        candidates
            .join(compared.toDF(JoinTokens.LEFT, "left_text"), JoinTokens.LEFT)
            .join(compared.toDF(JoinTokens.RIGHT, "right_text"), JoinTokens.RIGHT)
            .select(col(JoinTokens.LEFT), col(JoinTokens.RIGHT), similarity.as(Columns.SIMILARITY))
            .filter(col(Columns.SIMILARITY).geq(settings.similarity()));
    Dataset<Row> equal =
        texts
            .filter(expr("bit_count(sides) > 1"))
            .select(
                col(SearchedTexts.TEXT_ID).as(JoinTokens.LEFT),
                col(SearchedTexts.TEXT_ID).as(JoinTokens.RIGHT),
                lit(1.0).as(Columns.SIMILARITY));
    Dataset<Row> similar = kept(verified.union(equal));
    compared.unpersist();
    return similar;
  }

  /** Rows are not read again to find that none of them leaks. */
  private Dataset<Row> pairs(Dataset<Row> similar, Dataset<Row> occurrences) {
    Dataset<Row> pairs = new LeakRows(splits).of(similar, occurrences);
    return similar.isEmpty()
        ? similar.sparkSession().createDataFrame(List.of(), pairs.schema())
        : kept(pairs);
  }

  private LeakCounts counts(
      Dataset<Row> texts, Dataset<Row> met, Dataset<Row> pairs, Dataset<Row> occurrences) {
    Row tally =
        texts
            .agg(
                count(when(col(SearchedTexts.TEXT).notEqual(""), 1)),
                sum(when(col(SearchedTexts.TEXT).equalTo(""), col(ROWS)).otherwise(0L)))
            .head();
    long cut = met.filter(col(JoinTokens.LEFT).equalTo(col(JoinTokens.RIGHT))).count();
    Map<String, Long> pairsBySides = pairsBySides(pairs);
    return new LeakCounts(
        METHOD,
        settings.similarity(),
        tally.getLong(0),
        met.count() - cut,
        pairsBySides.values().stream().mapToLong(Long::longValue).sum(),
        pairsBySides,
        rowsNearTraining(pairs, occurrences),
        cut,
        tally.isNullAt(1) ? 0 : tally.getLong(1));
  }

  private Map<String, Long> pairsBySides(Dataset<Row> pairs) {
    Map<String, Long> bySides = new LinkedHashMap<>();
    for (int left = 0; left < splits.size(); left++) {
      for (int right = left + 1; right < splits.size(); right++) {
        bySides.put(splits.get(left) + "/" + splits.get(right), 0L);
      }
    }

    for (Row row :
        pairs.groupBy(LeakRows.LEFT_SPLIT, LeakRows.RIGHT_SPLIT).count().collectAsList()) {
      bySides.put(row.getString(0) + "/" + row.getString(1), row.getLong(2));
    }

    return bySides;
  }

  private Map<String, Long> rowsNearTraining(Dataset<Row> pairs, Dataset<Row> occurrences) {
    Map<String, Long> near = new LinkedHashMap<>();
    splits.stream().skip(1).forEach(split -> near.put(split, 0L));
    if (pairs.isEmpty()) {
      return near;
    }

    Dataset<Row> texts =
        pairs
            .filter(col(LeakRows.LEFT_SPLIT).equalTo(splits.get(0)))
            .select(col(LeakRows.RIGHT_TEXT).as(SearchedTexts.TEXT_ID))
            .distinct();
    Dataset<Row> rows =
        occurrences
            .filter(col(SearchedTexts.SIDE).gt(0))
            .join(texts, SearchedTexts.TEXT_ID)
            .groupBy(SearchedTexts.SIDE)
            .agg(countDistinct(col(Columns.COMPARISON_ID), col(Columns.OCCURRENCE)));
    rows.collectAsList().forEach(row -> near.put(splits.get(row.getInt(0)), row.getLong(1)));
    return near;
  }

  /**
   * Computes a table once and holds it below the planner, where Spark frees it when nothing refers
   * to it any more; lost partitions are computed again.
   */
  private static Dataset<Row> kept(Dataset<Row> table) {
    JavaRDD<Row> rows = table.javaRDD().persist(StorageLevel.MEMORY_AND_DISK());
    rows.count();
    return table.sparkSession().createDataFrame(rows, table.schema());
  }
}
