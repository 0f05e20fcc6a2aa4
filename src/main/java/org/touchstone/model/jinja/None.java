package org.touchstone.model.jinja;

/** Python's {@code None}. */
enum None {
  NONE
}
