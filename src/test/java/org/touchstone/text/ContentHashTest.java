package org.touchstone.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ContentHashTest {

  /**
   * What {@code xxhsum -H128} of xxHash 0.8.1 prints for each field's length in four bytes, least
   * first, and its UTF-8. The lengths of the whole take every path of XXH3: 0, 4 to 8, 9 to 16, 17
   * to 128, 129 to 240 and more than 1,024 bytes.
   */
  static List<Arguments> vectors() {
    return List.of(
        Arguments.of("99aa06d3014798d86001c324468d497f", List.of()),
        Arguments.of("2a33816ed7e0c373dbe563c737220b65", List.of("")),
        Arguments.of("11a7721c705222583cdb5a3e3b9b29cb", List.of("a")),
        Arguments.of("425adf2cb95899594a2815a7f4c377b2", List.of("xxx")),
        Arguments.of("ef2fcd6c26fa0aa6250f3d2016ddaed6", List.of("ab", "c")),
        Arguments.of("6e496efc8f77eebc83650241d6affe03", List.of("a", "bc")),
        Arguments.of("8868d4950529a05b15b29ce7152c2c1f", List.of("0123456789")),
        Arguments.of("b8492aefd7eff4a5002d8f749fb5aefc", List.of("Grüße, 世界 🌍")),
        Arguments.of(
            "a9d3b3549816c660442106b5e6b64d5b",
            List.of("Why is the sky blue?", "Rayleigh scattering.", "I do not know.")),
        Arguments.of("ef20824820524f769fb7202c340507c3", List.of("0123456789abcde".repeat(8))),
        Arguments.of("93ca756a01211110752665648c186967", List.of("0123456789".repeat(24))),
        Arguments.of("63815e3d9600e0483ed2431982b3699d", List.of("0123456789".repeat(200))));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void isWhatTheReferenceImplementationPrints(String expected, List<String> fields) {
    assertThat(ContentHash.of(fields.toArray(String[]::new))).isEqualTo(expected);
  }

  @Test
  void fieldsAreKeptApart() {
    assertThat(ContentHash.of(List.of("ab", "c"))).isNotEqualTo(ContentHash.of(List.of("a", "bc")));
    assertThat(ContentHash.of(List.of("ab"))).isNotEqualTo(ContentHash.of("ab"));
  }
}
