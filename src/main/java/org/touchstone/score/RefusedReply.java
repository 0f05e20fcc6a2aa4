package org.touchstone.score;

/**
 * Why a reply has no reward.
 *
 * @param reason a name in kebab-case, by which replies are counted
 * @param detail one sentence with what was found
 */
record RefusedReply(String reason, String detail) {}
