package org.touchstone.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.touchstone.preference.Role;

class StructuresTest {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  /** Printed text, with ~ for a line end | the same as JSON. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[{'role': 'user', 'content': 'hi'}] | [{\"role\":\"user\",\"content\":\"hi\"}]",
        "[{'role': 'user',~ 'content': 'hi'}~ {'role': 'assistant', 'content': 'ho'}]"
            + " | [{\"role\":\"user\",\"content\":\"hi\"},{\"role\":\"assistant\",\"content\":\"ho\"}]",
        "{'a': None, 'b': True, 'c': False} | {\"a\":null,\"b\":true,\"c\":false}",
        "[\"it's\", 'say \"x\"', 'both \\' and \"'] | [\"it's\",\"say \\\"x\\\"\",\"both ' and \\\"\"]",
        "['a\\n\\tb\\\\', '\\x41\\u00e9\\U0001F600\\101'] | [\"a\\n\\tb\\\\\",\"A\u00e9\uD83D\uDE00A\"]",
        "[1, -2.5, 1e3, .5] | [1,-2.5,1E+3,0.5]",
        "(1, 2) | [1,2]",
        "(1,) | [1]",
        "[[1, 2], [3], ] | [[1,2],[3]]",
        "[4 2] | [4,2]",
        "[ 4.  2.5] | [4,2.5]",
        "['a' 'b'] | [\"a\",\"b\"]",
        "array([4, 2]) | [4,2]",
        "array(['a', 'b'], dtype=object) | [\"a\",\"b\"]",
        "array(['a', 'b'], dtype='<U1') | [\"a\",\"b\"]",
        "[np.float64(4.5), np.str_('a')] | [4.5,\"a\"]",
        "{'k': array([1, 2])} | {\"k\":[1,2]}",
        "[] | []",
        "{\"a\": null} | {\"a\":null}",
      })
  void printedStructuresAreParsed(String printed, String json) throws Exception {
    JsonNode parsed = Objects.requireNonNull(Structures.of(printed.replace('~', '\n')), printed);
    assertThat(parsed.toString()).isEqualTo(JSON.readTree(json).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[1] and more",
        "[see note]",
        "{x for x in y}",
        "['a', 'b'",
        "['a' , 'b' 'c']",
        "[1 2, 3]",
        "['a\\q']",
        "['a\nb']",
        "{'a': 1, 'a': 2}",
        "{1: 2}",
        "[1 2 ... 9]",
        "[open('x')]",
        "['\\xg1']",
        "['\\x+1']",
        "['\\UFFFFFFFF']",
        "[1,,2]",
        "[--1]",
        "['a''b']",
        "plain",
        "'text'",
        "12",
        ""
      })
  void otherTextsAreNoStructure(String text) {
    assertThat(Structures.of(text)).isNull();
  }

  @Test
  void deepNestingIsNoStructureAndDoesNotExhaustTheStack() {
    assertThat(Structures.of("(".repeat(100_000))).isNull();
    assertThat(PythonLiteral.structure("[".repeat(100_000) + "]".repeat(100_000))).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{'role': 'user', 'content': 'cut of",
        "[{'content': 'x', 'role': 'user'}, ...]",
        "[{\"from\": \"human\", \"value\": \"it\"s\"}]",
        "array([{'role': 'user', 'content': 'x'}], dtype=object, more)"
      })
  void whatBeginsLikeMessagesAndDoesNotParseIsRefused(String text) {
    assertThatThrownBy(() -> Turns.of(TextNode.valueOf(text), "chosen", Role.ASSISTANT))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal ->
                assertThat(refusal.reason()).isEqualTo(RejectionReason.UNPARSABLE_STRUCTURE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[1, 2, 3]",
        "{'role': 'admin'}",
        "{\"value\": 3, }",
        "['red', 'green']",
        "[citation needed] is what it says",
        "{ if (x) return; }"
      })
  void otherTextsStayTexts(String text) throws Refusal {
    assertThat(Turns.of(TextNode.valueOf(text), "chosen", Role.ASSISTANT))
        .singleElement()
        .satisfies(message -> assertThat(message.content()).isEqualTo(text));
  }
}
