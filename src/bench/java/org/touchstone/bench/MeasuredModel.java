package org.touchstone.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.touchstone.model.program.Architecture;
import org.touchstone.model.program.BackboneArchitecture;
import org.touchstone.model.program.DecoderArchitecture;
import org.touchstone.train.EncodedComparison;

/**
 * A model that is measured, and the batches it is measured on.
 *
 * @param name in words
 * @param architecture its sizes
 * @param forwardRows sequences of a forward pass
 * @param trainRows sequences of a training step, an even number
 */
record MeasuredModel(String name, Architecture architecture, int forwardRows, int trainRows) {

  static final int LENGTH = 256;

  /** 4.8 million weights in matrix products: fits the caches. */
  static final MeasuredModel SMALL =
      new MeasuredModel("decoder, 6 layers, hidden 256", BenchmarkModels.SMALL, 16, 16);

  /** 85 million weights in matrix products, as a Llama. */
  static final MeasuredModel DECODER =
      new MeasuredModel(
          "decoder, 12 layers, hidden 768",
          new DecoderArchitecture(768, 12, 12, 12, 2048, 10_000, 1e-6),
          16,
          8);

  /** 85 million weights in matrix products, as a BERT-base. */
  static final MeasuredModel ENCODER =
      new MeasuredModel(
          "encoder, 12 layers, hidden 768", BackboneArchitecture.of(encoder()), 16, 8);

  private static Map<String, Object> encoder() {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("architectures", List.of("BertForSequenceClassification"));
    config.put("model_type", "bert");
    config.put("vocab_size", BenchmarkModels.TOKENS.vocabularySize());
    config.put("hidden_size", 768);
    config.put("num_hidden_layers", 12);
    config.put("num_attention_heads", 12);
    config.put("intermediate_size", 3072);
    config.put("max_position_embeddings", 512);
    config.put("type_vocab_size", 2);
    config.put("pad_token_id", 0);
    return config;
  }

  /** Writes the model, untrained. */
  Path write() throws IOException {
    return BenchmarkModels.untrained(architecture);
  }

  /** Returns sequences of random ids. */
  static int[][] rows(int count, int length) {
    SplittableRandom random = new SplittableRandom(1);
    return Stream.generate(() -> BenchmarkModels.tokens(random, length))
        .limit(count)
        .toArray(int[][]::new);
  }

  /** Returns pairs of random ids. */
  static List<EncodedComparison> pairs(int rows, int length) {
    int[][] ids = rows(rows, length);
    return Stream.iterate(0, i -> i + 2)
        .limit(rows / 2)
        .map(i -> EncodedComparison.pair("", ids[i], ids[i + 1], 0, 1))
        .toList();
  }
}
