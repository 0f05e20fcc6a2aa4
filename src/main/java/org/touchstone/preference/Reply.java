package org.touchstone.preference;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One candidate continuation of a prompt.
 *
 * @param messages the turns that follow the prompt; usually one, of the assistant; at least one
 * @param author the model or person who wrote it; null if the source does not say
 */
public record Reply(List<Message> messages, @Nullable String author) implements Serializable {

  /** Copies the list and refuses an empty one. */
  public Reply {
    messages = List.copyOf(messages);
    if (messages.isEmpty()) {
      throw new IllegalArgumentException("Cannot make a reply without messages: at least 1 needed");
    }
  }
}
