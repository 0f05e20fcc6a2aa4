package org.touchstone.deduplicate;

import static org.apache.spark.sql.functions.col;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
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
  private CrowdedTexts crowded = CrowdedTexts.NONE;

  NearPairs(DeduplicationSettings settings) {
    this.settings = settings;
  }

  /** The texts of the last search that were too many alike to compare all with all. */
  CrowdedTexts crowded() {
    return crowded;
  }

  /**
   * Returns verified pairs of vertices, {@code left < right}; it is computed anew whenever it is
   * read.
   *
   * @param comparisons rows with prompt and replies, read several times
   */
  Dataset<Row> among(Dataset<Row> comparisons) {
    Dataset<Row> texts = comparisons.select(Columns.PROMPT, Columns.REPLIES);
    long pairs =
        texts.count() * (2L * settings.prompts().bands() + 2L * settings.replies().bands());
    JavaRDD<LongPairs> stars = stars(texts.javaRDD().mapPartitions(new SignTexts(settings)), pairs);
    int maxBucket = Math.min(settings.prompts().maxBucket(), settings.replies().maxBucket());
    crowded =
        stars
            .map(each -> CrowdedTexts.of(each, maxBucket))
            .fold(CrowdedTexts.NONE, CrowdedTexts::plus);
    Dataset<Row> table = table(texts.sparkSession(), stars);
    if (crowded.stars() > 0) {
      table = table.union(rebanded(texts, stars, maxBucket));
    }

    return verified(texts, table);
  }

  private static JavaRDD<LongPairs> stars(JavaRDD<long[]> signed, long pairs) {
    int partitions = PairShuffle.partitions(signed, pairs);
    JavaRDD<long[]> stars = PairShuffle.together(signed, partitions).mapPartitions(new FindStars());
    return PairShuffle.together(stars, partitions);
  }

  /** Stars of what crowded texts hold beside the shingles that more than a bucket of them share. */
  private Dataset<Row> rebanded(Dataset<Row> texts, JavaRDD<LongPairs> stars, int maxBucket) {
    SparkSession spark = texts.sparkSession();
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Dataset<Row> nodes =
        spark.createDataFrame(stars.flatMap(new StarRows(maxBucket)), StarRows.SCHEMA);
    Broadcast<BloomFilter> wanted = filter(context, nodes);
    int frequent = Math.max(2, maxBucket / SAMPLED);
    JavaRDD<long[]> shingles =
        texts.javaRDD().mapPartitions(new SampleShingles(settings, wanted, SAMPLED));
    long[] template =
        PairShuffle.together(shingles, PairShuffle.partitions(shingles, crowded.texts() * 8))
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
    JavaRDD<LongPairs> smaller = stars(signed, crowded.texts() * settings.prompts().bands());
    // The stars of whole texts have other numbers, even around the same node.
    return table(spark, smaller).withColumn(StarRows.STAR, col(StarRows.STAR).bitwiseXOR(REBANDED));
  }

  private Dataset<Row> verified(Dataset<Row> texts, Dataset<Row> stars) {
    JavaSparkContext context =
        JavaSparkContext.fromSparkContext(texts.sparkSession().sparkContext());
    Broadcast<BloomFilter> nodes = filter(context, stars);
    return texts
        .mapPartitions(new ReadSets(settings, nodes), Encoders.row(ReadSets.SCHEMA))
        .join(stars, StarRows.NODE)
        .select(StarRows.STAR, StarRows.NODE, ReadSets.SPACE, ReadSets.SHINGLES)
        .repartition(col(StarRows.STAR))
        .sortWithinPartitions(StarRows.STAR, StarRows.NODE)
        .mapPartitions(new VerifyStars(settings), Encoders.row(VerifyStars.SCHEMA));
  }

  private static Broadcast<BloomFilter> filter(JavaSparkContext context, Dataset<Row> nodes) {
    long count = nodes.count();
    // Spark's own filter of no rows has no bits and fails when it is asked.
    BloomFilter filter =
        count == 0
            ? BloomFilter.create(1)
            : nodes.stat().bloomFilter(StarRows.NODE, count, FALSE_POSITIVES);
    return context.broadcast(filter);
  }

  private static Dataset<Row> table(SparkSession spark, JavaRDD<LongPairs> stars) {
    return spark.createDataFrame(stars.flatMap(new StarRows(0)), StarRows.SCHEMA);
  }
}
