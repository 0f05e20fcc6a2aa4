package org.touchstone.model.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Texts as Python counts them: in code points, not in UTF-16 units. */
final class Text {

  private Text() {}

  static boolean isText(Object value) {
    return value instanceof String || value instanceof Markup;
  }

  /** Returns the characters of a value that is a text. */
  static String of(Object text) {
    return text instanceof Markup markup ? markup.text() : (String) text;
  }

  /** Marks a result as safe if what it was made from was. */
  static Object like(Object original, String text) {
    return original instanceof Markup ? new Markup(text) : text;
  }

  static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  /** Returns the code points as texts of their own. */
  static List<Object> characters(String text) {
    List<Object> characters = new ArrayList<>(text.length());
    for (int at = 0; at < text.length(); ) {
      int end = text.offsetByCodePoints(at, 1);
      characters.add(text.substring(at, end));
      at = end;
    }

    return characters;
  }

  static String slice(String text, Slices.Bounds bounds) {
    if (bounds.size() == 0) {
      return "";
    }

    if (bounds.step() == 1) {
      int start = text.offsetByCodePoints(0, bounds.start());
      return text.substring(start, text.offsetByCodePoints(start, bounds.size()));
    }

    int[] characters = text.codePoints().toArray();
    int[] part = new int[bounds.size()];
    for (int i = 0; i < part.length; i++) {
      part[i] = characters[bounds.start() + i * bounds.step()];
    }

    return new String(part, 0, part.length);
  }

  /** Compares by code point. */
  static int compare(String left, String right) {
    int shared = Math.min(left.length(), right.length());
    for (int at = 0; at < shared; at++) {
      if (left.charAt(at) != right.charAt(at)) {
        return Integer.compare(whole(left, at), whole(right, at));
      }
    }

    return Integer.compare(left.length(), right.length());
  }

  /** Puts halves of surrogate pairs behind all other units, where their characters belong. */
  private static int whole(String text, int at) {
    char unit = text.charAt(at);
    return Character.isSurrogate(unit) ? unit + 0x10000 : unit;
  }

  /** Says whether Python takes a character for white space. */
  static boolean isSpace(int character) {
    return character >= '\t' && character <= '\r'
        || character >= 0x1C && character <= 0x20
        || character == 0x85
        || character > 0x85 && Character.isSpaceChar(character);
  }

  static boolean isLineBreak(int character) {
    return character >= '\n' && character <= '\r'
        || character >= 0x1C && character <= 0x1E
        || character == 0x85
        || character == 0x2028
        || character == 0x2029;
  }

  /** Says which ends of a text are meant. */
  enum Ends {
    LEFT,
    RIGHT,
    BOTH
  }

  static String strip(String text, Ends ends) {
    int start = 0;
    int end = text.length();
    while (ends != Ends.RIGHT && start < end && isSpace(text.charAt(start))) {
      start++;
    }

    while (ends != Ends.LEFT && end > start && isSpace(text.charAt(end - 1))) {
      end--;
    }

    return text.substring(start, end);
  }

  /** Strips any of some characters. */
  static String strip(String text, String characters, Ends ends) {
    int start = 0;
    int end = text.length();
    while (ends != Ends.RIGHT && start < end && has(characters, text.codePointAt(start))) {
      start += Character.charCount(text.codePointAt(start));
    }

    while (ends != Ends.LEFT && end > start && has(characters, text.codePointBefore(end))) {
      end -= Character.charCount(text.codePointBefore(end));
    }

    return text.substring(start, end);
  }

  private static boolean has(String characters, int character) {
    return characters.indexOf(character) >= 0;
  }

  static List<Object> lines(String text, boolean keepEnds) {
    List<Object> lines = new ArrayList<>();
    int start = 0;
    while (start < text.length()) {
      int end = start;
      while (end < text.length() && !isLineBreak(text.charAt(end))) {
        end++;
      }

      int next = Math.min(text.length(), text.startsWith("\r\n", end) ? end + 2 : end + 1);
      lines.add(text.substring(start, keepEnds ? next : end));
      start = next;
    }

    return lines;
  }

  static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  static String upper(String text) {
    return text.toUpperCase(Locale.ROOT);
  }

  static String capitalised(String text) {
    if (text.isEmpty()) {
      return text;
    }

    int end = text.offsetByCodePoints(0, 1);
    return titled(text.substring(0, end))
        + lower(text).substring(lower(text.substring(0, end)).length());
  }

  private static String titled(String character) {
    int title = Character.toTitleCase(character.codePointAt(0));
    String upper = upper(character);
    return upper.length() > character.length()
        ? upper.substring(0, 1) + lower(upper.substring(1))
        : Character.toString(title);
  }

  /** Python's {@code title}: a letter after something that has no case begins a word. */
  static String title(String text) {
    StringBuilder out = new StringBuilder(text.length());
    boolean inWord = false;
    for (int at = 0; at < text.length(); ) {
      int character = text.codePointAt(at);
      String whole = Character.toString(character);
      out.append(inWord ? lower(whole) : titled(whole));
      inWord = isCased(character);
      at += whole.length();
    }

    return out.toString();
  }

  static boolean isCased(int character) {
    return Character.isUpperCase(character)
        || Character.isLowerCase(character)
        || Character.isTitleCase(character);
  }

  /**
   * Python's {@code islower} and {@code isupper}: some character has a case, and none the other.
   */
  static boolean isAll(String text, boolean upper) {
    boolean found = false;
    for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
      int character = text.codePointAt(at);
      if (upper ? Character.isLowerCase(character) : Character.isUpperCase(character)) {
        return false;
      }

      if (Character.isTitleCase(character)) {
        return false;
      }

      found |= isCased(character);
    }

    return found;
  }

  /** Replaces the first occurrences, all if the count is negative. */
  static String replace(Budget budget, String text, String old, String replacement, int count) {
    StringBuilder out = new StringBuilder();
    int left = count < 0 ? Integer.MAX_VALUE : count;
    int at = 0;
    int searched = 0;
    while (left > 0) {
      int found = searched > text.length() ? -1 : text.indexOf(old, searched);
      if (found < 0) {
        break;
      }

      out.append(text, at, found).append(replacement);
      at = found + old.length();
      searched = old.isEmpty() ? afterCharacter(text, found) : at;
      left--;
      budget.spend(1);
      if (out.length() > Budget.LONGEST_TEXT) {
        budget.text(out.length());
      }
    }

    out.append(text, at, text.length());
    budget.text(out.length());
    return out.toString();
  }

  private static int afterCharacter(String text, int at) {
    return at < text.length() ? text.offsetByCodePoints(at, 1) : at + 1;
  }
}
