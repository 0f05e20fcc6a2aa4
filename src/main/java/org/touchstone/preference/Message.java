package org.touchstone.preference;

import java.io.Serializable;
import java.util.Objects;

/**
 * One turn of a conversation.
 *
 * @param role who speaks
 * @param content what is said; may be empty, as people's data has empty turns
 */
public record Message(Role role, String content) implements Serializable {

  /** Refuses nulls. */
  public Message {
    Objects.requireNonNull(role, "role");
    Objects.requireNonNull(content, "content");
  }
}
