package org.touchstone.model;

import java.nio.charset.StandardCharsets;

/**
 * GPT-2's one-to-one map of the 256 bytes to printable characters, in which byte-level vocabularies
 * are written: printable Latin-1 bytes stand for themselves, the other 68 for U+0100 and up, in
 * order of the byte.
 *
 * <p>A byte's symbol is the rank of its character, so symbols sort as characters do.
 */
final class ByteAlphabet {

  /** How many bytes there are. */
  static final int SIZE = 256;

  private static final char[] CHARACTER_OF_SYMBOL = new char[SIZE];
  private static final int[] SYMBOL_OF_BYTE = new int[SIZE];

  static {
    int symbol = 0;
    for (int value = 0; value < SIZE; value++) {
      if (standsForItself(value)) {
        CHARACTER_OF_SYMBOL[symbol] = (char) value;
        SYMBOL_OF_BYTE[value] = symbol++;
      }
    }

    char next = 0x100;
    for (int value = 0; value < SIZE; value++) {
      if (!standsForItself(value)) {
        CHARACTER_OF_SYMBOL[symbol] = next++;
        SYMBOL_OF_BYTE[value] = symbol++;
      }
    }
  }

  private ByteAlphabet() {}

  /** Returns the character that a symbol is written as. */
  static char character(int symbol) {
    return CHARACTER_OF_SYMBOL[symbol];
  }

  /** Returns the symbols of the UTF-8 bytes of a text. */
  static int[] symbols(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int[] symbols = new int[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      symbols[i] = SYMBOL_OF_BYTE[Byte.toUnsignedInt(bytes[i])];
    }

    return symbols;
  }

  private static boolean standsForItself(int value) {
    return (value >= '!' && value <= '~')
        || (value >= 0xA1 && value <= 0xAC)
        || (value >= 0xAE && value <= 0xFF);
  }
}
