package org.touchstone.statistics;

/** What texts are counted by. */
enum Side {
  /** First words of last user turns. */
  PROMPT("How user turns begin", "First words of last user turns, each prompt once."),
  /** First words of first user turns, by which dialogues are families. */
  OPENING_TURN("How dialogues begin", "First words of first user turns, each row once."),
  /** First words of replies. */
  REPLY("How replies begin", "First words of replies, each once under its prompt."),
  /** Ids of clusters of like prompts. */
  CLUSTER("Largest clusters of prompts", "Rows of like prompts.");

  private final String title;
  private final String description;

  Side(String title, String description) {
    this.title = title;
    this.description = description;
  }

  /** What people read above the table. */
  String title() {
    return title;
  }

  /** What is counted, in a sentence. */
  String description() {
    return description;
  }

  /** Whether it is made of what people wrote. */
  boolean isText() {
    return this != CLUSTER;
  }
}
