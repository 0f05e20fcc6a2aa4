package org.touchstone.audit.edit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SentenceTest {

  @Test
  void joinedAreTheText() {
    Replies.all()
        .map(Subject::reply)
        .forEach(text -> assertThat(Sentence.join(Sentence.of(text))).isEqualTo(text));
  }

  @Test
  void endInStopsMarksAndLineBreaks() {
    assertThat(bodies("So it is. \"Is it?\" Yes!!! Well…\nNo dot\n\nLast"))
        .containsExactly("So it is.", "\"Is it?\"", "Yes!!!", "Well…", "No dot", "Last");
  }

  @Test
  void keepAbbreviationsInitialsNumbersAndItems() {
    assertThat(bodies("Dr. J. Smith paid 3.50, e.g. for tea. I did too."))
        .containsExactly("Dr. J. Smith paid 3.50, e.g. for tea.", "I did too.");
    assertThat(bodies("1. Boil it.\n2. Wait.")).containsExactly("1. Boil it.", "2. Wait.");
  }

  @Test
  void keepCodeWhole() {
    assertThat(bodies("Run this: ```a. b\n\nc. d``` Then `x. y` it. Done."))
        .containsExactly("Run this: ```a. b\n\nc. d``` Then `x. y` it.", "Done.");
  }

  @Test
  void needNoSpaceInChinese() {
    assertThat(bodies("你好。“是吗？”是的！")).containsExactly("你好。", "“是吗？”", "是的！");
  }

  private static List<String> bodies(String text) {
    return Sentence.of(text).stream().map(Sentence::body).toList();
  }
}
