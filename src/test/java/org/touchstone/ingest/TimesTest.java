package org.touchstone.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {

  @ParameterizedTest
  @CsvSource({
    "2023-05-01T12:00:00Z, 2023-05-01T12:00:00Z",
    "2023-05-01T12:00:00.25+02:00, 2023-05-01T10:00:00.25Z",
    "2023-05-01 12:00:00+0200, 2023-05-01T10:00:00Z",
    "2023-05-01 12:00:00.123456, 2023-05-01T12:00:00.123456Z",
    "2023-05-01 12:00:00 UTC, 2023-05-01T12:00:00Z",
    "2023-05-01T12:00, 2023-05-01T12:00:00Z",
    "2023-05-01, 2023-05-01T00:00:00Z",
    "1682942400, 2023-05-01T12:00:00Z",
    "1682942400.5, 2023-05-01T12:00:00.5Z",
    "1682942400000, 2023-05-01T12:00:00Z",
    "1682942400000000, 2023-05-01T12:00:00Z",
    "1682942400000000000, 2023-05-01T12:00:00Z",
  })
  void readsIsoAndEpoch(String text, Instant time) {
    assertThat(Times.of(TextNode.valueOf(text))).isEqualTo(time);
  }

  @Test
  void readsNumbersAsDoublesPrintThem() {
    assertThat(Times.of(DoubleNode.valueOf(1.6829424E9)))
        .isEqualTo(Instant.parse("2023-05-01T12:00:00Z"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"yesterday", "", "2023", "12/05/2023", "0", "1500-01-01", "2023-13-01"})
  void otherTextsAreNoTime(String text) {
    assertThat(Times.of(TextNode.valueOf(text))).isNull();
  }
}
