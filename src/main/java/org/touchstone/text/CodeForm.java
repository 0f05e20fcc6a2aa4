package org.touchstone.text;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;

/**
 * The form of {@link Normaliser#V2}: what a reader of prose, code or mathematics may tell apart
 * stays apart.
 *
 * <p>Texts in ASCII, which most are, take a path of their own, and texts of characters that never
 * combine with others are not composed. Both give what the general path gives.
 */
final class CodeForm {

  private static final char LINE = '\n';
  private static final char FIRST_MARK = 0x300; // below it, nothing combines
  private static final int FIRST_TAG = 0xE0000; // tags spell the flags of regions

  /** The characters of ASCII that need a closer look: white space but the blank, and {@code ?}. */
  private static final boolean[] SPECIAL = new boolean[0x80];

  static {
    for (int unit = 0; unit < SPECIAL.length; unit++) {
      SPECIAL[unit] = unit != ' ' && Character.isWhitespace(unit);
    }

    SPECIAL['?'] = true; // what a surrogate without its partner is encoded as
  }

  private final StringBuilder kept;
  private final StringBuilder white = new StringBuilder();
  private boolean changed;

  private CodeForm(int length) {
    kept = new StringBuilder(length);
  }

  /** Returns the form of a text. */
  static String of(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length == text.length()) { // so every character is ASCII (or a lone surrogate)
      int size = ascii(bytes, text);
      if (size >= 0) {
        return new String(bytes, 0, size, StandardCharsets.ISO_8859_1);
      }
    }

    return isInert(text) ? scanned(text).kept.toString() : general(text);
  }

  /** Returns the form of any text, by composing it before and after. */
  static String general(String text) {
    String composed = Normalizer.normalize(text, Normalizer.Form.NFC);
    CodeForm form = scanned(composed);
    String result = form.kept.toString();
    return form.changed ? Normalizer.normalize(result, Normalizer.Form.NFC) : result;
  }

  /**
   * Writes the form of an ASCII text over it. Within a line no branch depends on where words end,
   * since no processor foresees that: each character is written, and a blank after a blank is
   * written over.
   *
   * @return its length; -1 if the text is not in ASCII
   */
  private static int ascii(byte[] bytes, String text) {
    int size = 0;
    int before = ' ';
    for (int at = 0; at < bytes.length; at++) {
      byte unit = bytes[at];
      if (!SPECIAL[unit]) {
        bytes[size] = unit;
        size += -((unit ^ ' ') | (before ^ ' ')) >>> 31; // 1, but 0 where both are blank
        before = unit;
      } else if (unit != '?') {
        size -= before == ' ' && size > 0 ? 1 : 0;
        int end = endOfWhite(bytes, at);
        size = end == bytes.length ? size : writeWhite(bytes, at, end, size);
        before = '?'; // what follows is no blank
        at = end - 1;
      } else if (text.charAt(at) == '?') {
        bytes[size] = unit;
        size++;
        before = unit;
      } else {
        return -1;
      }
    }

    return before == ' ' ? Math.max(0, size - 1) : size;
  }

  private static int endOfWhite(byte[] bytes, int start) {
    int end = start + 1;
    while (end < bytes.length && (bytes[end] == ' ' || isWhite(bytes[end]))) {
      end++;
    }

    return end;
  }

  private static boolean isWhite(byte unit) {
    return SPECIAL[unit] && unit != '?';
  }

  /** Writes a run of white space within a text: an end of line and indentation, or one blank. */
  private static int writeWhite(byte[] bytes, int start, int end, int size) {
    if (size == 0) {
      return 0;
    }

    int line = end - 1;
    while (line >= start && bytes[line] != LINE && bytes[line] != '\r') {
      line--;
    }

    if (line < start) {
      bytes[size] = ' ';
      return size + 1;
    }

    bytes[size] = LINE;
    int next = size + 1;
    for (int at = line + 1; at < end; at++) {
      bytes[next] = bytes[at] == '\t' ? bytes[at] : (byte) ' ';
      next++;
    }

    return next;
  }

  /** True if no character of a text combines with one beside it, whatever it is replaced by. */
  private static boolean isInert(String text) {
    for (int at = 0; at < text.length(); at++) {
      char unit = text.charAt(at);
      if (unit >= FIRST_MARK && !isInert(unit)) {
        return false;
      }
    }

    return true;
  }

  /** Punctuation, ideographs, kana and Hangul without marks and their parts. */
  private static boolean isInert(char unit) {
    return (unit >= 0x2010 && unit <= 0x2027)
        || (unit >= 0x3001 && unit <= 0x3029)
        || (unit >= 0x3041 && unit <= 0x3096)
        || (unit >= 0x30A1 && unit <= 0x30FE)
        || (unit >= 0x4E00 && unit <= 0x9FFF)
        || (unit >= 0xAC00 && unit <= 0xD7A3);
  }

  private static CodeForm scanned(String composed) {
    CodeForm form = new CodeForm(composed.length());
    for (int at = 0; at < composed.length(); ) {
      int point = composed.codePointAt(at);
      at += Character.charCount(point);
      if (point < 0x80) {
        form.add((char) point);
      } else {
        form.changed |= form.addOther(point);
      }
    }

    return form;
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
