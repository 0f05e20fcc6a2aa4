package org.touchstone.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExactPartsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "return x + y | return x - y",
        "if n < 3: | if n > 3:",
        "if n < 3: | if n <= 3:",
        "take 12 of them | take 13 of them",
        "f(x1) | f(x2)",
        "sum of a[i] | sum of a[j]",
        "it is safe | it is not safe",
        "it is safe | it isn't safe",
        "you can go | you can't go",
        "you can go | you cannot go",
        "the value is 3 | the value is -3",
        "pi is 3.14 | pi is 314",
        "if (done) | if (!done)",
        "x = not foo and bar | x = foo and not bar",
        "alpha + beta gamma | alpha beta + gamma",
        "alpha - beta | alpha + beta",
        "x-y | x y",
        "n - 1 of them | n 1 of them",
        "return -count; | return count;",
        "count-- | count",
        "int *p = q; | int p = q;",
        "f(*a, *b) | f(a, b)",
        "(a)*(b) + (c)*(d) | (a)(b) + (c)(d)",
        "select *, count(*) | select , count()",
        "range(1,10) | range(110)",
        "angle \u03b1 is right | angle \u03b2 is right",
        "x \u2264 y holds | x \u2265 y holds",
        "area is r\u00b2 | area is r\u00b3"
      })
  void oneSmallChangeMakesAnotherStatement(String a, String b) {
    assertThat(differ(a, b)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "Hello, World! | hello world",
        "def f(a,b): return a+b | def f(a, b):  return a + b",
        "he said \"go\" | he said 'go'",
        "1,000 people | 1000 people",
        "it isn't safe | it is not safe",
        "you can't go | you cannot go",
        "it is a good idea | it is good idea",
        "one of the houses | one of the horses",
        "- one | * one",
        "1. one | - one",
        "10) one | > one",
        ">> one | > one",
        "**Answer:** text | Answer: text",
        "so *very* old, ~~or new~~ | so very old, or new",
        "(**Great!**) | Great",
        "\u8fd9\u662f**\u91cd\u70b9**\u5185\u5bb9 | \u8fd9\u662f\u91cd\u70b9\u5185\u5bb9",
        "state-of-the-art | state of the art",
        "an e-mail from GPT-4 | an e mail from GPT 4",
        "he came - and left | he came, and left",
        "he came -- and left | he came; and left",
        "in 1990 - and later | in 1990, and later",
        "Great!\ud83d\ude0a | Great \ud83d\ude0a",
        "\u043a\u043e\u0442 \u0438 \u043f\u0451\u0441 | \u043a\u043e\u0442 \u0432 \u043f\u0451\u0441",
        "\uadf8 \uac1c | \uc774 \uac1c",
        "one changed word of 12 not all | one other word of 12 not all",
        "one word of 12 not all | one more word of 12 not all"
      })
  void otherChangesDoNot(String a, String b) {
    assertThat(differ(a, b)).isFalse();
  }

  @Test
  @Timeout(20)
  void readsManyMarksInOneLineInLinearTime() {
    for (String mark : List.of(">", "#", "-", "*", "*a ", "~", "!", "1,", "- ", "-#")) {
      ExactParts parts = ExactParts.of(mark.repeat(1 << 20));

      assertThat(parts.differsInExactPartsOnly(parts)).isFalse();
    }
  }

  private static boolean differ(String a, String b) {
    return parts(a).differsInExactPartsOnly(parts(b));
  }

  private static ExactParts parts(String text) {
    return ExactParts.of(Normaliser.V2.apply(text));
  }
}
