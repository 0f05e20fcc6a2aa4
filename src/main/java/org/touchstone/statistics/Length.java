package org.touchstone.statistics;

import java.util.Locale;

/** What lengths are counted, of each prompt or reply. */
enum Length {
  PROMPT_TURNS,
  PROMPT_WORDS,
  PROMPT_CHARACTERS,
  REPLY_TURNS,
  REPLY_WORDS,
  REPLY_CHARACTERS,
  REPLY_TOKENS,
  CHOSEN_WORDS,
  REJECTED_WORDS,
  CHOSEN_CHARACTERS,
  REJECTED_CHARACTERS;

  /** The name in results, such as {@code prompt-words}. */
  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
