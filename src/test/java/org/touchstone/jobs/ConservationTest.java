package org.touchstone.jobs;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConservationTest {

  private final ObjectNode results = JsonNodeFactory.instance.objectNode();

  @Test
  void acceptsPartsThatAddUp() {
    Conservation.of(10).plus("kept", 7).plus(Map.of("tie", 1L, "blank", 2L)).in(results, "rows");
    Conservation.of(0).in(results, "characters");

    assertThatCode(() -> Conservation.check("some", results)).doesNotThrowAnyException();
    assertThatCode(() -> Conservation.check("some", JsonNodeFactory.instance.objectNode()))
        .doesNotThrowAnyException();
  }

  @Test
  void refusesALostRowAndOneThatIsCountedTwice() {
    Conservation.of(3).plus("kept", 3).in(results, "characters");
    for (long kept : new long[] {6, 8}) {
      Conservation.of(10).plus("kept", kept).plus("tie", 3).in(results, "rows");

      assertThatThrownBy(() -> Conservation.check("some", results))
          .hasMessageContaining("of 10 rows read, %d are accounted for".formatted(kept + 3));
    }
  }
}
