package org.touchstone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.touchstone.preference.Message;
import org.touchstone.preference.Role;

/** The 200 pairs of hh-rlhf among the test resources. */
public final class HhRlhfSample {

  private static final String TURN = "\n\n(?=Human: |Assistant: )";

  private HhRlhfSample() {}

  /**
   * Returns the transcripts as published, chosen and rejected in turn.
   *
   * @return 400 texts
   */
  public static List<String> transcripts() {
    ObjectMapper json = new ObjectMapper();
    List<String> transcripts = new ArrayList<>();
    try (InputStream file = HhRlhfSample.class.getResourceAsStream("/hh-rlhf-200.jsonl")) {
      String lines =
          new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
      for (String line : lines.split("\n")) {
        JsonNode pair = json.readTree(line);
        transcripts.add(pair.get("chosen").asText());
        transcripts.add(pair.get("rejected").asText());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }

    return transcripts;
  }

  /**
   * Returns the turns of a transcript.
   *
   * @param transcript a text of {@link #transcripts}
   * @return its messages, of user and assistant
   */
  public static List<Message> messages(String transcript) {
    List<Message> messages = new ArrayList<>();
    for (String turn : transcript.split(TURN)) {
      if (turn.startsWith("Human: ")) {
        messages.add(new Message(Role.USER, turn.substring("Human: ".length())));
      } else if (turn.startsWith("Assistant: ")) {
        messages.add(new Message(Role.ASSISTANT, turn.substring("Assistant: ".length())));
      }
    }

    return messages;
  }
}
