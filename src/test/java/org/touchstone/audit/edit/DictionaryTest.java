package org.touchstone.audit.edit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DictionaryTest {

  private static final Dictionary WORDS =
      Dictionary.of("hot", "cold", "hot dog", "cold cat", "isn't", "is not");

  @Test
  void replacesWholeWordsAndKeepsCapitals() {
    assertThat(WORDS.replaceAll("Hot shot, hotel, red-hot, HOT."))
        .isEqualTo("Cold shot, hotel, red-hot, Cold.");
  }

  @Test
  void prefersTheLongestAndReadsEitherApostrophe() {
    assertThat(WORDS.replaceAll("A hot dog isn't, it isn’t."))
        .isEqualTo("A cold cat is not, it is not.");
  }

  @Test
  void leavesCodeAndAddressesAlone() {
    assertThat(WORDS.replaceAll("`hot` https://a.b/hot hot"))
        .isEqualTo("`hot` https://a.b/hot cold");
    assertThat(WORDS.replaceFirst("`hot` hot hot")).isEqualTo("`hot` cold hot");
    assertThat(WORDS.replaceFirst("`hot`")).isEqualTo("`hot`");
  }

  @Test
  void swapsBothWays() {
    Dictionary swap = Dictionary.swapping("Left", "right");

    assertThat(swap.replaceAll("left right")).isEqualTo("right Left");
  }

  @Test
  void looksAtWhatStandsBeforeAndAfter() {
    assertThat(Dictionary.of("is", "was").notAfter("\\bwhat ").replaceAll("what is is"))
        .isEqualTo("what is was");
    assertThat(Dictionary.of("is", "was").notBefore(" it\\b").replaceAll("is it is"))
        .isEqualTo("is it was");
  }
}
