package org.touchstone.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class CodeFormTest {

  private static final String PIECES =
      "aB1 \t\n\r+-<=\"'\u00a0\u201c\u2019\u2212\u200b\u0301\u00e9\ufb01\uff0b\u00b2\u2028";

  @ParameterizedTest
  @CsvFileSource(resources = "/text/different.csv", delimiter = '\t', quoteCharacter = '\0')
  void textsThatDifferInMeaningAreDifferent(String kind, String a, String b) {
    assertThat(form(a)).as(kind).isNotEqualTo(form(b));
  }

  @ParameterizedTest
  @CsvFileSource(resources = "/text/equal.csv", delimiter = '\t', quoteCharacter = '\0')
  void textsThatDifferInShapeOnlyAreEqual(String kind, String a, String b) {
    assertThat(form(a)).as(kind).isEqualTo(form(b));
  }

  @Test
  void normalisingAgainChangesNothing() {
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      int size = random.nextInt(12);
      for (int at = 0; at < size; at++) {
        text.append(PIECES.charAt(random.nextInt(PIECES.length())));
      }

      String once = Normaliser.V2.apply(text.toString());
      assertThat(Normaliser.V2.apply(once)).as("%s", text).isEqualTo(once);
    }
  }

  @Test
  void onlyBlankTextsAreEmpty() {
    assertThat(Normaliser.V2.apply(" \t\r\n\u00a0\u200b")).isEmpty();
    assertThat(Normaliser.V2.apply(" ? ")).isEqualTo("?");
  }

  private static String form(String escaped) {
    return Normaliser.V2.apply(escaped.translateEscapes());
  }
}
