package org.touchstone.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.touchstone.preference.Message;
import org.touchstone.preference.Role;

class TurnsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'Hi  there'",
        "{'role':'user','content':'Hi  there'}",
        "[{'role':'user','content':'Hi  there'}]",
        "[{'content':'Hi  there','role':'user'}]",
        "[{'content':'Hi  there','name':null,'tool_calls':null,'role':'User'}]",
        "[{'from':'human','value':'Hi  there'}]",
        "{'value':'Hi  there','from':'human'}",
        "[{'role':'user','content':[{'type':'text','text':'Hi '},{'type':'text','text':' there'}]}]",
        "[{'role':'user','content':{'type':'text','text':'Hi  there'}}]",
        "[{'type':'text','text':'Hi  there'}]",
        "'[{\\'role\\':\\'user\\',\\'content\\':\\'Hi  there\\'}]'"
      })
  void readsTheSameTurnHoweverItIsWritten(String value) throws Exception {
    assertThat(turns(value)).containsExactly(new Message(Role.USER, "Hi  there"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"    return x", "Yes\n", " a ", "\t{\n}"})
  void keepsWhiteSpaceAsGiven(String text) throws Exception {
    String value =
        JSON.writeValueAsString(List.of(java.util.Map.of("role", "user", "content", text)));

    assertThat(Turns.of(JSON.readTree(value), "p", Role.USER).get(0).content()).isEqualTo(text);
    assertThat(Turns.of(JSON.valueToTree(text), "p", Role.USER).get(0).content()).isEqualTo(text);
  }

  @Test
  void keepsTextsThatMerelyLookLikeJson() throws Exception {
    for (String text : List.of("[1, 2]", "{\"role\": \"admin\"}", "[{\"a\": 1}]", "[x]", "{")) {
      assertThat(Turns.of(JSON.valueToTree(text), "p", Role.ASSISTANT))
          .containsExactly(new Message(Role.ASSISTANT, text));
    }
  }

  @Test
  void keepsWhatAMessageCarriesBesideItsContent() throws Exception {
    Message call =
        turns(
                "[{'role':'assistant','content':null,'name':'bot','tool_calls':[{'id':'c1','function':"
                    + "{'name':'f','arguments':{'b':null,'a':1}}}],'reasoning_content':'hm','seen':true,'note':null}]")
            .get(0);

    assertThat(call.content()).isEmpty();
    assertThat(call.name()).isEqualTo("bot");
    assertThat(call.toolCalls())
        .isEqualTo(quoted("[{'id':'c1','function':{'name':'f','arguments':{'b':null,'a':1}}}]"));
    assertThat(call.reasoningContent()).isEqualTo("hm");
    assertThat(call.extra()).isEqualTo(quoted("{'content':null,'seen':true}"));
    assertThat(turns("[{'role':'tool','content':'4','tool_call_id':'c1'}]").get(0).toolCallId())
        .isEqualTo("c1");
    assertThat(
            turns(
                    "[{'role':'assistant','content':null,'function_call':{'name':'f','arguments':'{}'}}]")
                .get(0)
                .toolCalls())
        .isEqualTo(quoted("[{'type':'function','function':{'name':'f','arguments':'{}'}}]"));
  }

  @Test
  void aReplyMayCallToolsWithoutSayingAnything() throws Exception {
    String call = "[{'role':'assistant','content':null,'tool_calls':[{'function':{'name':'f'}}]}]";

    assertThat(Turns.readReply(JSON.readTree(quoted(call)), "r")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[{'role':'user','content':[{'type':'image_url','image_url':{'url':'x'}}]}] | images",
        "[{'role':'user','content':[{'type':'image'},{'type':'text','text':'x'}]}] | images",
        "[{'role':'user','content':[{'type':'input_audio','input_audio':{}}]}] | images",
        "[{'role':'user','content':[]}] | empty-text",
        "[{'role':'user','content':null}] | null-field",
        "[{'role':'user'}] | missing-field",
        "[{'role':'user','content':7}] | wrong-type",
        "[{'role':'alien','content':'x'}] | unknown-role",
        "[{'role':'user','content':'x'},'y'] | wrong-type",
        "[] | wrong-length",
        "['x','y'] | wrong-type",
        "7 | wrong-type",
        "\"  \" | empty-text",
        "[{'role':'assistant','content':'x','tool_calls':'call f'}] | wrong-type",
      })
  void refusesWhatIsNoTurnWithItsReason(String value, String reason) {
    Refusal refusal = catchThrowableOfType(Refusal.class, () -> turns(value));

    assertThat(refusal.reason().label()).isEqualTo(reason);
  }

  private static List<Message> turns(String value) throws Exception {
    return Turns.of(JSON.readTree(quoted(value)), "p", Role.USER);
  }

  private static String quoted(String json) {
    return json.replace("\\'", "\\\"").replace('\'', '"');
  }
}
