package org.touchstone.audit.edit;

import static org.touchstone.audit.edit.Expected.WORSE;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Less of the reply, or all of it in another order. */
final class Cuts {

  private static final Pattern WORD = Pattern.compile("\\S+");
  private static final int SHORTEST_TO_TRUNCATE = 30;
  private static final double LEAST_KEPT = 0.4;
  private static final double MOST_KEPT = 0.7;
  private static final int FEWEST_SENTENCES = 3;
  private static final int FEWEST_TO_SHUFFLE = 4;

  static final List<Edit> EDITS =
      List.of(
          Rule.any(
              "truncated",
              WORSE,
              "the reply breaks off inside a word",
              (subject, random) -> truncated(subject.reply(), random)),
          Rule.any(
              "first-sentence-only",
              WORSE,
              "all but the first sentence is cut",
              Rule.text(reply -> kept(reply, 1))),
          Rule.any(
              "last-sentence-dropped",
              WORSE,
              "the last statement is cut",
              Rule.text(Cuts::withoutLast)),
          Rule.any(
              "sentences-shuffled",
              WORSE,
              "the sentences are in another order",
              (subject, random) -> sentencesShuffled(subject.reply(), random)),
          Rule.any(
              "words-shuffled",
              WORSE,
              "the words are in another order",
              (subject, random) -> wordsShuffled(subject.reply(), random)));

  private Cuts() {}

  /** Keeps 40 to 70 % and goes on to the next place between two letters, if there is one. */
  private static String truncated(String reply, SplittableRandom random) {
    int length = reply.stripTrailing().length();
    if (length < SHORTEST_TO_TRUNCATE) {
      return reply;
    }

    int end = (int) (length * random.nextDouble(LEAST_KEPT, MOST_KEPT));
    while (end < length && !isInside(reply, end)) {
      end++;
    }

    return end == length ? reply : reply.substring(0, end);
  }

  private static boolean isInside(String text, int place) {
    return Character.isLetter(text.charAt(place - 1)) && Character.isLetter(text.charAt(place));
  }

  private static String kept(String reply, int sentences) {
    List<Sentence> all = Sentence.of(reply);
    return all.size() < FEWEST_SENTENCES || reply.contains("```")
        ? reply
        : Sentence.join(all.subList(0, sentences)).stripTrailing();
  }

  /** A closing question or exclamation is mostly courtesy, which nobody misses. */
  private static String withoutLast(String reply) {
    List<Sentence> all = Sentence.of(reply);
    String last = all.get(all.size() - 1).body();
    return last.endsWith(".") || last.endsWith("。") ? kept(reply, all.size() - 1) : reply;
  }

  private static String sentencesShuffled(String reply, SplittableRandom random) {
    List<Sentence> sentences = Sentence.of(reply);
    if (sentences.size() < FEWEST_TO_SHUFFLE || !Prose.isPlain(reply)) {
      return reply;
    }

    List<String> bodies = shuffled(sentences.stream().map(Sentence::body).toList(), random);
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < bodies.size(); i++) {
      out.append(bodies.get(i)).append(sentences.get(i).gap());
    }

    return out.toString();
  }

  private static String wordsShuffled(String reply, SplittableRandom random) {
    List<String> words = WORD.matcher(reply).results().map(MatchResult::group).toList();
    return words.size() < FEWEST_TO_SHUFFLE
        ? reply
        : shuffled(words, random).stream().collect(Collectors.joining(" "));
  }

  /** Another order by Fisher and Yates; turned by one place if it came out as it was. */
  private static List<String> shuffled(List<String> items, SplittableRandom random) {
    List<String> shuffled = new ArrayList<>(items);
    for (int i = shuffled.size() - 1; i > 0; i--) {
      Collections.swap(shuffled, i, random.nextInt(i + 1));
    }

    if (shuffled.equals(items)) {
      Collections.rotate(shuffled, 1);
    }

    return shuffled;
  }
}
