package org.touchstone.text;

import static org.assertj.core.api.Assertions.assertThat;

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
        "- one | * one"
      })
  void otherChangesDoNot(String a, String b) {
    assertThat(differ(a, b)).isFalse();
  }

  private static boolean differ(String a, String b) {
    return parts(a).differsInExactPartsOnly(parts(b));
  }

  private static ExactParts parts(String text) {
    return ExactParts.of(Normaliser.V2.apply(text));
  }
}
