package org.touchstone.statistics;

import java.util.List;
import org.touchstone.preference.Message;

/**
 * What one walk over some texts counts, and what it rules out: most texts have nothing that could
 * be personal data, and no pattern need be tried on them.
 */
final class TextScan {

  /** Separators that may stand between two digits of one number. */
  private static final int MAX_GAP = 2;

  private long words;
  private long characters;
  private boolean at;
  private boolean iban;
  private int longestNumber;
  private int mostDots;
  private int colons;

  private TextScan() {}

  static TextScan of(List<Message> messages) {
    TextScan scan = new TextScan();
    for (Message message : messages) {
      scan.walk(message.text());
    }

    return scan;
  }

  /** Runs of characters that are no white space. */
  long words() {
    return words;
  }

  /** Code points. */
  long characters() {
    return characters;
  }

  /** Whether there is an at sign. */
  boolean at() {
    return at;
  }

  /** Whether two capitals and two digits of ASCII stand together. */
  boolean iban() {
    return iban;
  }

  /** Most digits with at most two of blank, hyphen, dot and parentheses between any two. */
  int longestNumber() {
    return longestNumber;
  }

  /** Most dots between such digits. */
  int mostDots() {
    return mostDots;
  }

  int colons() {
    return colons;
  }

  private void walk(String text) {
    boolean inWord = false;
    int number = 0;
    int gap = 0;
    int dots = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean blank = c <= ' ' ? Character.isWhitespace(c) : c > '~' && Character.isWhitespace(c);
      words += inWord || blank ? 0 : 1;
      inWord = !blank;
      characters += Character.isLowSurrogate(c) && isPair(text, i) ? 0 : 1;
      if (c >= '0' && c <= '9') {
        number++;
        gap = 0;
        longestNumber = Math.max(longestNumber, number);
        mostDots = Math.max(mostDots, dots);
        iban |= i >= 3 && startsIban(text, i);
      } else if (number > 0) {
        boolean within = isSeparator(c) && ++gap <= MAX_GAP;
        number = within ? number : 0;
        dots = within ? dots + (c == '.' ? 1 : 0) : 0;
        gap = within ? gap : 0;
      }

      at |= c == '@';
      colons += c == ':' ? 1 : 0;
    }
  }

  private static boolean isSeparator(char c) {
    return c == ' ' || c == '-' || c == '.' || c == '(' || c == ')';
  }

  private static boolean startsIban(String text, int secondDigit) {
    char digit = text.charAt(secondDigit - 1);
    return digit >= '0'
        && digit <= '9'
        && isCapital(text.charAt(secondDigit - 2))
        && isCapital(text.charAt(secondDigit - 3));
  }

  private static boolean isCapital(char c) {
    return c >= 'A' && c <= 'Z';
  }

  private static boolean isPair(String text, int low) {
    return low > 0 && Character.isHighSurrogate(text.charAt(low - 1));
  }
}
