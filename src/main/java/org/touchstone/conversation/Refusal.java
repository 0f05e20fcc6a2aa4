package org.touchstone.conversation;

/** A record, or a part of one, that cannot be read, with the reason. */
public final class Refusal extends Exception {

  private static final long serialVersionUID = 1L;

  private final RejectionReason reason;

  /**
   * Cheap, since millions of lines may be refused: without a stack trace.
   *
   * @param reason what rows are counted by
   * @param detail one sentence with the field and the value found
   */
  public Refusal(RejectionReason reason, String detail) {
    super(detail, null, false, false);
    this.reason = reason;
  }

  /**
   * Returns what rows are counted by.
   *
   * @return the reason
   */
  public RejectionReason reason() {
    return reason;
  }
}
