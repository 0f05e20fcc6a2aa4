package org.touchstone.audit.edit;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.touchstone.preference.Message;
import org.touchstone.preference.Role;

/**
 * A held-out reply to edit.
 *
 * <p>The verdicts of {@link Expected} suppose a reply that is a fair answer, so a preferred reply
 * makes a better subject than a rejected one: negating a falsehood, or cutting off a harmful
 * answer, would improve it.
 *
 * @param prompt the messages before the reply, oldest first
 * @param reply what the assistant said; no rule applies to a blank one
 * @param stranger a reply to an unrelated prompt; null if there is none at hand
 * @param language the language of the reply, an ISO 639 code or a BCP 47 tag that starts with one;
 *     null or {@code und} if unknown, and then it is judged by the words
 */
public record Subject(
    List<Message> prompt, String reply, @Nullable String stranger, @Nullable String language)
    implements Serializable {

  /** Refuses nulls where they mean nothing. */
  public Subject {
    prompt = List.copyOf(prompt);
    Objects.requireNonNull(reply, "reply");
  }

  /** The same place in the same conversation, with another reply. */
  Subject saying(String otherReply) {
    return new Subject(prompt, otherReply, stranger, language);
  }

  /** What the user said last; empty if the prompt has no turn of the user. */
  String question() {
    for (int i = prompt.size() - 1; i >= 0; i--) {
      if (prompt.get(i).role() == Role.USER) {
        return prompt.get(i).content().strip();
      }
    }

    return "";
  }
}
