package org.touchstone.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.touchstone.preference.Context;
import org.touchstone.preference.Message;
import org.touchstone.preference.Role;

class ChatTemplateTest {

  private static final List<Message> MESSAGES =
      List.of(
          new Message(Role.SYSTEM, "Be terse."),
          new Message(Role.USER, " A \"prime\"?\n"),
          new Message(Role.TOOL, "{\"is\": 7}"),
          new Message(Role.ASSISTANT, "7"));

  @Test
  void framesEachTurnAndBeginsAndEndsOnce() {
    assertThat(ChatTemplate.own().render(MESSAGES))
        .isEqualTo(
            "<|bos|><|system|>Be terse.<|end|><|user|> A \"prime\"?\n<|end|>"
                + "<|tool|>{\"is\": 7}<|end|><|assistant|>7<|end|><|eos|>");
    assertThat(ChatTemplate.own().renderPrompt(MESSAGES.subList(0, 1)))
        .isEqualTo("<|bos|><|system|>Be terse.<|end|><|assistant|>");
    assertThat(ChatTemplate.own().render(List.of())).isEqualTo("<|bos|><|eos|>");
  }

  @Test
  void leavesWhatLooksLikeATemplateInAMessageAlone() {
    for (String content :
        List.of(
            "{{ 7 * 7 }}",
            "{% for x in [1] %}",
            "{# gone #}",
            "a\\nb",
            "{{ bos_token }}",
            "&<'\">")) {
      assertThat(ChatTemplate.own().render(List.of(new Message(Role.USER, content))))
          .isEqualTo("<|bos|><|user|>" + content + "<|end|><|eos|>");
    }
  }

  @Test
  void saysWhyATemplateRefuses() {
    ChatTemplate strict =
        ChatTemplate.of(
            "{% if messages[0]['role'] != 'user' %}{{ raise_exception('start with the user') }}{% endif %}",
            Map.of());
    assertThat(strict.render(MESSAGES.subList(1, 2))).isEmpty();
    assertThatThrownBy(() -> strict.render(MESSAGES))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("start with the user");
  }

  @Test
  void refusesATemplateThatDependsOnTheDate() {
    assertThatThrownBy(() -> ChatTemplate.of("{{ strftime_now('%d %b %Y') }}", Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("strftime_now");
  }

  @Test
  void keepsTemplatesAwayFromJava() {
    ChatTemplate escaping =
        ChatTemplate.of("{{ messages.getClass().forName('java.lang.Runtime') }}", Map.of());
    assertThatThrownBy(() -> escaping.render(MESSAGES))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void trimsBlocksAndDropsTheLastLineBreakAsTransformersDoes() {
    String source =
        "{% for message in messages %}\n"
            + "  {% if message.role == 'user' %}\n"
            + "[{{ message['content'] | trim }}]\n"
            + "  {% elif loop.last -%}\n   {{ message.content + eos_token }}\n"
            + "  {% endif %}\n"
            + "{% endfor %}\n";
    assertThat(ChatTemplate.of(source, Map.of("eos_token", "</s>")).render(MESSAGES))
        .isEqualTo("[A \"prime\"?]\n7</s>\n");
  }

  @Test
  void givesTheTemplateEverythingThatAMessageCarries() {
    ChatTemplate template =
        ChatTemplate.of(
            "{% for t in tools %}T:{{ t.name }};{% endfor %}{% for d in documents %}D:{{ d.title }};"
                + "{% endfor %}{% for m in messages %}{{ m.role }}"
                + "{% if m.content is none %}(none){% else %}({{ m.content }}){% endif %}"
                + "{% for c in m.tool_calls %}C:{{ c.function.arguments | tojson }};{% endfor %}"
                + "{{ m.reasoning_content }}{{ m.name }}{{ m.tool_call_id }}{{ m.seen }}|{% endfor %}{{ enable }}",
            Map.of());
    Message call =
        new Message(
            Role.ASSISTANT,
            "",
            null,
            "[{\"function\":{\"name\":\"f\",\"arguments\":{\"b\":1,\"a\":null}}}]",
            null,
            "hm",
            "{\"content\":null,\"seen\":true}");
    Message answer = new Message(Role.TOOL, "4", "f", null, "c1", null, null);

    assertThat(
            template.render(
                new Context("[{\"name\":\"f\"}]", "[{\"title\":\"x\"}]"),
                List.of(call, answer),
                false,
                Map.of("enable", true)))
        .isEqualTo("T:f;D:x;assistant(none)C:{\"b\": 1, \"a\": null};hmTrue|tool(4)fc1|True");
  }

  @Test
  void theFrameOfTheProjectShowsReasoningAndToolCalls() {
    Message call =
        new Message(Role.ASSISTANT, "Look.", null, "[{\"f\":{\"a\":1}}]", null, "hm", null);

    assertThat(ChatTemplate.own().render(List.of(call)))
        .isEqualTo("<|bos|><|assistant|>" + ChatTemplate.turnOf(call) + "<|end|><|eos|>");
    assertThat(ChatTemplate.turnOf(call)).isEqualTo("hm\nLook.\n[{\"f\": {\"a\": 1}}]");
  }
}
