package org.touchstone.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NormaliserTest {

  @ParameterizedTest
  @CsvSource({
    "'  Hello,   WORLD! ', 'hello world'",
    "'ＦＵＬＬ　ｗｉｄｔｈ ﬁ', 'full width fi'",
    "'e\u0301tait', '\u00e9tait'",
    "'हिन्दी', 'हिन्दी'",
    "'so\u00adft zero\u200bwidth', 'soft zerowidth'",
    "'2+2=4', '2 2 4'",
    "'ΣΊΣΥΦΟΣ', 'σίσυφος'",
    "'你好，世界', '你好 世界'",
    "'\uD835\uDD4F\uD83D\uDE80y', 'x y'"
  })
  void keepsLettersAndDigitsAsWords(String text, String expected) {
    assertThat(Normaliser.V1.apply(text)).isEqualTo(expected);
  }

  @Test
  void symbolsStayWhereThereIsNothingElse() {
    assertThat(Normaliser.V1.apply(" \uD83D\uDC4D\uFE0F \n ?! "))
        .isEqualTo("\uD83D\uDC4D\uFE0F ?!");
    assertThat(Normaliser.V1.apply("\u2764\uFE0F"))
        .isNotEqualTo(Normaliser.V1.apply("\uD83D\uDC4D\uFE0F"));
    assertThat(Normaliser.V1.apply(" \t\u00a0\n")).isEmpty();
  }

  /** A letter beyond ASCII sends a text the long way. */
  @Test
  void asciiTextsBecomeWhatTheyBecomeBesideOtherLetters() {
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 2_000; i++) {
      int letters = random.nextInt(40);
      StringBuilder text = new StringBuilder();
      for (int at = 0; at < letters; at++) {
        int unit = random.nextInt(0x80);
        text.append((char) (random.nextBoolean() || Character.isLetterOrDigit(unit) ? unit : ' '));
      }

      String words = Normaliser.V1.apply("a" + text);
      assertThat(words + " \u00e9")
          .as("%s", text)
          .isEqualTo(Normaliser.V1.apply("a" + text + " \u00c9"));
    }
  }

  @Test
  void normalisingAgainChangesNothing() {
    for (String text : new String[] {"Hello, WORLD!", "?!", "İstanbul ﬃ ½", "a\u0301\u0301 -b"}) {
      String once = Normaliser.V1.apply(text);
      assertThat(Normaliser.V1.apply(once)).isEqualTo(once);
    }
  }
}
