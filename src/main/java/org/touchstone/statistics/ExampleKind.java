package org.touchstone.statistics;

/** Which rows are shown as examples. */
enum ExampleKind {
  CYCLE("Replies without an order: each beats the next, and the last the first"),
  CONTRADICTION("People contradict one another on the same two replies"),
  REFUSAL_PREFERRED("The reply that declines is preferred to one that does not"),
  MUCH_SHORTER_PREFERRED("The preferred reply has less than a quarter of the other's words"),
  DUPLICATE("Repeats another row");

  private final String title;

  ExampleKind(String title) {
    this.title = title;
  }

  /** What people read. */
  String title() {
    return title;
  }
}
