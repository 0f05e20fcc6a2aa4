package org.touchstone.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.touchstone.HhRlhfSample;
import org.touchstone.RandomText;

class PreTokenizerTest {

  @Test
  void cutsLikeGpt2ButEveryDigitByItself() {
    assertThat(PreTokenizer.byteLevelPieces("I don't owe  $1024,\n\n you'll see! "))
        .containsExactly(
            "I", " don", "'t", " owe", " ", " $", "1", "0", "2", "4", ",", "\n\n", " you", "'ll",
            " see", "!", " ");
    assertThat(PreTokenizer.byteLevelPieces("in 1999")).containsExactly("in", " 1", "9", "9", "9");
    assertThat(PreTokenizer.byteLevelPieces("")).isEmpty();
  }

  @Test
  void cutsWordsSignsDigitsIdeographsAndLineBreaks() {
    assertThat(
            PreTokenizer.words(
                "Don\u2019t  pay $19!\n\n- \u00C9TUDE e\u0301 \u6C49\u5B57 \u03A3\u03A3 _x"))
        .containsExactly(
            "don\u2019t",
            "pay",
            "$",
            "1",
            "9",
            "!",
            "\n\n",
            "-",
            "\u00E9tude",
            "\u00E9",
            "\u6C49",
            "\u5B57",
            "\u03C3\u03C3",
            "_",
            "x");
    assertThat(PreTokenizer.words("\u0130")).containsExactly("i\u0307");
    assertThat(PreTokenizer.words(" \t ")).isEmpty();
  }

  @Test
  void findsTheWordsOfTheRegularExpression() {
    Pattern words = PreTokenizer.compile(PreTokenizer.WORDS_REGEX);
    List<String> texts = new ArrayList<>(HhRlhfSample.transcripts());
    SplittableRandom random = new SplittableRandom(17);
    IntStream.range(0, 500).forEach(i -> texts.add(RandomText.next(random)));
    for (int first = 0; first < 0x30000; first += 0x200) {
      StringBuilder text = new StringBuilder();
      for (int codePoint = first; codePoint < first + 0x200; codePoint++) {
        String character = Character.toString(codePoint);
        text.append(character).append(" a").append(character).append("'").append(character);
      }

      texts.add(text.toString());
    }

    for (String text : texts) {
      String normalised = PreTokenizer.normalised(text);
      List<String> expected = words.matcher(normalised).results().map(MatchResult::group).toList();
      assertThat(PreTokenizer.words(text)).isEqualTo(expected);
    }
  }

  @Test
  void losesNothingInByteLevelPieces() {
    SplittableRandom random = new SplittableRandom(11);
    for (int i = 0; i < 300; i++) {
      String text = RandomText.next(random);
      assertThat(String.join("", PreTokenizer.byteLevelPieces(text))).isEqualTo(text);
    }

    for (String text : HhRlhfSample.transcripts()) {
      assertThat(String.join("", PreTokenizer.byteLevelPieces(text))).isEqualTo(text);
    }
  }

  @Test
  void replacesLoneSurrogatesAndNothingElse() {
    String astral = "\uD83D\uDE00";
    assertThat(PreTokenizer.wellFormed("a\uD83D")).isEqualTo("a\uFFFD");
    assertThat(PreTokenizer.wellFormed("\uDE00\uD83D" + astral + "\uD83Db\uDE00"))
        .isEqualTo("\uFFFD\uFFFD" + astral + "\uFFFDb\uFFFD");
    String sound = "\u0000" + astral;
    assertThat(PreTokenizer.wellFormed(sound)).isSameAs(sound);
  }

  @Test
  void cutsMillionsOfCharactersWithoutDeepRecursion() {
    assertThat(PreTokenizer.byteLevelPieces("a".repeat(3_000_000))).hasSize(1);
    assertThat(PreTokenizer.words("a'".repeat(1_000_000))).hasSize(1_000_000);
    assertThat(PreTokenizer.byteLevelPieces(" ".repeat(3_000_000))).hasSize(1);
  }
}
