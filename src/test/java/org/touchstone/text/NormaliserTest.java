package org.touchstone.text;

import static org.assertj.core.api.Assertions.assertThat;

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

  @Test
  void normalisingAgainChangesNothing() {
    for (String text : new String[] {"Hello, WORLD!", "?!", "İstanbul ﬃ ½", "a\u0301\u0301 -b"}) {
      String once = Normaliser.V1.apply(text);
      assertThat(Normaliser.V1.apply(once)).isEqualTo(once);
    }
  }
}
