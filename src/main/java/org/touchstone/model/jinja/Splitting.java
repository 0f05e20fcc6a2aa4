package org.touchstone.model.jinja;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Python's {@code split} and {@code rsplit}. */
final class Splitting {

  private Splitting() {}

  static List<String> on(String text, String separator, int most) {
    List<String> parts = new ArrayList<>();
    int start = 0;
    int found = text.indexOf(separator);
    while (found >= 0 && (most < 0 || parts.size() < most)) {
      parts.add(text.substring(start, found));
      start = found + separator.length();
      found = text.indexOf(separator, start);
    }

    parts.add(text.substring(start));
    return parts;
  }

  static List<String> onFromRight(String text, String separator, int most) {
    List<String> parts = new ArrayList<>();
    int end = text.length();
    int found = text.lastIndexOf(separator);
    while (found >= 0 && (most < 0 || parts.size() < most)) {
      parts.add(text.substring(found + separator.length(), end));
      end = found;
      found = end < separator.length() ? -1 : text.lastIndexOf(separator, end - separator.length());
    }

    parts.add(text.substring(0, end));
    Collections.reverse(parts);
    return parts;
  }

  static List<String> onSpace(String text, int most) {
    List<String> parts = new ArrayList<>();
    int at = 0;
    while (true) {
      while (at < text.length() && Text.isSpace(text.charAt(at))) {
        at++;
      }

      if (at == text.length()) {
        return parts;
      }

      if (most >= 0 && parts.size() >= most) {
        parts.add(text.substring(at));
        return parts;
      }

      int start = at;
      while (at < text.length() && !Text.isSpace(text.charAt(at))) {
        at++;
      }

      parts.add(text.substring(start, at));
    }
  }

  static List<String> onSpaceFromRight(String text, int most) {
    List<String> parts = new ArrayList<>();
    int at = text.length();
    while (true) {
      while (at > 0 && Text.isSpace(text.charAt(at - 1))) {
        at--;
      }

      if (at == 0) {
        break;
      }

      if (most >= 0 && parts.size() >= most) {
        parts.add(text.substring(0, at));
        break;
      }

      int end = at;
      while (at > 0 && !Text.isSpace(text.charAt(at - 1))) {
        at--;
      }

      parts.add(text.substring(at, end));
    }

    Collections.reverse(parts);
    return parts;
  }
}
