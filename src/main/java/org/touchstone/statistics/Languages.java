package org.touchstone.statistics;

import com.optimaize.langdetect.LanguageDetector;
import com.optimaize.langdetect.LanguageDetectorBuilder;
import com.optimaize.langdetect.ngram.NgramExtractors;
import com.optimaize.langdetect.profiles.LanguageProfileReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.touchstone.preference.Message;
import org.touchstone.preference.Role;

/**
 * The language of a row: what the source says, or else what the first 300 characters of the last
 * user turn look like.
 *
 * <p>Version 1: n-gram profiles of 70 languages; the answer is the primary subtag of BCP 47, in two
 * letters where there are any. A text of fewer than 30 letters, an ideograph or syllable counting
 * as five, and one that no language fits with 90 %, is {@code und}. A tag of the source that is no
 * language of ISO 639 is {@code other}, so that there are never more groups than languages.
 */
final class Languages {

  /** Written into every result. */
  static final String VERSION = "languages-v1";

  static final String UNDETERMINED = "und";
  private static final String OTHER = "other";
  private static final int BEGINNING = 300;
  private static final int FEWEST_LETTERS = 30;
  private static final char FIRST_OF_EAST_ASIA = '\u2E80';
  private static final int LETTERS_A_SYLLABLE = 5;
  private static final long SEED = 17;

  private static final Map<String, String> KNOWN = known();

  /** One for each process, loaded when first asked; 80 MB of heap. */
  private static final class Loaded {
    private static final LanguageDetector DETECTOR = detector();
  }

  private Languages() {}

  /** What the source says; null if it says nothing. */
  static @Nullable String given(@Nullable String given) {
    if (given == null || given.isBlank()) {
      return null;
    }

    String primary = given.strip().split("[-_]", 2)[0].toLowerCase(Locale.ROOT);
    return primary.equals(UNDETERMINED) ? UNDETERMINED : KNOWN.getOrDefault(primary, OTHER);
  }

  /** The last user turn of a prompt; null without one. */
  static @Nullable String lastUserTurn(List<Message> prompt) {
    for (int i = prompt.size() - 1; i >= 0; i--) {
      if (prompt.get(i).role() == Role.USER) {
        return prompt.get(i).content();
      }
    }

    return null;
  }

  static String detect(String text) {
    String beginning = text.substring(0, Math.min(BEGINNING, text.length()));
    if (letters(beginning) < FEWEST_LETTERS) {
      return UNDETERMINED;
    }

    return Loaded.DETECTOR
        .detect(beginning)
        .transform(locale -> locale.getLanguage())
        .or(UNDETERMINED);
  }

  private static int letters(String text) {
    int letters = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      letters += !Character.isLetter(c) ? 0 : c < FIRST_OF_EAST_ASIA ? 1 : LETTERS_A_SYLLABLE;
    }

    return letters;
  }

  private static LanguageDetector detector() {
    try {
      return LanguageDetectorBuilder.create(NgramExtractors.standard())
          .withProfiles(new LanguageProfileReader().readAllBuiltIn())
          .minimalConfidence(0.9)
          .seed(SEED)
          .build();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot load the profiles of languages", e);
    }
  }

  /** Codes of two and of three letters, each with the code of two. */
  private static Map<String, String> known() {
    Map<String, String> known = new HashMap<>();
    for (String code : Locale.getISOLanguages()) {
      known.put(code, code);
      known.put(new Locale(code).getISO3Language(), code);
    }

    known.put("cmn", "zh");
    known.put("ast", "ast");
    return known;
  }
}
