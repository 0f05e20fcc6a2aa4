package org.touchstone.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.touchstone.LocalSpark;
import org.touchstone.model.ArtifactDescription;
import org.touchstone.model.BytePairTrainer;
import org.touchstone.model.ConversationEncoder;
import org.touchstone.model.EncodingLimits;
import org.touchstone.model.TokenizerFiles;
import org.touchstone.model.program.DecoderArchitecture;
import org.touchstone.model.program.TokenSpace;
import org.touchstone.preference.Comparison;
import org.touchstone.preference.Message;
import org.touchstone.preference.Reply;
import org.touchstone.preference.Role;
import org.touchstone.schema.Columns;
import org.touchstone.schema.ComparisonTable;
import org.touchstone.text.PreTokenizer;

/** A few comparisons with prompt clusters and folds, and a tokenizer that knows their words. */
public final class SmallCorpus {

  static final int MAX_TOKENS = 48;
  static final int MAX_PROMPT_TOKENS = 20;

  private static final String[] TOPICS = {"bread", "rain", "chess", "tax", "moss", "jazz", "knots"};

  private SmallCorpus() {}

  /**
   * Comparisons in which the kinder reply is chosen; every third shares its prompt with another.
   */
  public static List<Comparison> comparisons(int count) {
    List<Comparison> comparisons = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String topic = TOPICS[i % TOPICS.length];
      int prompt = i % 3 == 2 ? i - 1 : i;
      Message ask = new Message(Role.USER, "Tell me about " + topic + " number " + prompt);
      comparisons.add(
          Comparison.pair(
              List.of(ask),
              reply("Gladly! Here is what I know of " + topic + ", in " + i + " words."),
              reply("No. Look up " + topic + " yourself" + " again".repeat(i % 5)),
              "small"));
    }

    return comparisons;
  }

  /** The comparisons as the table that a split writes. */
  public static Dataset<Row> table(int count) {
    List<Row> rows =
        comparisons(count).stream()
            .map(comparison -> ComparisonTable.toRow(comparison, 0))
            .toList();
    return LocalSpark.session()
        .createDataFrame(rows, ComparisonTable.SCHEMA)
        .withColumn(
            Columns.PROMPT_CLUSTER,
            functions.col(Columns.PROMPT).getItem(0).getField(Columns.CONTENT))
        .withColumn(
            Columns.FOLD,
            functions.pmod(
                functions.hash(functions.col(Columns.PROMPT_CLUSTER)), functions.lit(3)));
  }

  /** Writes a byte-pair tokenizer into a folder. */
  public static Path tokenizer(Path folder) throws IOException {
    Map<String, Long> counts = new HashMap<>();
    for (Comparison comparison : comparisons(30)) {
      for (Reply reply : comparison.replies()) {
        PreTokenizer.byteLevelPieces(reply.messages().get(0).content())
            .forEach(piece -> counts.merge(piece, 1L, Long::sum));
      }
    }

    Files.createDirectories(folder);
    TokenizerFiles.write(BytePairTrainer.train(counts.entrySet(), 330, 2), folder);
    return folder;
  }

  /** A small decoder over that tokenizer. */
  public static ArtifactDescription decoder(Path tokenizer, long seed) throws IOException {
    try (ConversationEncoder encoder =
        ConversationEncoder.open(tokenizer, new EncodingLimits(MAX_PROMPT_TOKENS, MAX_TOKENS))) {
      return ArtifactDescription.untrained(
          new DecoderArchitecture(16, 2, 2, 1, 24, 10_000, 1e-6),
          new TokenSpace(encoder.vocabularySize(), encoder.padId(), MAX_TOKENS),
          MAX_PROMPT_TOKENS,
          Map.of("version", ConversationEncoder.VERSION),
          seed);
    }
  }

  private static Reply reply(String text) {
    return new Reply(List.of(new Message(Role.ASSISTANT, text)), null);
  }
}
