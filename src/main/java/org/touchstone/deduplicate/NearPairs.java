package org.touchstone.deduplicate;

import static org.apache.spark.sql.functions.col;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.sketch.BloomFilter;
import org.touchstone.schema.Columns;

/**
 * Finds enough pairs of near-duplicate texts to connect all that are connected: proposed by MinHash
 * bands, verified on the sets.
 *
 * <p>What crosses the network: 16 bytes for each band of each text, packed; and the shingle sets of
 * those texts alone that share a band with another. Texts are read again for that rather than kept.
 */
final class NearPairs {

  /** One of so many crowded texts is looked at to learn what their templates are. */
  private static final int SAMPLED = 20;

  /** Keeps stars of what is left of texts apart from those of whole texts. */
  private static final long REBANDED = 0x9E3779B97F4A7C15L;

  private static final double FALSE_POSITIVES = 0.01;
  private final DeduplicationSettings settings;
  private long crowdedTexts;

  NearPairs(DeduplicationSettings settings) {
    this.settings = settings;
  }

  /** The texts of the last search that were too many alike to compare all with all. */
  long crowdedTexts() {
    return crowdedTexts;
  }

  /**
   * Returns verified pairs of vertices, the lesser first, one after the other; they are computed
   * anew whenever they are read.
   *
   * @param comparisons rows with prompt and replies, read several times
   * @param rows their number
   */
  JavaRDD<long[]> among(Dataset<Row> comparisons, long rows) {
    Dataset<Row> texts = comparisons.select(Columns.PROMPT, Columns.REPLIES);
    SparkSession spark = texts.sparkSession();
    long pairs = rows * (2L * settings.prompts().bands() + 2L * settings.replies().bands());
    JavaRDD<LongPairs> stars = stars(texts.javaRDD().mapPartitions(new SignTexts(settings)), pairs);
    StarCounts counts = counts(stars);
    crowdedTexts = counts.crowdedTexts();
    if (counts.crowdedStars() == 0) {
      return verified(texts, table(spark, stars), filter(stars, 0, counts.nodes()));
    }

    JavaRDD<LongPairs> smaller = rebanded(texts, stars, counts);
    Dataset<Row> table = table(spark, stars).union(rebandedTable(spark, smaller));
    long nodes = counts.nodes() + counts(smaller).nodes();
    return verified(texts, table, filter(stars.union(smaller), 0, nodes));
  }

  private static JavaRDD<LongPairs> stars(JavaRDD<long[]> signed, long pairs) {
    int partitions = PairShuffle.partitions(signed, pairs);
    JavaRDD<long[]> stars = PairShuffle.together(signed, partitions).mapPartitions(new FindStars());
    return PairShuffle.together(stars, partitions);
  }

  private StarCounts counts(JavaRDD<LongPairs> stars) {
    int maxBucket = maxBucket();
    return stars
        .map(each -> StarCounts.of(each, maxBucket))
        .fold(StarCounts.NONE, StarCounts::plus);
  }

  private int maxBucket() {
    return Math.min(settings.prompts().maxBucket(), settings.replies().maxBucket());
  }

  /** Stars of what crowded texts hold beside the shingles that more than a bucket of them share. */
  private JavaRDD<LongPairs> rebanded(
      Dataset<Row> texts, JavaRDD<LongPairs> stars, StarCounts counts) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(stars.context());
    Broadcast<BloomFilter> wanted = filter(stars, maxBucket(), counts.crowdedTexts());
    int frequent = Math.max(2, maxBucket() / SAMPLED);
    JavaRDD<long[]> shingles =
        texts.javaRDD().mapPartitions(new SampleShingles(settings, wanted, SAMPLED));
    long[] template =
        PairShuffle.together(shingles, PairShuffle.partitions(shingles, counts.crowdedTexts() * 8))
            .flatMap(new FrequentFirsts(frequent))
            .collect()
            .stream()
            .mapToLong(Long::longValue)
            .sorted()
            .toArray();
    JavaRDD<long[]> signed =
        texts
            .javaRDD()
            .mapPartitions(new SignDistinctive(settings, wanted, context.broadcast(template)));
    return stars(signed, counts.crowdedTexts() * settings.prompts().bands());
  }

  private JavaRDD<long[]> verified(
      Dataset<Row> texts, Dataset<Row> stars, Broadcast<BloomFilter> wanted) {
    return texts
        .mapPartitions(new ReadSets(settings, wanted), Encoders.row(ReadSets.SCHEMA))
        .join(stars, StarRows.NODE)
        .select(StarRows.STAR, StarRows.NODE, ReadSets.SPACE, ReadSets.SHINGLES)
        .repartition(col(StarRows.STAR))
        .sortWithinPartitions(StarRows.STAR, StarRows.NODE)
        .javaRDD()
        .mapPartitions(new VerifyStars(settings));
  }

  /** Remembers the nodes of stars of more than so many nodes. */
  private static Broadcast<BloomFilter> filter(
      JavaRDD<LongPairs> stars, int moreThan, long expected) {
    // Spark's own filter of no rows has no bits and fails when it is asked.
    long size = Math.max(1, expected);
    FlatMapFunction<Iterator<LongPairs>, BloomFilter> fill =
        partitions -> {
          BloomFilter filter = BloomFilter.create(size, FALSE_POSITIVES);
          partitions.forEachRemaining(pairs -> put(pairs, moreThan, filter));
          return List.of(filter).iterator();
        };
    // A filter a task, not one a partition: each is as large as the merged one.
    BloomFilter filter =
        stars
            .coalesce(stars.context().defaultParallelism())
            .mapPartitions(fill)
            .treeReduce((one, other) -> one.mergeInPlace(other));
    return JavaSparkContext.fromSparkContext(stars.context()).broadcast(filter);
  }

  private static void put(LongPairs stars, int moreThan, BloomFilter filter) {
    int start = stars.nextRun(0, moreThan);
    while (start < stars.size()) {
      int end = stars.endOfRun(start);
      for (int i = start; i < end; i++) {
        filter.putLong(stars.second(i));
      }

      start = stars.nextRun(end, moreThan);
    }
  }

  private static Dataset<Row> table(SparkSession spark, JavaRDD<LongPairs> stars) {
    return spark.createDataFrame(stars.flatMap(new StarRows(0)), StarRows.SCHEMA);
  }

  /** Gives stars of the rest of texts other numbers, even around the same node. */
  private static Dataset<Row> rebandedTable(SparkSession spark, JavaRDD<LongPairs> stars) {
    return table(spark, stars).withColumn(StarRows.STAR, col(StarRows.STAR).bitwiseXOR(REBANDED));
  }
}
