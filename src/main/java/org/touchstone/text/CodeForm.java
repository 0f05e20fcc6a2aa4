package org.touchstone.text;

import java.text.Normalizer;

/**
 * The form of {@link Normaliser#V2}: what a reader of prose, code or mathematics may tell apart
 * stays apart.
 */
final class CodeForm {

  private static final char LINE = '\n';
  private static final int FIRST_TAG = 0xE0000; // tags spell the flags of regions

  private final StringBuilder kept;
  private final StringBuilder white = new StringBuilder();

  private CodeForm(int length) {
    kept = new StringBuilder(length);
  }

  /** Returns the form of a text. */
  static String of(String text) {
    String composed = Normalizer.normalize(text, Normalizer.Form.NFC);
    CodeForm form = new CodeForm(composed.length());
    boolean changed = false;
    for (int at = 0; at < composed.length(); ) {
      int point = composed.codePointAt(at);
      at += Character.charCount(point);
      if (point < 0x80) {
        form.add((char) point);
      } else {
        changed |= form.addOther(point);
      }
    }

    String result = form.kept.toString();
    return changed ? Normalizer.normalize(result, Normalizer.Form.NFC) : result;
  }

  /** Adds an ASCII character; white space waits until something follows it. */
  private void add(char unit) {
    if (unit == LINE || unit == '\r') {
      white.setLength(0);
      white.append(LINE);
    } else if (Character.isWhitespace(unit)) {
      white.append(unit == '\t' ? unit : ' ');
    } else {
      flush();
      kept.append(unit);
    }
  }

  /** Adds another character; true if marks may combine anew after it. */
  private boolean addOther(int point) {
    if (point == 0x85 || point == 0x2028 || point == 0x2029) {
      add(LINE);
    } else if (Character.isSpaceChar(point)) {
      add(' ');
    } else if (Character.getType(point) != Character.FORMAT || point >= FIRST_TAG) {
      flush();
      return addVisible(point);
    } else {
      return true;
    }

    return false;
  }

  private boolean addVisible(int point) {
    String plain = plain(point);
    if (plain.isEmpty()) {
      kept.appendCodePoint(point);
      return false;
    }

    kept.append(plain);
    return true;
  }

  /** Writes indentation as it is, and white space within a line as one blank. */
  private void flush() {
    if (white.length() > 0 && kept.length() > 0) {
      if (white.charAt(0) == LINE) {
        kept.append(white);
      } else {
        kept.append(' ');
      }
    }

    white.setLength(0);
  }

  /** What a character that is only another shape of others becomes; empty if it stays. */
  private static String plain(int point) {
    return switch (point) {
      case 0x2018, 0x2019, 0x201A, 0x201B -> "'";
      case 0x201C, 0x201D, 0x201E, 0x201F -> "\"";
      case 0x2010, 0x2011, 0x2212 -> "-";
      case 0x2026 -> "...";
      default -> isShape(point) ? shape(point) : "";
    };
  }

  private static String shape(int point) {
    String text = Character.toString(point);
    String plain = Normalizer.normalize(text, Normalizer.Form.NFKC);
    return plain.equals(text) || plain.isBlank() ? "" : plain;
  }

  /** Ligatures, Arabic presentation forms, and full-width and half-width forms. */
  private static boolean isShape(int point) {
    return (point >= 0xFB00 && point <= 0xFB06)
        || (point >= 0xFB50 && point <= 0xFDFF)
        || (point >= 0xFE70 && point <= 0xFEFC)
        || (point >= 0xFF01 && point <= 0xFFEE);
  }
}
