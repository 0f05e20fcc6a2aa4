package org.touchstone.model;

import java.util.Locale;
import java.util.Map;
import org.touchstone.model.program.EnsembleArchitecture;
import org.touchstone.model.program.TensorSpec;

/** The README of an artifact, made of nothing but its description. */
final class ModelCard {

  private ModelCard() {}

  static String of(ArtifactDescription model) {
    Map<String, Object> config = model.architecture().config(model.tokens());
    String type = String.valueOf(config.get("model_type"));
    long parameters =
        model.architecture().tensors(model.tokens()).stream().mapToLong(TensorSpec::elements).sum();
    StringBuilder card = new StringBuilder("# Reward model (" + type + ")\n\n");
    card.append("A stand-in for human judgement of replies, published by Touchstone. ");
    card.append("It gives one number a conversation; only differences between replies to one ");
    card.append("prompt mean anything.\n\n");
    row(
        card,
        "parameters",
        model.architecture().isKnown()
            ? String.format(Locale.ROOT, "%,d", parameters)
            : "unknown: the program came from elsewhere");
    row(card, "architecture", model.architecture().toString());
    row(
        card,
        "tokens",
        "at most %d, of them prompt %d".formatted(model.maxTokens(), model.maxPromptTokens()));
    row(card, "truncation", model.truncation());
    row(card, "seed", Long.toString(model.seed()));
    if (model.rewardMean() != null) {
      row(
          card,
          "reward on validation rows",
          "mean " + model.rewardMean() + ", standard deviation " + model.rewardStandardDeviation());
    }

    if (model.architecture() instanceof EnsembleArchitecture) {
      row(
          card,
          "unit of rewards",
          "one standard deviation of a member's rewards on validation rows; not logits");
    }

    model.provenance().forEach((name, value) -> row(card, name, value));
    card.append(
        !model.architecture().loadsInTransformers()
            ? "\nTransformers does not compute these rewards: use model.pt, with DJL or torch.jit.load.\n"
            : "\nLoads in transformers' AutoModelForSequenceClassification (one label), and "
                + "model.pt in DJL or torch.jit.load.\n");
    return card.toString();
  }

  private static void row(StringBuilder card, String name, String value) {
    card.append("* ").append(name).append(": ").append(value).append('\n');
  }
}
