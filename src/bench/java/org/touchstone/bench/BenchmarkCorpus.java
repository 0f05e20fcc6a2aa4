package org.touchstone.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.touchstone.ingest.Format;
import org.touchstone.ingest.IngestSettings;
import org.touchstone.ingest.Ingestion;
import org.touchstone.model.BytePairTrainer;
import org.touchstone.model.TokenizerFiles;
import org.touchstone.preference.Comparison;
import org.touchstone.preference.Message;
import org.touchstone.preference.Reply;
import org.touchstone.schema.ComparisonTable;
import org.touchstone.text.PreTokenizer;

/**
 * Real feedback of the quickstart, as a cached table and as objects, with a tokenizer of its words.
 *
 * @param table the comparisons, in 8 partitions
 * @param comparisons the same
 * @param tokenizer folder with a byte-pair tokenizer of up to 8,192 tokens
 */
record BenchmarkCorpus(Dataset<Row> table, List<Comparison> comparisons, Path tokenizer) {

  private static final String FEEDBACK = "src/quickstart/hh-rlhf/*.jsonl.gz";

  static BenchmarkCorpus of(SparkSession spark, int rows) throws IOException {
    List<Row> all = rows(spark, rows);
    Dataset<Row> table =
        spark.createDataFrame(all, ComparisonTable.SCHEMA).repartition(8).persist();
    table.count();
    List<Comparison> comparisons = all.stream().map(ComparisonTable::fromRow).toList();
    return new BenchmarkCorpus(table, comparisons, tokenizer(comparisons));
  }

  /** The same feedback as objects alone. */
  static List<Comparison> comparisons(SparkSession spark, int rows) {
    return rows(spark, rows).stream().map(ComparisonTable::fromRow).toList();
  }

  private static List<Row> rows(SparkSession spark, int rows) {
    Ingestion ingestion = new Ingestion(spark, IngestSettings.of(Format.HH_RLHF));
    return ingestion.read(List.of(FEEDBACK)).comparisons().limit(rows).collectAsList();
  }

  private static Path tokenizer(List<Comparison> comparisons) throws IOException {
    Map<String, Long> counts = new HashMap<>();
    for (Comparison comparison : comparisons) {
      for (Reply reply : comparison.replies()) {
        for (Message message : reply.messages()) {
          PreTokenizer.byteLevelPieces(message.content())
              .forEach(piece -> counts.merge(piece, 1L, Long::sum));
        }
      }
    }

    Path folder = Files.createTempDirectory("touchstone-bench-");
    TokenizerFiles.write(BytePairTrainer.train(counts.entrySet(), 8_192, 2), folder);
    return folder;
  }
}
