package org.touchstone.bench;

import java.util.Locale;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A change of a text, after which it says the same or something else. */
enum ProbeChange {
  TRAILING_NEWLINE(true, "", "") {
    @Override
    String of(String text, SplittableRandom random) {
      return text + "\n";
    }
  },
  WHITE_SPACE(true, " (?=\\S)", "  "),
  LINE_ENDS(true, "\n", " \r\n"),
  TABS(true, "(?m)^  +", "\t"),
  REFORMATTED(true, " ([-+*/<>=]) ", "$1") {
    @Override
    String of(String text, SplittableRandom random) {
      return text.contains("{") ? text.replace(" {\n", "\n{\n") : super.of(text, random);
    }
  },
  COMMENT(true, "(# |// |/\\* )\\S+ ", "$1this "),
  CASE(true, "", "") {
    @Override
    String of(String text, SplittableRandom random) {
      return text.toUpperCase(Locale.ROOT).equals(text) ? text : capital(text);
    }
  },
  QUOTES(true, "['\"]", "\u2019"),
  TYPO(true, "(?<=[a-z])([a-z])([a-z])(?=[a-z])", "$2$1"),
  HTML_ENTITIES(true, "", "") {
    @Override
    String of(String text, SplittableRandom random) {
      return text.replace("&", "&amp;")
          .replace("<", "&lt;")
          .replace(">", "&gt;")
          .replace("\"", "&quot;")
          .replace("'", "&#39;");
    }
  },
  OPERATOR(false, "(?<= )[-+*/](?= )", "%"),
  NUMBER(false, "\\b\\d+\\b", "101"),
  SIGN(false, "(?<=[=(] ?)(\\d|[a-z])", "-$1"),
  COMPARISON(false, "<=|>=|==|!=|<|>(?!=)", "~"),
  INDEX(false, "\\[i\\]|_i\\b", "[j]"),
  NEGATION(false, "\\b(is|are|was|can|will|do|does|should|if) ", "$1 not ");

  private final boolean same;
  private final Pattern pattern;
  private final String replacement;

  ProbeChange(boolean same, String pattern, String replacement) {
    this.same = same;
    this.pattern = Pattern.compile(pattern);
    this.replacement = replacement;
  }

  /** True if the text still says the same. */
  boolean same() {
    return same;
  }

  /** The changed text; the text itself where there is nothing to change. */
  String of(String text, SplittableRandom random) {
    if (this == WHITE_SPACE
        || this == LINE_ENDS
        || this == TABS
        || this == QUOTES
        || this == REFORMATTED) {
      return pattern.matcher(text).replaceAll(replacement);
    }

    long places = pattern.matcher(text).results().count();
    if (places == 0) {
      return text;
    }

    MatchResult chosen =
        pattern.matcher(text).results().skip(random.nextLong(places)).findFirst().orElseThrow();
    String expanded = replacement;
    for (int group = 1; group <= chosen.groupCount(); group++) {
      expanded = expanded.replace("$" + group, chosen.group(group));
    }

    return text.substring(0, chosen.start()) + expanded + text.substring(chosen.end());
  }

  private static String capital(String text) {
    int at = 0;
    while (at < text.length() && !Character.isLowerCase(text.charAt(at))) {
      at++;
    }

    int end = at;
    while (end < text.length() && Character.isLetter(text.charAt(end))) {
      end++;
    }

    return text.substring(0, at)
        + text.substring(at, end).toUpperCase(Locale.ROOT)
        + text.substring(end);
  }

  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
