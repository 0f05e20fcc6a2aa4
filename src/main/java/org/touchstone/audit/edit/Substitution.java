package org.touchstone.audit.edit;

import static org.touchstone.audit.edit.Expected.WORSE;
import static org.touchstone.audit.edit.Rewrite.instead;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Another text in the place of the answer.
 *
 * <p>Source of the opener that no answer follows: Y. Zhao et al. 2025, One Token to Fool
 * LLM-as-a-Judge, arXiv:2507.08794, where such openers passed for right answers.
 */
final class Substitution {

  /** Beginnings of replies that decline already. */
  private static final Pattern DECLINES =
      Pattern.compile(
          "(?i)\\b(?:can['’]?t|cannot|can not|won['’]?t|will not|unable to|not able to|sorry|not"
              + " comfortable|decline|refuse)\\b");

  static final List<Edit> EDITS =
      List.of(
          Rule.any(
              "answer-to-another-prompt",
              WORSE,
              "the reply is one to another prompt",
              (subject, random) -> other(subject.stranger(), subject.reply())),
          Rule.english(
              "refusal",
              WORSE,
              "the reply is a refusal, where the prompt calls for none",
              Stakes.avoidedBy(
                  (subject, random) ->
                      DECLINES.matcher(subject.reply()).find()
                          ? subject.reply()
                          : instead(
                                  "I'm sorry, but I can't help with that.",
                                  "I cannot answer this question, as it would not be appropriate.",
                                  "I'm not able to assist with this request.")
                              .of(subject, random))),
          Rule.english(
              "empty-words",
              WORSE,
              "the reply is sentences that fit any question",
              instead(
                  "That is an interesting topic with many different aspects. There are several"
                      + " factors to consider, and each of them matters. It depends on the"
                      + " situation, so it is best to look at it from more than one side and to"
                      + " choose what works best for you.",
                  "This is something that many people ask about. There is a lot of information out"
                      + " there, and different people have different views. With some time and"
                      + " thought, you will surely find the answer that is right for you.")),
          Rule.english(
              "opener-alone",
              WORSE,
              "the reply is an opener that no answer follows",
              instead(
                  "Let's solve this problem step by step.",
                  "Thought process:",
                  "Here is a detailed and complete answer to your question:")),
          Rule.any(
              "prompt-copied",
              WORSE,
              "the reply is what the user said",
              (subject, random) -> other(subject.question(), subject.reply())));

  private Substitution() {}

  /** Another text, unless there is none or it says the same. */
  private static String other(@Nullable String other, String reply) {
    return other == null || folded(other).equals(folded(reply)) ? reply : other;
  }

  private static String folded(String text) {
    return text.strip().toLowerCase(Locale.ROOT);
  }
}
