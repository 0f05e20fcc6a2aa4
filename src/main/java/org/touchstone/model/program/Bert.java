package org.touchstone.model.program;

import org.touchstone.model.program.PostNormEncoder.Positions;

/**
 * BERT, with its pooler.
 *
 * <p>Honoured: hidden_size, num_hidden_layers, num_attention_heads, intermediate_size, hidden_act,
 * layer_norm_eps, type_vocab_size, max_position_embeddings, pad_token_id, position_embedding_type
 * (absolute, relative_key, relative_key_query; transformers 5 reads the last two as absolute).
 *
 * <p>Source: Devlin et al. 2019, arXiv:1810.04805; transformers, models/bert.
 */
final class Bert {

  private Bert() {}

  static Backbone read(HuggingFaceConfig config) {
    return new PostNormEncoder(
        config,
        new PostNormEncoder.Options(
            "BertForSequenceClassification",
            "bert.",
            Positions.FROM_ZERO,
            config.size("hidden_size"),
            "bert.pooler.dense",
            "tanh",
            "classifier"));
  }
}
