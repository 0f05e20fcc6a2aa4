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

  /** Texts in ASCII and texts without marks take shorter ways than the general one. */
  @Test
  void everyWayGivesTheFormOfTheGeneralWay() {
    String[] alphabets = {
      "aB1?. \t\n\r\f\u001c\u0000\u007f",
      "ab?  \n\ud800\udc00",
      "aé \u00a0\u0085\u00adßø\u01c4\u02ff\n\u201c\u2019\u2010\u2026\u2028",
      "漢字かがカガー。、\u3000\u3099\uff9e\uff76\uff01한국\u11a8 \n",
      "x\u0301\u0327é\u212b\u2126\u2000\u2212\u0e33\u093c\u0915\u200d\ufe0f ",
      "\ud83d\ude80\ud83d\udc4d\u200d\ufe0f\ud834\udd5e\ud87e\udc04a \n"
    };
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 200_000; i++) {
      String own = alphabets[i % alphabets.length];
      String other = alphabets[random.nextInt(alphabets.length)];
      StringBuilder text = new StringBuilder();
      int size = random.nextInt(16);
      for (int at = 0; at < size; at++) {
        String from = random.nextInt(8) == 0 && i % 3 == 0 ? other : own;
        text.append(from.charAt(random.nextInt(from.length())));
      }

      assertThat(CodeForm.of(text.toString()))
          .as("%s", text)
          .isEqualTo(CodeForm.general(text.toString()));
    }
  }

  /** Every character of the first plane, alone and before a mark that combines with many. */
  @Test
  void everyCharacterHasTheFormOfTheGeneralWay() {
    for (int unit = 0; unit <= 0xFFFF; unit++) {
      for (String text : new String[] {"a" + (char) unit + "b", (char) unit + "\u0301"}) {
        assertThat(CodeForm.of(text)).as("U+%04X", unit).isEqualTo(CodeForm.general(text));
      }
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
