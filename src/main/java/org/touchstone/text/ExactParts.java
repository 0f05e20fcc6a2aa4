package org.touchstone.text;

import java.util.Locale;
import java.util.Set;

/**
 * The parts of a text in which a small change makes another statement, apart from its other words:
 * numbers, operators, names of a single letter, and English negations. Two long texts that differ
 * in nothing else have nearly all shingles in common and are different statements all the same.
 *
 * <p>Case, white space, brackets, quotation marks, punctuation of sentences, marks at the beginning
 * of a line (of lists and headings) and commas within numbers belong to neither part.
 *
 * @param exact a hash of the numbers, operators, single letters and negations, in their order
 * @param others a hash of the other words, in their order
 */
public record ExactParts(long exact, long others) {

  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;
  private static final String OPERATORS = "+-*/%^=<>&|~!\u00b1\u00d7\u00f7\u00ac";
  private static final String LINE_MARKS = "-*+#>";
  private static final Set<String> NEGATIONS =
      Set.of("not", "no", "never", "cannot", "without", "neither", "nor");

  /**
   * Reads a text.
   *
   * @param normalised a text from {@link Normaliser#V2}
   * @return its parts
   */
  public static ExactParts of(String normalised) {
    Reader reader = new Reader(normalised);
    for (int at = 0; at < normalised.length(); ) {
      at = reader.read(at);
    }

    return new ExactParts(MinHash.mix(reader.exact), MinHash.mix(reader.others));
  }

  /**
   * Tells whether two texts are the same but for numbers, operators, single letters or negations.
   *
   * @param other the parts of another text
   * @return true if those parts differ and all others are equal
   */
  public boolean differsInExactPartsOnly(ExactParts other) {
    return exact != other.exact && others == other.others;
  }

  private static final class Reader {

    private final String text;
    private long exact;
    private long others;

    Reader(String text) {
      this.text = text;
    }

    /** Reads what stands at a place and returns the place after it. */
    int read(int at) {
      char unit = text.charAt(at);
      if (isDigit(unit)) {
        return readNumber(at);
      }

      if (isInner(unit)) {
        return readWord(at);
      }

      boolean operator = OPERATORS.indexOf(unit) >= 0 || isMathSymbol(unit);
      if (operator && !isLineMark(at) && !isExclamation(at)) {
        exact = exact * MULTIPLIER + unit + 1;
      }

      return at + 1;
    }

    private int readNumber(int start) {
      long number = 0;
      int at = start;
      while (at < text.length() && (isDigit(text.charAt(at)) || isWithinNumber(at))) {
        if (text.charAt(at) != ',') {
          number = number * MULTIPLIER + text.charAt(at) + 1;
        }

        at++;
      }

      addExact(number);
      return at;
    }

    private boolean isWithinNumber(int at) {
      char unit = text.charAt(at);
      return (unit == '.' || unit == ',') && at + 1 < text.length() && isDigit(text.charAt(at + 1));
    }

    private int readWord(int start) {
      int end = start;
      while (end < text.length() && isInner(text.charAt(end)) && !isDigit(text.charAt(end))) {
        end++;
      }

      String word = text.substring(start, end).toLowerCase(Locale.ROOT);
      if (isNegated(word, end)) {
        addOther(word.equals("can") ? word : word.substring(0, word.length() - 1));
        addExact("not".hashCode());
        return end + 2;
      }

      if (word.equals("cannot")) {
        addOther("can");
        addExact("not".hashCode());
      } else if (NEGATIONS.contains(word) || isName(word, start, end)) {
        addExact(word.hashCode());
      } else {
        addOther(word);
      }

      return end;
    }

    /** True of a word before {@code 't}, as in {@code isn't}. */
    private boolean isNegated(String word, int end) {
      return word.endsWith("n")
          && text.startsWith("'t", end)
          && (end + 2 == text.length() || !isInner(text.charAt(end + 2)));
    }

    /** True of a single letter that is neither an article, nor a pronoun, nor a contraction. */
    private boolean isName(String word, int start, int end) {
      boolean article =
          (word.equals("a") || text.charAt(start) == 'I')
              && (start == 0 || Character.isWhitespace(text.charAt(start - 1)))
              && end + 1 < text.length()
              && text.charAt(end) == ' '
              && Character.isLetter(text.charAt(end + 1));
      boolean contracted = start > 0 && text.charAt(start - 1) == '\'';
      return word.length() == 1
          && !article
          && !contracted
          && !Shingling.isBlankless(word.charAt(0));
    }

    /** True of a bullet or a heading: at the beginning of a line, before a blank. */
    private boolean isLineMark(int at) {
      if (LINE_MARKS.indexOf(text.charAt(at)) < 0) {
        return false;
      }

      int before = at - 1;
      while (before >= 0 && " \t#>".indexOf(text.charAt(before)) >= 0) {
        before--;
      }

      int after = at + 1;
      while (after < text.length() && text.charAt(after) == '#') {
        after++;
      }

      return (before < 0 || text.charAt(before) == '\n')
          && after < text.length()
          && text.charAt(after) == ' ';
    }

    /** True of the mark at the end of a sentence. */
    private boolean isExclamation(int at) {
      return text.charAt(at) == '!'
          && (at + 1 == text.length() || "!?\"')] \n\t".indexOf(text.charAt(at + 1)) >= 0);
    }

    private void addExact(long part) {
      exact = exact * MULTIPLIER + MinHash.mix(part);
    }

    private void addOther(String word) {
      long hash = 0;
      for (int i = 0; i < word.length(); i++) {
        hash = hash * MULTIPLIER + word.charAt(i) + 1;
      }

      others = others * MULTIPLIER + MinHash.mix(hash);
    }

    private static boolean isDigit(char unit) {
      return Character.getType(unit) == Character.DECIMAL_DIGIT_NUMBER
          || Character.getType(unit) == Character.OTHER_NUMBER;
    }

    private static boolean isMathSymbol(char unit) {
      return unit > 0x7F && Character.getType(unit) == Character.MATH_SYMBOL;
    }

    private static boolean isInner(char unit) {
      int type = Character.getType(unit);
      return Character.isLetterOrDigit(unit)
          || Character.isSurrogate(unit)
          || type == Character.OTHER_NUMBER
          || type == Character.NON_SPACING_MARK
          || type == Character.COMBINING_SPACING_MARK;
    }
  }
}
