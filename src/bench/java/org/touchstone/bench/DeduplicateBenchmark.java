package org.touchstone.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.touchstone.deduplicate.Deduplicated;
import org.touchstone.deduplicate.Deduplication;
import org.touchstone.deduplicate.DeduplicationSettings;

/** Deduplication of generated corpora, from Parquet to Parquet. */
public final class DeduplicateBenchmark {

  private DeduplicateBenchmark() {}

  public static void main(String[] arguments) throws IOException {
    SparkSession spark = SparkSession.builder().getOrCreate();
    long replies = Long.parseLong(arguments[0]);
    int replyBytes = Integer.parseInt(arguments[1]);
    int promptBytes = Integer.parseInt(arguments[2]);
    Path folder = Files.createTempDirectory("touchstone-bench-");
    String in = folder.resolve("in").toString();
    String out = folder.resolve("out").toString();
    long start = System.nanoTime();
    new PlantedReplies(replies, replyBytes, promptBytes).table(spark, 8).write().parquet(in);
    System.out.printf("generated in %.1f s%n", (System.nanoTime() - start) / 1e9);
    for (int round = 0; round < Integer.parseInt(arguments[3]); round++) {
      start = System.nanoTime();
      Dataset<Row> rows = spark.read().parquet(in);
      try (Deduplicated found = new Deduplication(DeduplicationSettings.standard()).apply(rows)) {
        System.out.printf("searched %.1f s%n", (System.nanoTime() - start) / 1e9);
        found.comparisons().write().mode("overwrite").parquet(out);
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      System.out.printf(
          "%d replies in %.1f s: %.0f replies/s/core%n", replies, seconds, replies / seconds / 2);
    }
    spark.read().parquet(out).groupBy("duplicate_kind").count().show();
    System.out.println(spark.read().parquet(out).select("prompt_cluster").distinct().count());
  }
}
