package org.touchstone.statistics;

import java.util.List;

/** Texts on which a pattern that backtracks takes time that grows with the square of the length. */
public final class HostileTexts {

  private HostileTexts() {}

  /** Returns texts of about the given length. */
  static List<String> of(int characters) {
    return List.of(
        "a".repeat(characters) + "@",
        "a@" + "b.".repeat(characters / 2),
        "1 ".repeat(characters / 2),
        "1.".repeat(characters / 2),
        "+1" + "-1".repeat(characters / 2),
        "AA00" + " AAAA".repeat(characters / 5),
        "0:".repeat(characters / 2),
        "@".repeat(characters) + "1234");
  }

  /**
   * Masks what looks personal in all of them.
   *
   * @param characters length of each
   * @return how many characters were masked
   */
  public static long mask(int characters) {
    List<String> texts = of(characters);
    texts.forEach(PersonalData::masked);
    return texts.stream().mapToLong(String::length).sum();
  }
}
