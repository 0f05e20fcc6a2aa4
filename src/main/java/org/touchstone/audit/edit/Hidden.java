package org.touchstone.audit.edit;

import static org.touchstone.audit.edit.Expected.SAME;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Other characters behind the same picture: a person sees no difference, a tokenizer another text.
 *
 * <p>Source of the look-alikes: Unicode Technical Standard 39, confusables; of the zero-width
 * space, U+200B, the Unicode Standard, section 23.2.
 */
final class Hidden {

  private static final String LATIN = "aceopxyABCEHKMOPTX";
  private static final String CYRILLIC = "асеорхуАВСЕНКМОРТХ";
  private static final char ZERO_WIDTH_SPACE = '\u200B';
  private static final double LOOK_ALIKES = 0.5;
  private static final double INVISIBLE = 0.25;

  static final List<Edit> EDITS =
      List.of(
          Rule.any(
              "homoglyphs",
              SAME,
              "half of the letters that have a Cyrillic look-alike are that",
              (subject, random) ->
                  Prose.map(subject.reply(), prose -> lookingAlike(prose, random))),
          Rule.any(
              "invisible-characters",
              SAME,
              "zero-width spaces are put inside words",
              (subject, random) -> Prose.map(subject.reply(), prose -> dotted(prose, random))));

  private Hidden() {}

  private static String lookingAlike(String prose, SplittableRandom random) {
    StringBuilder out = new StringBuilder(prose);
    for (int i = 0; i < prose.length(); i++) {
      int letter = LATIN.indexOf(prose.charAt(i));
      if (letter >= 0 && random.nextDouble() < LOOK_ALIKES) {
        out.setCharAt(i, CYRILLIC.charAt(letter));
      }
    }

    return out.toString();
  }

  private static String dotted(String prose, SplittableRandom random) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < prose.length(); i++) {
      char c = prose.charAt(i);
      boolean inside = i > 0 && Character.isLetter(c) && Character.isLetter(prose.charAt(i - 1));
      if (inside && random.nextDouble() < INVISIBLE) {
        out.append(ZERO_WIDTH_SPACE);
      }
      out.append(c);
    }

    return out.toString();
  }
}
