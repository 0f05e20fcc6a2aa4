package org.touchstone.audit.edit;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The part of a reply that people read as language: all but code and addresses. */
final class Prose {

  /** Fenced code (to the end if never closed), code in a line, and web addresses. */
  private static final Pattern PROTECTED =
      Pattern.compile("```.*?(?:```|\\z)|`[^`\\n]+`|https?://\\S+", Pattern.DOTALL);

  private static final Pattern LAYOUT =
      Pattern.compile("(?m)```|^\\s*(?:[-*•#|>]|\\d{1,3}[.)]\\s)");

  private Prose() {}

  /** Rewrites each stretch of prose; code and addresses stay. */
  static String map(String text, UnaryOperator<String> rewrite) {
    StringBuilder out = new StringBuilder();
    Matcher matcher = PROTECTED.matcher(text);
    int start = 0;
    while (matcher.find()) {
      out.append(rewrite.apply(text.substring(start, matcher.start()))).append(matcher.group());
      start = matcher.end();
    }

    return out.append(rewrite.apply(text.substring(start))).toString();
  }

  /** Whether a place of a text is in code or an address. */
  static boolean protects(String text, int place) {
    return contains(protectedSpans(text), place);
  }

  /** Code and addresses, for asking about many places of one text. */
  static List<MatchResult> protectedSpans(String text) {
    return PROTECTED.matcher(text).results().toList();
  }

  static boolean contains(List<MatchResult> spans, int place) {
    return spans.stream().anyMatch(span -> span.start() <= place && place < span.end());
  }

  /** Whether a text is paragraphs alone: neither code nor lists, headings, tables or quotations. */
  static boolean isPlain(String text) {
    return !LAYOUT.matcher(text).find();
  }
}
