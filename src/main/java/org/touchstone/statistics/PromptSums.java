package org.touchstone.statistics;

/** The trials of one prompt, for every {@link Share} that is counted row by row. */
final class PromptSums {

  final long[] successes = new long[Share.values().length];
  final long[] trials = new long[Share.values().length];
  long judgements;
  long rows;

  void add(Facts facts) {
    rows++;
    for (int i = 0; i < facts.ranks().length; i++) {
      for (int j = i + 1; j < facts.ranks().length; j++) {
        add(facts, i, j);
      }
    }
  }

  private void add(Facts facts, int first, int second) {
    int order = Integer.compare(facts.ranks()[second], facts.ranks()[first]);
    long[] one = facts.replies()[first];
    long[] other = facts.replies()[second];
    judgements++;
    trial(Share.TIE, order == 0);
    if (order != 0) {
      trial(Share.FIRST_WINS, order > 0);
      // The sign of a difference is that of the order where what is larger wins.
      largerWins(Share.LONGER_WINS, one[Facts.WORDS] - other[Facts.WORDS], order);
      largerWins(
          Share.LONGER_WINS_CHARACTERS, one[Facts.CHARACTERS] - other[Facts.CHARACTERS], order);
      largerWins(Share.REFUSAL_WINS, one[Facts.REFUSAL] - other[Facts.REFUSAL], order);
    }
  }

  private void largerWins(Share share, long difference, int order) {
    if (difference != 0) {
      trial(share, Long.signum(difference) == Integer.signum(order));
    }
  }

  private void trial(Share share, boolean success) {
    successes[share.ordinal()] += success ? 1 : 0;
    trials[share.ordinal()]++;
  }
}
