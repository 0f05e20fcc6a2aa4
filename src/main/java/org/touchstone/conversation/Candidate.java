package org.touchstone.conversation;

import org.jspecify.annotations.Nullable;
import org.touchstone.preference.Reply;

/**
 * A reply of a completion that a model is to judge, or why it is none; exactly one is not null.
 *
 * @param reply what was said
 * @param refusal why it cannot be read
 */
public record Candidate(@Nullable Reply reply, @Nullable Refusal refusal) {}
