package org.touchstone.statistics;

import java.util.List;
import java.util.Locale;
import org.touchstone.preference.Message;
import org.touchstone.preference.Reply;

/**
 * Tells replies that decline to answer, by phrases of English in their beginning.
 *
 * <p>Version 2: the first 300 characters of the first message of the assistant, in lower case, with
 * straight apostrophes. Other languages and refusals in other words are not found, and an answer
 * that quotes a refusal is; the number is for comparing corpora and sides, not a census.
 */
final class Refusals {

  /** Written into every result. */
  static final String VERSION = "refusals-v2";

  private static final int BEGINNING = 300;

  /** Each is part of a declining sentence and hardly of any other. */
  static final List<String> PHRASES =
      List.of(
          "i can't help",
          "i cannot help",
          "i can't assist",
          "i cannot assist",
          "i can't provide",
          "i cannot provide",
          "i can't answer",
          "i cannot answer",
          "i can't give",
          "i cannot give",
          "i can't do that",
          "i cannot do that",
          "i can't support",
          "i can't recommend",
          "i cannot recommend",
          "i can't encourage",
          "i can't condone",
          "i cannot condone",
          "i can't fulfill",
          "i cannot fulfill",
          "i can't comply",
          "i cannot comply",
          "i can't engage",
          "i won't help",
          "i will not help",
          "i won't be able to",
          "i'm not able to",
          "i am not able to",
          "i'm unable to",
          "i am unable to",
          "i'm not going to",
          "i'm not comfortable",
          "i don't feel comfortable",
          "i must decline",
          "i have to decline",
          "i refuse to",
          "sorry, but i can't",
          "sorry, but i cannot",
          "sorry, i can't",
          "sorry, i cannot",
          "i apologize, but i can't",
          "i apologize, but i cannot",
          "as an ai language model, i can't",
          "as an ai language model, i cannot",
          "it is not appropriate",
          "it's not appropriate",
          "it would be unethical",
          "it would not be appropriate",
          "against my programming");

  private Refusals() {}

  static boolean isRefusal(Reply reply) {
    Message first = reply.messages().get(0);
    String text = first.content();
    String beginning =
        text.substring(0, Math.min(BEGINNING, text.length()))
            .toLowerCase(Locale.ROOT)
            .replace('\u2019', '\'');
    for (String phrase : PHRASES) {
      if (beginning.contains(phrase)) {
        return true;
      }
    }

    return false;
  }
}
