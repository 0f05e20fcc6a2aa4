package org.touchstone.model;

import ai.djl.Model;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.translate.TranslateException;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorFactory;
import ai.djl.util.Pair;
import java.io.IOException;
import java.io.Serializable;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * Lets plain DJL and DJL Serving score text with an artifact: text that already has the form of the
 * chat template in, the raw reward out (DJL's own text classification returns its sigmoid).
 *
 * <p>Types: String to Float, and Input to Output with the reward as JSON.
 */
public final class RewardTranslatorFactory implements TranslatorFactory, Serializable {

  private static final long serialVersionUID = 1L;

  private static final Set<Pair<Type, Type>> TYPES =
      Set.of(new Pair<>(String.class, Float.class), new Pair<>(Input.class, Output.class));

  @Override
  public Set<Pair<Type, Type>> getSupportedTypes() {
    return TYPES;
  }

  @Override
  @SuppressWarnings("unchecked") // the pair of classes was checked to be one of the two
  public <I, O> Translator<I, O> newInstance(
      Class<I> input, Class<O> output, Model model, Map<String, ?> arguments)
      throws TranslateException {
    if (!isSupported(input, output)) {
      throw new IllegalArgumentException(
          "Cannot translate %s to %s: String to Float and Input to Output are supported"
              .formatted(input.getName(), output.getName()));
    }

    RewardTranslator translator = new RewardTranslator(tokenizer(model.getModelPath()));
    return (Translator<I, O>)
        (input == String.class ? translator : new RewardServingTranslator(translator));
  }

  private static HuggingFaceTokenizer tokenizer(Path directory) throws TranslateException {
    try {
      // Not checked: who serves a model may have set keys of DJL in serving.properties.
      RewardModelArtifact artifact = RewardModelArtifact.unchecked(directory);
      return HuggingFaceTokenizer.builder()
          .optTokenizerPath(directory)
          .optAddSpecialTokens(false) // the template's text holds them already
          .optPadToMaxLength()
          .optPadding(false)
          .optTruncation(true)
          .optMaxLength(artifact.description().maxTokens())
          .build();
    } catch (IOException e) {
      throw new TranslateException(
          "Cannot read the tokenizer of %s: %s".formatted(directory, e.getMessage()), e);
    }
  }
}
