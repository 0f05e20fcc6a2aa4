package org.touchstone.audit.edit;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Words or phrases and what takes their place: whole words alone, in whatever case, with straight
 * or curly apostrophes, which stay as they are; a capital at the beginning stays one. Code and
 * addresses are left alone.
 */
final class Dictionary {

  private static final String NEVER = "(?!)";

  private final Map<String, String> entries;
  private final Pattern pattern;

  private Dictionary(Map<String, String> entries, String before, String after) {
    this.entries = Map.copyOf(entries);
    String alternatives =
        entries.keySet().stream()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .map(key -> Pattern.quote(key).replace("'", "\\E['’]\\Q"))
            .collect(Collectors.joining("|"));
    this.pattern =
        Pattern.compile(
            "(?<![\\p{L}\\p{N}_'’-])(?<!%s)(?:%s)(?![\\p{L}\\p{N}_-]|['’]\\p{L}|%s)"
                .formatted(before, alternatives, after),
            Pattern.CASE_INSENSITIVE);
  }

  /** From a word to another, pair by pair. */
  static Dictionary of(String... pairs) {
    return new Dictionary(entries(pairs), NEVER, NEVER);
  }

  /** From each word of a pair to the other. */
  static Dictionary swapping(String... pairs) {
    Map<String, String> entries = entries(pairs);
    for (int i = 0; i < pairs.length; i += 2) {
      entries.put(pairs[i + 1].toLowerCase(Locale.ROOT), pairs[i]);
    }

    return new Dictionary(entries, NEVER, NEVER);
  }

  /** Nothing is replaced right after what a regular expression of bounded length matches. */
  Dictionary notAfter(String before) {
    return new Dictionary(entries, before, NEVER);
  }

  /** Nothing is replaced right before what a regular expression matches. */
  Dictionary notBefore(String after) {
    return new Dictionary(entries, NEVER, after);
  }

  private static Map<String, String> entries(String... pairs) {
    Map<String, String> entries = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      entries.put(pairs[i].toLowerCase(Locale.ROOT), pairs[i + 1]);
    }

    return entries;
  }

  String replaceAll(String text) {
    return Prose.map(text, prose -> pattern.matcher(prose).replaceAll(this::quoted));
  }

  String replaceFirst(String text) {
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      if (!Prose.protects(text, matcher.start())) {
        return text.substring(0, matcher.start())
            + replacement(matcher.group())
            + text.substring(matcher.end());
      }
    }

    return text;
  }

  private String quoted(MatchResult match) {
    return Matcher.quoteReplacement(replacement(match.group()));
  }

  private String replacement(String found) {
    String key = found.replace('’', '\'').toLowerCase(Locale.ROOT);
    String entry = entries.get(key);
    if (entry == null) {
      throw new IllegalStateException("Cannot replace \"%s\": not an entry".formatted(found));
    }

    String styled = found.indexOf('’') < 0 ? entry : entry.replace('\'', '’');
    return Character.isUpperCase(found.charAt(0)) ? Capitals.raised(styled) : styled;
  }
}
