package org.touchstone.audit.probing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SentencesTest {

  @Test
  void piecesFollowOneAnotherWithoutAGap() {
    String text = "First. Is it second?  Yes!\n\n- third\n- fourth 3.5 kg.\n";

    assertThat(Sentences.of(text, "en")).hasSizeGreaterThanOrEqualTo(4);
    assertThat(String.join("", Sentences.of(text, "en"))).isEqualTo(text);
    assertThat(Sentences.of(text, "en").get(1)).isEqualTo("Is it second?  ");
  }

  @Test
  void otherScriptsHaveTheirOwnEnds() {
    assertThat(Sentences.of("今天下雨。明天晴。", "zh")).containsExactly("今天下雨。", "明天晴。");
    assertThat(Sentences.of("one piece", null)).containsExactly("one piece");
    assertThat(Sentences.of("", null)).isEmpty();
  }
}
