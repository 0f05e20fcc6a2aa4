package org.touchstone.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.touchstone.preference.Context;
import org.touchstone.preference.Message;
import org.touchstone.preference.Reply;
import org.touchstone.preference.Role;

@Tag("native")
class TemplateArgumentsTest {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Path TOKENIZER = Path.of("src/test/resources/tokenizers/chatml");
  private static final String TEMPLATE =
      "{% for t in tools or [] %}{{ t.name }} {% endfor %}"
          + "{% for m in messages %}{{ m.role }}: {{ m.content }} {% endfor %}"
          + "{% if loud %}loud{% endif %}";

  @TempDir private Path folder;

  @Test
  void argumentsOfTheSettingsReachTheTemplate() throws IOException {
    int[] quiet = ids("{}", Context.NONE);
    int[] loud = ids("{\"loud\": true}", Context.NONE);

    assertThat(loud).hasSizeGreaterThan(quiet.length);
    assertThat(ids("{\"loud\": false}", Context.NONE)).isEqualTo(quiet);
  }

  @Test
  void toolsOfTheConversationReachTheTemplate() throws IOException {
    int[] without = ids("{}", Context.NONE);
    int[] with = ids("{}", new Context("[{\"name\":\"weather\"}]", null));

    assertThat(with).hasSizeGreaterThan(without.length);
  }

  private int[] ids(String arguments, Context context) throws IOException {
    Path copy = Files.createTempDirectory(folder, "tokenizer");
    Files.copy(TOKENIZER.resolve("tokenizer.json"), copy.resolve("tokenizer.json"));
    ObjectNode config =
        (ObjectNode) JSON.readTree(TOKENIZER.resolve("tokenizer_config.json").toFile());
    config.put("chat_template", TEMPLATE);
    config.set("chat_template_kwargs", JSON.readTree(arguments));
    Files.writeString(copy.resolve("tokenizer_config.json"), config.toString());
    try (ConversationEncoder encoder = ConversationEncoder.open(copy, EncodingLimits.unlimited())) {
      Reply reply = new Reply(List.of(new Message(Role.ASSISTANT, "b")), null);
      return encoder
          .encodeReplies(context, List.of(new Message(Role.USER, "a")), List.of(reply))
          .get(0)
          .ids();
    }
  }
}
