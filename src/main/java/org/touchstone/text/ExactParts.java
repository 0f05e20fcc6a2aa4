package org.touchstone.text;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Locale;
import java.util.Set;

/**
 * The parts of a text in which a small change makes another statement, apart from its other words:
 * numbers, operators, names of a single letter, and English negations. Two long texts that differ
 * in nothing else have nearly all shingles in common and are different statements all the same.
 *
 * <p>Case, white space, brackets, quotation marks, punctuation of sentences, hyphens and dashes
 * between words, marks at the beginning of a line (of lists and headings), pairs of marks around
 * words (bold, italic, struck out) and commas before three digits belong to neither part.
 *
 * @param exact a hash of the numbers, operators, single letters and negations, in their order, and
 *     of how many other words come before each
 * @param others a hash of the other words, in their order
 */
public record ExactParts(long exact, long others) {

  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;
  private static final String OPERATORS = "+-*/%^=<>&|~!\u00b1\u00d7\u00f7\u00ac";
  private static final String LINE_MARKS = "-*+>";
  private static final String OPENING = "([{";
  private static final String CLOSING = ")]}";
  private static final String QUOTES = "\"'`";
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
    private final BitSet emphasis;
    private long exact;
    private long others;
    private long words;

    /** Whether only marks and blanks were read since the line began. */
    private boolean atLineStart = true;

    Reader(String text) {
      this.text = text;
      this.emphasis = emphasis(text);
    }

