package org.touchstone.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.touchstone.preference.Message;
import org.touchstone.preference.Role;

class CompletionTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'prompt':'q','reply':'a'}",
        "{'prompt':[{'content':'q','role':'user'}],'response':'a'}",
        "{'instruction':'q','output':'a'}",
        "{'prompt':'q','completion':[{'role':'assistant','content':'a'}]}",
        "{'question':'q','answer':'a'}",
        "{'messages':[{'role':'user','content':'q'},{'role':'assistant','content':'a'}]}",
        "{'conversations':[{'from':'human','value':'q'},{'from':'gpt','value':'a'}]}",
        "{'prompt':'q','replies':['a']}",
        "{'prompt':'q','completions':[{'text':'a'}]}",
        "{'prompt':'q','replies':[{'reply_id':'x','messages':[{'role':'assistant','content':'a'}]}]}",
      })
  void readsTheSameCompletionUnderItsUsualNames(String record) throws Exception {
    Completion completion = completion(record);

    assertThat(completion.prompt()).containsExactly(new Message(Role.USER, "q"));
    assertThat(completion.candidates()).hasSize(1);
    assertThat(Objects.requireNonNull(completion.candidates().get(0).reply()).messages())
        .containsExactly(new Message(Role.ASSISTANT, "a"));
  }

  @Test
  void refusesEachReplyThatIsNoneAndKeepsTheOthers() throws Exception {
    List<Candidate> candidates =
        completion("{'prompt':'q','replies':['a',null,'',7]}").candidates();

    assertThat(candidates.get(0).refusal()).isNull();
    assertThat(candidates.subList(1, 4))
        .extracting(candidate -> Objects.requireNonNull(candidate.refusal()).reason())
        .containsExactly(
            RejectionReason.NULL_FIELD, RejectionReason.EMPTY_TEXT, RejectionReason.WRONG_TYPE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'prompt':'q','replies':[]} | wrong-length",
        "{'prompt':'q','reply':null} | null-field",
        "{'prompt':'q','reply':42} | wrong-type",
        "{'reply':'a'} | missing-field",
        "{'prompt':null,'reply':'a'} | null-field",
        "{'prompt':'q'} | missing-field",
        "{'prompt':'q','reply':'a','images':['x.png']} | images",
        "{'messages':[{'role':'user','content':'q'}]} | wrong-last-role",
      })
  void refusesARecordWithItsReason(String record, String reason) {
    Refusal refusal = catchThrowableOfType(Refusal.class, () -> completion(record));

    assertThat(refusal.reason().label()).isEqualTo(reason);
  }

  private static Completion completion(String record) throws Exception {
    return Completion.of(JSON.readTree(record.replace('\'', '"')));
  }
}
