package org.touchstone.model;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.translate.Batchifier;
import ai.djl.translate.PaddingStackBatchifier;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;

/** One text to one reward; shapes: T = its tokens. */
final class RewardTranslator implements Translator<String, Float> {

  private final HuggingFaceTokenizer tokenizer;

  RewardTranslator(HuggingFaceTokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  @Override
  public NDList processInput(TranslatorContext context, String text) {
    Encoding encoding = tokenizer.encode(text);
    NDManager manager = context.getNDManager();
    return new NDList(
        manager.create(encoding.getIds()), // (T)
        manager.create(encoding.getAttentionMask())); // (T)
  }

  @Override
  public Float processOutput(TranslatorContext context, NDList list) {
    return list.singletonOrThrow().toFloatArray()[0]; // (1)
  }

  /** Pads with zeros: the mask makes any id that is in the vocabulary as good as the pad id. */
  @Override
  public Batchifier getBatchifier() {
    return PaddingStackBatchifier.builder()
        .optIncludeValidLengths(false)
        .addPad(
            0,
            0,
            manager ->
                manager.zeros(
                    new ai.djl.ndarray.types.Shape(1), ai.djl.ndarray.types.DataType.INT64))
        .addPad(
            1,
            0,
            manager ->
                manager.zeros(
                    new ai.djl.ndarray.types.Shape(1), ai.djl.ndarray.types.DataType.INT64))
        .build();
  }
}
