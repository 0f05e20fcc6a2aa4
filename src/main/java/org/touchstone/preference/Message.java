package org.touchstone.preference;

import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One turn of a conversation. Structured parts are kept as JSON text, so that this package needs no
 * JSON library and tables need no nested types that differ from row to row.
 *
 * @param role who speaks
 * @param content what is said, exactly as given; may be empty, as people's data has empty turns and
 *     a turn that calls tools need not say anything
 * @param name of the speaker or of the tool that answers; null if not given
 * @param toolCalls the calls that an assistant makes, a JSON array; null if there are none
 * @param toolCallId which call a tool answers; null if not given
 * @param reasoningContent what the assistant thought before it spoke; null if not given
 * @param extra every other key of the message, a JSON object with sorted keys; null if there is
 *     none. It holds {@code "content": null} where a message with tool calls had no content
 */
public record Message(
    Role role,
    String content,
    @Nullable String name,
    @Nullable String toolCalls,
    @Nullable String toolCallId,
    @Nullable String reasoningContent,
    @Nullable String extra)
    implements Serializable {

  /** Refuses a missing role or content. */
  public Message {
    Objects.requireNonNull(role, "role");
    Objects.requireNonNull(content, "content");
  }

  /**
   * Makes a turn that has a role and a content and nothing else.
   *
   * @param role who speaks
   * @param content what is said
   */
  public Message(Role role, String content) {
    this(role, content, null, null, null, null, null);
  }

  /**
   * Returns this turn with another content.
   *
   * @param text what is said instead
   * @return a turn that has everything else of this one
   */
  public Message withContent(String text) {
    return new Message(role, text, name, toolCalls, toolCallId, reasoningContent, extra);
  }

  /**
   * Says whether the turn carries only a role and a content.
   *
   * @return false if it has a name, tool calls, reasoning or further keys
   */
  public boolean isPlain() {
    return name == null
        && toolCalls == null
        && toolCallId == null
        && reasoningContent == null
        && extra == null;
  }

  /**
   * Says whether a reader would find nothing in the turn.
   *
   * @return true if the content is blank and there are neither tool calls nor reasoning
   */
  public boolean isBlank() {
    return content.isBlank() && toolCalls == null && reasoningContent == null;
  }

  /**
   * Returns all text of the turn: reasoning, content, and tool calls as JSON, on lines of their
   * own. Duplicates are searched in it.
   *
   * @return the text; the content alone where there is nothing else
   */
  public String text() {
    if (reasoningContent == null && toolCalls == null) {
      return content;
    }

    StringBuilder text = new StringBuilder();
    append(text, reasoningContent);
    append(text, content);
    append(text, toolCalls);
    return text.toString();
  }

  private static void append(StringBuilder text, @Nullable String part) {
    if (part != null && !part.isEmpty()) {
      text.append(text.isEmpty() ? "" : "\n").append(part);
    }
  }
}
