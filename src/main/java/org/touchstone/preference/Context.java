package org.touchstone.preference;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What a conversation has beside its messages. A chat template receives both lists.
 *
 * @param tools the functions that the assistant may call, a JSON array; null if there are none
 * @param documents the texts that the assistant may cite, a JSON array; null if there are none
 */
public record Context(@Nullable String tools, @Nullable String documents) implements Serializable {

  /** Neither tools nor documents. */
  public static final Context NONE = new Context(null, null);
}
