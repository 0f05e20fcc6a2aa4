package org.touchstone.model.program;

import org.touchstone.model.program.PostNormEncoder.Positions;

/**
 * ELECTRA's discriminator: BERT without a pooler, with embeddings that may be narrower.
 *
 * <p>Honoured: those of BERT, and embedding_size. The summary_ keys belong to another head.
 *
 * <p>Source: Clark et al. 2020, arXiv:2003.10555; transformers, models/electra.
 */
final class Electra {

  private Electra() {}

  static Backbone read(HuggingFaceConfig config) {
    return new PostNormEncoder(
        config,
        new PostNormEncoder.Options(
            "ElectraForSequenceClassification",
            "electra.",
            Positions.FROM_ZERO,
            config.size("embedding_size", 128),
            "classifier.dense",
            "gelu",
            "classifier.out_proj"));
  }
}
