package org.touchstone.audit.edit;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a reply is in English: by its tag, or else by its words.
 *
 * <p>Without a tag, the reply and the last turn of the user are read together, so that a short
 * reply has company. English they are if nine of ten letters are a to z and one of ten words is a
 * function word that other languages in Latin letters hardly have. Running English has three to
 * four of ten; a text of names or code alone has none, and then the rules for English leave it be.
 */
final class English {

  private static final Set<String> FUNCTION_WORDS =
      Set.of(
          "the", "and", "to", "of", "you", "your", "that", "this", "it", "are", "what", "which",
          "with", "have", "not", "can", "i", "how", "they", "there", "from", "would");

  private static final Pattern WORD = Pattern.compile("\\p{L}+");
  private static final double LATIN_SHARE = 0.9;
  private static final double FUNCTION_SHARE = 0.1;

  private English() {}

  static boolean isSpokenBy(Subject subject) {
    String tag = tag(subject.language());
    return tag == null
        ? looksEnglish(subject.reply() + " " + subject.question())
        : tag.equals("en") || tag.equals("eng");
  }

  private static @Nullable String tag(@Nullable String language) {
    if (language == null || language.isBlank()) {
      return null;
    }

    String primary = language.strip().split("[-_]", 2)[0].toLowerCase(Locale.ROOT);
    return primary.equals("und") ? null : primary;
  }

  private static boolean looksEnglish(String text) {
    long letters = text.codePoints().filter(Character::isLetter).count();
    long latin = text.codePoints().filter(English::isLatin).count();
    String[] words =
        WORD.matcher(text)
            .results()
            .map(MatchResult::group)
            .map(word -> word.toLowerCase(Locale.ROOT))
            .toArray(String[]::new);
    long function = Arrays.stream(words).filter(FUNCTION_WORDS::contains).count();
    return latin >= LATIN_SHARE * letters
        && words.length > 0
        && function >= FUNCTION_SHARE * words.length;
  }

  private static boolean isLatin(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}
