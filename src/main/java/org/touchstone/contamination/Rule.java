package org.touchstone.contamination;

/**
 * When a training text is taken to hold an evaluation instance, as others decided it. Each is
 * searched exhaustively here, on words in lower case without punctuation.
 */
public enum Rule {
  /**
   * Any 13 words in a row in common. Source: T. Brown et al., "Language Models are Few-Shot
   * Learners", 2020, appendix C.
   */
  GPT_3(13, 0),
  /**
   * More than half of the words of an instance are in 8-grams that one text shares with it. Source:
   * N. Lambert et al., "Tulu 3", 2024, section 3.2.
   */
  TULU_3(8, 0.5),
  /** Any 12 words in a row in common, the default of datatrove's n-gram decontamination. */
  DATATROVE(12, 0);

  private final int words;
  private final double moreThan;

  Rule(int words, double moreThan) {
    this.words = words;
    this.moreThan = moreThan;
  }

  int words() {
    return words;
  }

  double moreThan() {
    return moreThan;
  }
}
