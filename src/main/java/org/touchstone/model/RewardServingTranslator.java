package org.touchstone.model;

import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.ndarray.NDList;
import ai.djl.translate.Batchifier;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;

/** The same for DJL Serving: the request's text in, {@code {"reward": number}} out. */
final class RewardServingTranslator implements Translator<Input, Output> {

  private final RewardTranslator translator;

  RewardServingTranslator(RewardTranslator translator) {
    this.translator = translator;
  }

  @Override
  public NDList processInput(TranslatorContext context, Input input) {
    return translator.processInput(context, input.getData().getAsString());
  }

  @Override
  public Output processOutput(TranslatorContext context, NDList list) {
    Output output = new Output();
    output.addProperty("Content-Type", "application/json");
    output.add("{\"reward\": %s}".formatted(translator.processOutput(context, list)));
    return output;
  }

  @Override
  public Batchifier getBatchifier() {
    return translator.getBatchifier();
  }
}
