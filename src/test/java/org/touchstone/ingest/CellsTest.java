package org.touchstone.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.touchstone.conversation.Refusal;

class CellsTest {

  @Test
  void quotesAreTakenOffAndDoubledOnesHalved() throws Refusal {
    assertThat(Cells.of("a,\"b, \"\"c\"\"\n\",,d\"e\r", ','))
        .containsExactly("a", "b, \"c\"\n", "", "d\"e");
    assertThat(Cells.of("", ',')).containsExactly("");
    assertThat(Cells.of("\"\"\t\"\"\"\"", '\t')).containsExactly("", "\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"prompt", "Best Incorrect Answer", "chosen.text", "prediction 1", "_id", ""})
  void namesAreShort(String name) {
    assertThat(Cells.lookLikeNames(List.of(name, "other"))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "I went home.",
        "You did what?",
        "I built a sandcastle with my nephew",
        "other",
        "3",
        "a_name_that_is_longer_than_any_column_would_be"
      })
  void sentencesRepeatsAndNumbersAreNoNames(String text) {
    assertThat(Cells.lookLikeNames(List.of(text, "other"))).isFalse();
  }
}
