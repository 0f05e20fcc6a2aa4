package org.touchstone.statistics;

/** Shares whose interval is over prompts: the rows of one are not taken as independent. */
enum Share {
  LONGER_WINS("longer-wins-share"),
  LONGER_WINS_CHARACTERS("longer-wins-share-characters"),
  FIRST_WINS("first-wins-share"),
  TIE("tie-share"),
  REFUSAL_WINS("refusal-wins-share"),
  PAIRWISE_AGREEMENT("pairwise-agreement"),
  LEAVE_ONE_OUT("leave-one-out-agreement"),
  LEAVE_ONE_OUT_SPLITS_HALF("leave-one-out-agreement-splits-half"),
  MAJORITY("majority-share");

  private final String label;

  Share(String label) {
    this.label = label;
  }

  /** The name in results. */
  String label() {
    return label;
  }
}
