package org.touchstone.audit.edit;

import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Letters of a word in another order. */
final class Garbling {

  private static final Pattern WORD = Pattern.compile("(?<!\\p{L})[a-zA-Z]{5,}(?!\\p{L})");
  private static final int EVERY = 4;

  private Garbling() {}

  /** Swaps two neighbours inside every fourth word of five letters or more, the first included. */
  static String misspelt(String text, SplittableRandom random) {
    int[] seen = {0};
    return Prose.map(
        text,
        prose ->
            WORD.matcher(prose)
                .replaceAll(
                    word ->
                        Matcher.quoteReplacement(
                            seen[0]++ % EVERY == 0
                                ? swapped(word.group(), random)
                                : word.group())));
  }

  /** First and last letter stay; the word itself if all letters between them are the same. */
  private static String swapped(String word, SplittableRandom random) {
    int places = word.length() - 3;
    int start = random.nextInt(places);
    for (int i = 0; i < places; i++) {
      int at = 1 + (start + i) % places;
      char left = word.charAt(at);
      char right = word.charAt(at + 1);
      if (left != right) {
        return word.substring(0, at) + right + left + word.substring(at + 2);
      }
    }

    return word;
  }
}
