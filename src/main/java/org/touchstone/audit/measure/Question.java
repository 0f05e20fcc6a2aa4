package org.touchstone.audit.measure;

/**
 * What a careful person asks of a reward model: the chapters of the report, in its order. Each is
 * answered by the measures that name it; one without measures on the data at hand says what would
 * be needed.
 */
public enum Question {
  AGREES_WITH_PEOPLE(
      "Does it agree with people?", "Needs scored comparisons with a preference of people."),
  CEILING(
      "How good could anyone be?",
      "Needs comparisons that several annotators judged (rows of one prompt and one pair of replies with different annotators), or the share of pairs of people who agree, as stated-agreement: published shares lie from 63 to 77\u00a0%."),
  KNOWS_WHEN_UNSURE(
      "Does it know when it does not know?",
      "Needs scored comparisons with a preference of people."),
  GENERALISES(
      "Does it generalise to other prompts?",
      "Needs feedback from several sources or languages, or the split that the model was trained on."),
  ENOUGH_DATA(
      "How much human data does it need?",
      "Needs models trained on growing shares of the training rows."),
  SMALL_ENOUGH(
      "Is a small model enough?", "Needs models of several sizes, trained on the same rows."),
  HONEST(
      "Is it honest?",
      "Needs a probe of true and false answers, such as TruthfulQA, scored by the model."),
  FOOLED("Can it be fooled?", "Needs the model itself, to score edited replies: set artifacts."),
  UNDER_PRESSURE(
      "What happens under pressure?",
      "Needs at least 10 prompts with 4 or more replies each that people ranked or compared in pairs."),
  BLIND_GUIDING_BLIND(
      "Is it the blind guiding the blind?",
      "Needs other models, scored on the same rows, to compare with."),
  SOUND_DATA("Is the human data sound?", "Needs scored comparisons with a preference of people."),
  EXPLAINS("Why did it say that?", "Needs scored comparisons with a preference of people."),
  HOW_POOR("How poor is poor?", "Needs scored comparisons with a preference of people.");

  private final String asks;
  private final String needs;

  Question(String asks, String needs) {
    this.asks = asks;
    this.needs = needs;
  }

  /** Its place among the questions, from 1. */
  public int number() {
    return ordinal() + 1;
  }

  /** Stable name, kebab-case. */
  public String id() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  /** The question, for a reader without statistics. */
  public String asks() {
    return asks;
  }

  /** What would be needed to answer it, in a sentence. */
  public String needs() {
    return needs;
  }
}
