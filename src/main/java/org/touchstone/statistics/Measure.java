package org.touchstone.statistics;

import java.util.Locale;

/** What is counted in each row. */
enum Measure {
  ROWS,
  REPLIES,
  TIES,
  JUDGEMENTS,
  DUPLICATE_EXACT,
  DUPLICATE_NEAR,
  DUPLICATE_SWAPPED,
  CONTRADICTORY_ROWS,
  LONGER_WORDS,
  SHORTER_WORDS,
  SAME_WORDS,
  LONGER_CHARACTERS,
  SHORTER_CHARACTERS,
  SAME_CHARACTERS,
  PROMPT_TURNS,
  PROMPT_WORDS,
  PROMPT_CHARACTERS,
  REPLY_TURNS,
  REPLY_WORDS,
  REPLY_CHARACTERS,
  CHOSEN_WORDS,
  REJECTED_WORDS,
  CHOSEN_CHARACTERS,
  REJECTED_CHARACTERS;

  /** The name in results, such as {@code prompt-words}. */
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
