package org.touchstone.audit.edit;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A sentence and the white space after it. Those of a text, joined, are the text.
 *
 * <p>Cut by rules of our own and not by the JDK's break iterator, whose tables change from release
 * to release: an edit must be the same on any machine. A line break ends a sentence; a full stop
 * after an abbreviation, an initial or the number of a list item does not; code is never cut.
 */
record Sentence(String body, String gap) {

  private static final Pattern END =
      Pattern.compile("[.!?…]+[\"'”’)\\]*]*(?:\\s+|\\z)|[。！？]+[”’」』）]*\\s*|\\n\\s*");

  private static final Pattern LAST_WORD = Pattern.compile("([\\p{L}\\p{N}.]+)\\.\\s*\\z");
  private static final Pattern ITEM_NUMBER = Pattern.compile("\\A\\s*\\d{1,3}\\.\\s*\\z");
  private static final Set<String> ABBREVIATIONS =
      Set.of("e.g", "i.e", "Dr", "Mr", "Mrs", "Ms", "St", "vs", "Prof", "U.S", "U.K", "approx");

  static List<Sentence> of(String text) {
    List<Sentence> sentences = new ArrayList<>();
    Matcher end = END.matcher(text);
    int start = 0;
    while (end.find()) {
      String candidate = text.substring(start, end.end());
      if (ends(candidate) && !Prose.protects(text, end.start())) {
        sentences.add(cut(candidate));
        start = end.end();
      }
    }

    if (start < text.length()) {
      sentences.add(cut(text.substring(start)));
    }

    return sentences;
  }

  static String join(List<Sentence> sentences) {
    return sentences.stream().map(Sentence::whole).collect(Collectors.joining());
  }

  /** Rewrites the body of every sentence. */
  static String map(String text, UnaryOperator<String> rewrite) {
    return of(text).stream()
        .map(sentence -> rewrite.apply(sentence.body) + sentence.gap)
        .collect(Collectors.joining());
  }

  String whole() {
    return body + gap;
  }

  private static Sentence cut(String whole) {
    String body = whole.stripTrailing();
    return new Sentence(body, whole.substring(body.length()));
  }

  private static boolean ends(String candidate) {
    if (candidate.isBlank() || ITEM_NUMBER.matcher(candidate).find()) {
      return false;
    }

    Matcher last = LAST_WORD.matcher(candidate);
    if (!last.find()) {
      return true;
    }

    String word = last.group(1);
    boolean initial = word.length() == 1 && Character.isUpperCase(word.charAt(0));
    return !ABBREVIATIONS.contains(word) && !(initial && !word.equals("I"));
  }
}
