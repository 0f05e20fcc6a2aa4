package org.touchstone.model.program;

import org.touchstone.model.program.PostNormEncoder.Positions;

/**
 * RoBERTa and XLM-RoBERTa: BERT with a head of its own and positions that start after the pad id.
 *
 * <p>Honoured: those of BERT.
 *
 * <p>Source: Liu et al. 2019, arXiv:1907.11692; transformers, models/roberta, models/xlm_roberta.
 */
final class Roberta {

  private Roberta() {}

  static Backbone read(HuggingFaceConfig config) {
    String name = config.modelType().equals("roberta") ? "Roberta" : "XLMRoberta";
    return new PostNormEncoder(
        config,
        new PostNormEncoder.Options(
            name + "ForSequenceClassification",
            "roberta.",
            Positions.AFTER_PAD_ID,
            config.size("hidden_size"),
            "classifier.dense",
            "tanh",
            "classifier.out_proj"));
  }
}
