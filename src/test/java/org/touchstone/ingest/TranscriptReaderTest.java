package org.touchstone.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.touchstone.conversation.Refusal;
import org.touchstone.conversation.RejectionReason;
import org.touchstone.preference.Comparison;
import org.touchstone.preference.Message;
import org.touchstone.preference.Role;

class TranscriptReaderTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void sharedTurnsAreThePromptAndTheRestAreReplies() throws Refusal {
    Comparison pair =
        read(
            "\n\nHuman: Hi\n\nAssistant: Hello\n\nHuman: Why?\n\nAssistant: Because.",
            "\n\nHuman: Hi\n\nAssistant: Hello\n\nHuman: Why?\n\nAssistant: No idea.");

    assertThat(pair.prompt()).containsExactly(user("Hi"), assistant("Hello"), user("Why?"));
    assertThat(pair.replies().get(0).messages()).containsExactly(assistant("Because."));
    assertThat(pair.replies().get(1).messages()).containsExactly(assistant("No idea."));
    assertThat(pair.ranks()).containsExactly(1, 2);
  }

  @Test
  void repliesThatPartEarlyHaveSeveralMessages() throws Refusal {
    Comparison pair =
        read(
            "\n\nHuman: Hi\n\nAssistant: A\n\nHuman: Go on\n\nAssistant: B",
            "\n\nHuman: Hi\n\nAssistant: C");

    assertThat(pair.prompt()).containsExactly(user("Hi"));
    assertThat(pair.replies().get(0).messages())
        .containsExactly(assistant("A"), user("Go on"), assistant("B"));
    assertThat(pair.replies().get(1).messages()).containsExactly(assistant("C"));
  }

  @Test
  void aDifferingHumanTurnBelongsToTheReplies() throws Refusal {
    Comparison pair =
        read(
            "\n\nHuman: Hi\n\nAssistant: A\n\nHuman: one\n\nAssistant: same",
            "\n\nHuman: Hi\n\nAssistant: A\n\nHuman: two\n\nAssistant: same");

    assertThat(pair.prompt()).containsExactly(user("Hi"), assistant("A"));
    assertThat(pair.replies().get(0).messages()).containsExactly(user("one"), assistant("same"));
    assertThat(pair.replies().get(1).messages()).containsExactly(user("two"), assistant("same"));
  }

  @Test
  void aDialogueThatContinuesTheOtherLeavesBothAReply() throws Refusal {
    Comparison pair =
        read("\n\nHuman: Hi\n\nAssistant: A", "\n\nHuman: Hi\n\nAssistant: A\n\nAssistant: B");

    assertThat(pair.prompt()).containsExactly(user("Hi"));
    assertThat(pair.replies().get(0).messages()).containsExactly(assistant("A"));
    assertThat(pair.replies().get(1).messages()).containsExactly(assistant("A"), assistant("B"));
  }

  @Test
  void markersCountAtTheStartOfParagraphsOnly() throws Refusal {
    Comparison pair =
        read(
            "\n\nHuman:Quote \"Human: x\"\nAssistant: y\n\nAssistant:\n\nHuman: \n\nAssistant: z",
            "\r\n\r\nHuman:Quote \"Human: x\"\nAssistant: y\r\n\r\nAssistant: w");

    assertThat(pair.prompt()).containsExactly(user("Quote \"Human: x\"\nAssistant: y"));
    assertThat(pair.replies().get(0).messages())
        .containsExactly(assistant(""), user(""), assistant("z"));
  }

  @Test
  void textBeforeTheFirstMarkerIsASystemTurn() throws Refusal {
    Comparison pair =
        read("Be kind.\n\nHuman: Hi\n\nAssistant: A", "Be kind.\n\nHuman: Hi\n\nAssistant: B");

    assertThat(pair.prompt()).containsExactly(new Message(Role.SYSTEM, "Be kind."), user("Hi"));
  }

  @ParameterizedTest
  @CsvSource({
    "'\n\nHuman: Hi\n\nAssistant: A', '\n\nHuman: Hi\n\nAssistant: A\n', IDENTICAL_SIDES",
    "'\n\nHuman: Hi\n\nAssistant: A', '\n\nHuman: Hi', WRONG_LAST_ROLE",
    "'\n\nHuman: Hi\n\nAssistant: ', '\n\nHuman: Hi\n\nAssistant: A', EMPTY_TEXT",
    "'\n\nHuman: Hi\n\nAssistant: A', '  ', EMPTY_TEXT",
    "'User: Hi\n\nAssistant: A', '\n\nHuman: Hi\n\nAssistant: A', UNKNOWN_MARKER",
    "'\n\nHuman: Hi\n\nAssistant: A', 'no marker at all', UNKNOWN_MARKER",
    "'\n\nHuman: Hi\n\nAssistant: A', '\n\nHuman: Hi\n\nAssistant: \uD83D', INVALID_TEXT"
  })
  void refusesWhatIsNoPair(String chosen, String rejected, RejectionReason reason) {
    Refusal refusal = catchThrowableOfType(Refusal.class, () -> read(chosen, rejected));

    assertThat(refusal.reason()).isEqualTo(reason);
    assertThat(refusal).hasMessageMatching(".+");
  }

  @Test
  void refusesFieldsThatAreMissingNullOrNoText() {
    ObjectNode record = JSON.createObjectNode().put("chosen", "\n\nHuman: a\n\nAssistant: b");

    assertThat(reason(record)).isEqualTo(RejectionReason.MISSING_FIELD);
    record.putNull("rejected");
    assertThat(reason(record)).isEqualTo(RejectionReason.NULL_FIELD);
    record.put("rejected", 3);
    assertThat(reason(record)).isEqualTo(RejectionReason.WRONG_TYPE);
  }

  private static RejectionReason reason(ObjectNode record) {
    return catchThrowableOfType(Refusal.class, () -> new TranscriptReader().read(record, "s"))
        .reason();
  }

  private static Comparison read(String chosen, String rejected) throws Refusal {
    ObjectNode record = JSON.createObjectNode().put("chosen", chosen).put("rejected", rejected);
    return new TranscriptReader().read(record, "s").comparisons().get(0);
  }

  private static Message user(String text) {
    return new Message(Role.USER, text);
  }

  private static Message assistant(String text) {
    return new Message(Role.ASSISTANT, text);
  }

  @Test
  void everyTurnIsInThePromptOrTheReply() throws Refusal {
    String chosen = "\n\nHuman: a\n\nAssistant: b\n\nAssistant: c";
    String rejected = "\n\nHuman: a\n\nAssistant: b\n\nHuman: d\n\nAssistant: e";

    Comparison pair = read(chosen, rejected);

    assertThat(pair.prompt()).hasSize(2);
    assertThat(List.of(pair.replies().get(0).messages(), pair.replies().get(1).messages()))
        .containsExactly(List.of(assistant("c")), List.of(user("d"), assistant("e")));
  }
}
