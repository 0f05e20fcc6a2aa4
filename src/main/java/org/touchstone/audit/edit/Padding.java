package org.touchstone.audit.edit;

import static org.touchstone.audit.edit.Expected.SAME;
import static org.touchstone.audit.edit.Expected.WORSE;
import static org.touchstone.audit.edit.Rewrite.after;
import static org.touchstone.audit.edit.Rewrite.before;

import java.util.List;

/**
 * More words that say no more.
 *
 * <p>Source: P. Singhal et al. 2023, arXiv:2310.03716, find that length explains most of what
 * optimising against a reward model gains; here length comes without content.
 */
final class Padding {

  private static final int LONGEST_QUOTED_QUESTION = 300;

  private static final String[] EMPTY_OPENINGS = {
    "It is worth noting that ", "It should be said that ", "It is important to understand that "
  };

  static final List<Edit> EDITS =
      List.of(
          Rule.english(
              "filler-before",
              WORSE,
              "sentences that say nothing are put before the reply",
              before(
                  "There are many things that could be said about this, and it is worth taking a"
                      + " moment to think about all of them before going any further.",
                  "This is a topic with many sides to it, and before getting to the answer it makes"
                      + " sense to keep in mind that there is always a lot to consider.",
                  "When it comes to questions like this one, it is always good to begin at the"
                      + " beginning and to go on from there, one step after the other.")),
          Rule.english(
              "filler-after",
              WORSE,
              "sentences that say nothing are appended",
              after(
                  "All in all, there are many factors to consider here, and each of them matters in"
                      + " its own way. At the end of the day, everything depends on the situation,"
                      + " and every situation is different. It is always good to keep this in mind.",
                  "Of course, there is always more that could be said about this. Many people have"
                      + " thought about it in many different ways, and all of these ways have"
                      + " something to them. In the end, it is what it is.",
                  "As with so many things in life, the details are important, and so is the bigger"
                      + " picture. Looking at both together gives a fuller view than looking at only"
                      + " one of them, and a fuller view is usually a good thing to have.")),
          Rule.english(
              "empty-openings",
              WORSE,
              "every sentence begins with an empty phrase",
              Rule.text(Padding::openEmptily)),
          Rule.any(
              "reply-doubled",
              WORSE,
              "the whole reply is given twice",
              Rule.text(reply -> reply.stripTrailing() + "\n\n" + reply.stripLeading())),
          Rule.any(
              "last-sentence-repeated",
              WORSE,
              "the last sentence is said four times",
              Rule.text(Padding::repeatLast)),
          Rule.english(
              "question-restated",
              SAME,
              "the question is quoted before the answer",
              (subject, random) -> restated(subject)),
          Rule.english(
              "needless-warning",
              WORSE,
              "a warning nobody needs is appended",
              Stakes.avoidedBy(
                  after(
                      "Please note that this is general information and not professional advice."
                          + " Consult a qualified expert before you act on any of it, and proceed at"
                          + " your own risk.",
                      "Disclaimer: no responsibility is taken for the above. Always consult a"
                          + " professional before doing anything of this kind."))),
          Rule.english(
              "needless-apology",
              WORSE,
              "an apology for nothing is put before the reply",
              before(
                  "I am so sorry about that, and I sincerely apologise for any inconvenience.",
                  "My apologies for the confusion, I am truly sorry.")),
          Rule.english(
              "offer-of-more-help",
              SAME,
              "an offer of more help is appended",
              after(
                  "I hope this helps! Let me know if you have any other questions.",
                  "Feel free to ask if you would like to know more!")));

  private Padding() {}

  private static String openEmptily(String reply) {
    if (!Prose.isPlain(reply)) {
      return reply;
    }

    int[] next = {0};
    return Sentence.map(
        reply,
        body ->
            body.endsWith(".")
                ? EMPTY_OPENINGS[next[0]++ % EMPTY_OPENINGS.length] + Capitals.lowered(body)
                : body);
  }

  private static String repeatLast(String reply) {
    List<Sentence> sentences = Sentence.of(reply.strip());
    String last = sentences.get(sentences.size() - 1).body();
    return last.contains("```") ? reply : reply.strip() + (" " + last).repeat(3);
  }

  private static String restated(Subject subject) {
    String question = subject.question();
    return question.isEmpty() || question.length() > LONGEST_QUOTED_QUESTION
        ? subject.reply()
        : "You asked: \"%s\"\n\n%s".formatted(question, subject.reply().stripLeading());
  }
}
