package org.touchstone.jobs;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.touchstone.artifact.LocalCopies;
import org.touchstone.cluster.Publication;
import org.touchstone.jobs.Outcome.Count;
import org.touchstone.jobs.Outcome.Unit;
import org.touchstone.model.BytePairTrainer;
import org.touchstone.model.BytePairVocabulary;
import org.touchstone.model.TokenizerFiles;
import org.touchstone.model.WordVocabulary;
import org.touchstone.schema.Columns;
import org.touchstone.statistics.WordCounts;
import org.touchstone.text.PreTokenizer;

/** Learns a tokenizer from the training rows and writes it in the form of Hugging Face. */
final class TokenizerJob implements Job<TokenizerJob.Plan> {

  /** What a token is. */
  enum Kind {
    /** Parts of words, learned by byte-pair encoding: any text comes back unchanged. */
    BYTE_PAIR,
    /** Whole words in lower case; others are unknown. */
    WORD
  }

  /**
   * The job's settings.
   *
   * @param type what a token is
   * @param vocabularySize tokens at most
   * @param minCount how often a pair or a word must occur
   * @param split rows to learn from, so that the test rows shape nothing
   * @param maxPieces distinct pieces that the driver looks at, the most frequent ones
   */
  record Plan(Kind type, int vocabularySize, long minCount, String split, int maxPieces) {}

  @Override
  public String name() {
    return "tokenizer";
  }

  @Override
  public String description() {
    return "Learn a tokenizer from the training rows.";
  }

  @Override
  public Class<Plan> settingsType() {
    return Plan.class;
  }

  @Override
  public List<JobInput> inputs(CommonSettings common, Plan plan) {
    return List.of(JobInput.output(common.onlyInput()));
  }

  @Override
  public Outcome run(JobContext context, Plan plan) throws IOException {
    Dataset<Row> table =
        context.table(
            name(), context.common().onlyInput(), TableColumns.comparisonsWith(Columns.SPLIT));
    Column ofSplit = col(Columns.SPLIT).equalTo(plan.split());
    Dataset<Row> rows = table.filter(ofSplit);
    long read = rows.count();
    if (read == 0) {
      throw new IllegalArgumentException(
          "Cannot learn a tokenizer: split \"%s\" has no rows".formatted(plan.split()));
    }

    WordCounts words = WordCounts.of(rows, cutter(plan.type()), plan.maxPieces());
    Path local = LocalCopies.temporaryFolder();
    int vocabularySize = write(plan, words.counts(), local);
    Publication.upload(
        context.hadoop(), local, new org.apache.hadoop.fs.Path(context.stagedData()));
    ObjectNode results = JsonNodeFactory.instance.objectNode();
    results.put("vocabulary_size", vocabularySize);
    results.put("pieces", words.pieces());
    results.put("distinct_pieces", words.distinctPieces());
    results.put("counted_pieces", words.countedPieces());
    Conservation.of(table.count())
        .plus("learned_from", read)
        .plus("in_other_splits", table.filter(not(coalesce(ofSplit, lit(false)))).count())
        .in(results, "comparisons");
    String summary =
        "%,d tokens from %,d distinct pieces".formatted(vocabularySize, words.distinctPieces());
    return new Outcome(
        Count.of(read, Unit.COMPARISONS),
        Count.of(vocabularySize, Unit.TOKENS),
        Map.of(),
        results,
        summary);
  }

  private static WordCounts.Cutter cutter(Kind type) {
    return switch (type) {
      case BYTE_PAIR -> PreTokenizer::byteLevelPieces;
      case WORD -> PreTokenizer::words;
    };
  }

  private static int write(Plan plan, Map<String, Long> counts, Path folder) throws IOException {
    return switch (plan.type()) {
      case BYTE_PAIR -> {
        BytePairVocabulary vocabulary =
            BytePairTrainer.train(counts.entrySet(), plan.vocabularySize(), plan.minCount());
        TokenizerFiles.write(vocabulary, folder);
        yield vocabulary.tokens().size();
      }
      case WORD -> {
        WordVocabulary vocabulary =
            WordVocabulary.of(counts.entrySet(), plan.vocabularySize(), plan.minCount());
        TokenizerFiles.write(vocabulary, folder);
        yield vocabulary.tokens().size();
      }
    };
  }
}
