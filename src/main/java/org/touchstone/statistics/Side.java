package org.touchstone.statistics;

/** What texts are counted by. */
enum Side {
  /** First words of last user turns. */
  PROMPT,
  /** First words of replies. */
  REPLY,
  /** Ids of clusters of like prompts. */
  CLUSTER
}
