package org.touchstone.ingest;

/** A record that is no comparison, with the reason. */
final class Refusal extends Exception {

  private static final long serialVersionUID = 1L;

  private final RejectionReason reason;

  /** Cheap, since millions of lines may be refused: without a stack trace. */
  Refusal(RejectionReason reason, String detail) {
    super(detail, null, false, false);
    this.reason = reason;
  }

  RejectionReason reason() {
    return reason;
  }
}
