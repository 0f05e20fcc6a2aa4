package org.touchstone.statistics;

import java.util.List;
import org.touchstone.preference.Message;

/**
 * What one walk over some texts counts.
 *
 * @param words runs of characters that are no white space
 * @param characters code points
 * @param at whether there is an at sign
 * @param digits decimal digits of ASCII
 */
record TextScan(long words, long characters, boolean at, long digits) {

  static TextScan of(List<Message> messages) {
    long words = 0;
    long characters = 0;
    boolean at = false;
    long digits = 0;
    for (Message message : messages) {
      String text = message.content();
      boolean inWord = false;
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        boolean blank = c <= ' ' ? Character.isWhitespace(c) : c > '~' && Character.isWhitespace(c);
        words += inWord || blank ? 0 : 1;
        inWord = !blank;
        characters += Character.isLowSurrogate(c) && isPair(text, i) ? 0 : 1;
        at |= c == '@';
        digits += c >= '0' && c <= '9' ? 1 : 0;
      }
    }

    return new TextScan(words, characters, at, digits);
  }

  private static boolean isPair(String text, int low) {
    return low > 0 && Character.isHighSurrogate(text.charAt(low - 1));
  }
}
