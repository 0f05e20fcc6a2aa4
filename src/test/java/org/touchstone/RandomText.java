package org.touchstone;

import java.util.List;
import java.util.SplittableRandom;

/** Texts that nobody writes, from a seed. */
public final class RandomText {

  private static final List<String> AWKWARD =
      List.of(
          "",
          " ",
          "  ",
          "\n",
          "\n\n",
          "\r\n",
          "\t",
          "\u0000",
          "\u00A0",
          "\u3000",
          "\u200B",
          "\u200D",
          "\uFEFF",
          "\uFFFD",
          "\uFFFE",
          "e\u0301",
          "\u0301",
          "\uD83D\uDE00",
          "\uD834\uDD1E",
          "'s",
          "don't",
          "DON\u2019T",
          "12,345.67",
          "\u00BD",
          "\u0663",
          "\u0130",
          "\u03A3",
          "\u00DF",
          "\uAC00",
          "\u6C49\u5B57",
          "\u3072\u30AB",
          "\u0E01\u0E33",
          "{{ 7 * 7 }}",
          "{% raw %}",
          "<|assistant|>",
          "<|pad|>",
          "[UNK]",
          "a",
          "the",
          "\u00C3\u00A9",
          "\u0080",
          "\u001F",
          "_",
          "--",
          "<|",
          "|>");

  private RandomText() {}

  /**
   * Makes a text of awkward parts and of code points from all planes, all of them well formed.
   *
   * @param random where the choices come from
   * @return a text of up to 40 parts
   */
  public static String next(SplittableRandom random) {
    StringBuilder text = new StringBuilder();
    int parts = random.nextInt(40);
    for (int i = 0; i < parts; i++) {
      if (random.nextInt(3) > 0) {
        text.append(AWKWARD.get(random.nextInt(AWKWARD.size())));
      } else {
        text.appendCodePoint(codePoint(random));
      }
    }

    return text.toString();
  }

  private static int codePoint(SplittableRandom random) {
    int[] ends = {0x80, 0x800, 0x10000, 0x110000};
    int codePoint = random.nextInt(ends[random.nextInt(ends.length)]);
    boolean surrogate =
        codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    return surrogate ? 0xFFFD : codePoint;
  }
}