    /** Reads what stands at a place and returns the place after it. */
    int read(int at) {
      boolean first = atLineStart;
      char unit = text.charAt(at);
      atLineStart = unit == '\n' || (first && " \t#>".indexOf(unit) >= 0);
      if (isDigit(unit)) {
        return first && isListNumber(at) ? at + digits(at) + 1 : readNumber(at);
      }

      if (isInner(unit)) {
        return readWord(at);
      }

      if (!isOperator(unit) || emphasis.get(at) || (first && isLineMark(at))) {
        return at + 1;
      }

      if (unit == '-') {
        return readHyphens(at);
      }

      if (!isExclamation(at)) {
        addExact(unit);
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
      return (unit == '.' && digits(at + 1) > 0) || (unit == ',' && digits(at + 1) == 3);
    }

    /** True of {@code 1.} or {@code 1)} before a blank. */
    private boolean isListNumber(int at) {
      int end = at + digits(at);
      return end - at <= 3 && (unit(end) == '.' || unit(end) == ')') && unit(end + 1) == ' ';
    }

    /** Returns how many digits stand from a place on, at most four. */
    private int digits(int start) {
      int end = start;
      while (end < text.length() && end < start + 4 && isDigit(text.charAt(end))) {
        end++;
      }

      return end - start;
    }

    /** Reads a run of hyphens, which is an operator only where it cannot join or part words. */
    private int readHyphens(int start) {
      int end = start;
      while (unit(end) == '-') {
        end++;
      }

      boolean arrow = unit(end) == '>' || unit(end) == '=';
      if (arrow || isSign(start, end) || isBetweenOperands(start, end)) {
        for (int i = start; i < end; i++) {
          addExact('-');
        }
      }

      return end;
    }

    /** True of {@code -x}, {@code --x} and {@code x--}. */
    private boolean isSign(int start, int end) {
      char before = unit(start - 1);
      char after = unit(end);
      boolean opens =
          isBlank(before) || before == ',' || OPENING.indexOf(before) >= 0 || isOperator(before);
      boolean closes = isBlank(after) || after == ';' || CLOSING.indexOf(after) >= 0;
      return opens
          ? isInner(after) || OPENING.indexOf(after) >= 0
          : closes && end - start == 2 && isInner(before);
    }

    /** True of one hyphen in {@code 3 - x} or {@code (a)-(b)}, but not in {@code a-priori}. */
    private boolean isBetweenOperands(int start, int end) {
      int left = unit(start - 1) == ' ' ? start - 2 : start - 1;
      int right = unit(end) == ' ' ? end + 1 : end;
      return end - start == 1
          && (isOperand(left) || CLOSING.indexOf(unit(left)) >= 0)
          && (isOperand(right) || OPENING.indexOf(unit(right)) >= 0 || isOperator(unit(right)));
    }

    /** True of a digit, and of a letter that is a word alone or follows a digit. */
    private boolean isOperand(int at) {
      return isDigit(unit(at))
          || (isLetterOfNames(unit(at))
              && !Character.isLetter(unit(at - 1))
              && !Character.isLetter(unit(at + 1)));
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
      return word.length() == 1 && !article && !contracted && isLetterOfNames(word.charAt(0));
    }

    /** True of a bullet or a quotation, if it begins a line: before a blank. */
    private boolean isLineMark(int at) {
      char after = unit(at + 1);
      return LINE_MARKS.indexOf(unit(at)) >= 0
          && (after == ' ' || (after == '>' && unit(at) == '>'));
    }

    /** True of the mark at the end of a sentence, which negates nothing after it. */
    private boolean isExclamation(int at) {
      char after = unit(at + 1);
      boolean negates =
          after == '='
              || after == '_'
              || after == '('
              || (isInner(after) && !Character.isSurrogate(after))
              || (after != '!' && isOperator(after) && !emphasis.get(at + 1));
      return unit(at) == '!' && !negates;
    }

    /** Returns what stands at a place, and a line end before and after the text. */
    private char unit(int at) {
      return at < 0 || at >= text.length() ? '\n' : text.charAt(at);
    }

    /**
     * Adds a part. Where it stands among the other words counts: two texts whose other words are
     * not the same are not told apart by their exact parts at all.
     */
    private void addExact(long part) {
      exact = exact * MULTIPLIER + MinHash.mix(MinHash.mix(part) + words * MULTIPLIER);
    }

    private void addOther(String word) {
      long hash = 0;
      for (int i = 0; i < word.length(); i++) {
        hash = hash * MULTIPLIER + word.charAt(i) + 1;
      }

      others = others * MULTIPLIER + MinHash.mix(hash);
      words++;
    }

    /**
     * Returns the places of marks in pairs around words of a line, such as {@code **bold**}. A mark
     * without a partner, as in {@code *pointer}, is none of them.
     */
    private static BitSet emphasis(String text) {
      BitSet places = new BitSet();
      int[] openings = {-1, -1, -1, -1, -1}; // one to three asterisks by their number, then tildes
      for (int at = 0; at < text.length(); at++) {
        char mark = text.charAt(at);
        if (mark == '\n') {
          Arrays.fill(openings, -1);
        } else if (mark == '*' || mark == '~') {
          int start = at;
          while (at + 1 < text.length() && text.charAt(at + 1) == mark) {
            at++;
          }

          match(text, start, at + 1, openings, places);
        }
      }

      return places;
    }

    private static void match(String text, int start, int end, int[] openings, BitSet places) {
      int length = end - start;
      if (length > 3 || (text.charAt(start) == '~' && length != 2)) {
        return;
      }

      int kind = text.charAt(start) == '~' ? 4 : length;
      char before = start == 0 ? '\n' : text.charAt(start - 1);
      char after = end == text.length() ? '\n' : text.charAt(end);
      if (openings[kind] >= 0 && mayEndEmphasis(before) && mayFollowEmphasis(after)) {
        places.set(openings[kind], openings[kind] + length);
        places.set(start, end);
        openings[kind] = -1;
      } else if (mayBeginEmphasis(after) && mayPrecedeEmphasis(before)) {
        openings[kind] = start;
      }
    }

    private static boolean mayBeginEmphasis(char unit) {
      return !isBlank(unit) && CLOSING.indexOf(unit) < 0 && ".,;:!?".indexOf(unit) < 0;
    }

    private static boolean mayEndEmphasis(char unit) {
      return !isBlank(unit) && OPENING.indexOf(unit) < 0;
    }

    private static boolean mayPrecedeEmphasis(char unit) {
      return isBlank(unit)
          || OPENING.indexOf(unit) >= 0
          || QUOTES.indexOf(unit) >= 0
          || "*~_".indexOf(unit) >= 0
          || Shingling.isBlankless(unit);
    }

    private static boolean mayFollowEmphasis(char unit) {
      return isBlank(unit)
          || CLOSING.indexOf(unit) >= 0
          || QUOTES.indexOf(unit) >= 0
          || ".,;:!?*~_".indexOf(unit) >= 0
          || Shingling.isBlankless(unit);
    }

    private static boolean isBlank(char unit) {
      return unit == ' ' || unit == '\t' || unit == '\n';
    }

    private static boolean isOperator(char unit) {
      return OPERATORS.indexOf(unit) >= 0 || isMathSymbol(unit);
    }

    /** True of the letters that mathematics and programs name things with. */
    private static boolean isLetterOfNames(char unit) {
      return Character.isLetter(unit)
          && (unit < 0x80 || Character.UnicodeBlock.of(unit) == Character.UnicodeBlock.GREEK);
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
