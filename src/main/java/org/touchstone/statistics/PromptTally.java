package org.touchstone.statistics;

import java.io.Serializable;
import java.util.Arrays;
import java.util.TreeMap;
import org.touchstone.agreement.AnnotatorRecord;
import org.touchstone.agreement.Choice;
import org.touchstone.agreement.Coincidences;
import org.touchstone.agreement.Confusion;
import org.touchstone.agreement.FleissKappa;

/** What is counted prompt by prompt; adds up over parts that share no prompt. */
final class PromptTally implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final int LABELS = Choice.values().length;

  /** Two annotators, the names in order. */
  record AnnotatorPair(String first, String second)
      implements Serializable, Comparable<AnnotatorPair> {
    @Override
    public int compareTo(AnnotatorPair other) {
      int order = first.compareTo(other.first);
      return order == 0 ? second.compareTo(other.second) : order;
    }
  }

  final ClusteredShare[] shares = new ClusteredShare[Share.values().length];
  final Histogram judgementsPerPrompt = new Histogram();
  final Histogram rowsPerOpening = new Histogram();
  final Coincidences labels = new Coincidences();
  final Coincidences ratings = new Coincidences();
  final FleissKappa fleiss = new FleissKappa(LABELS);
  final TreeMap<String, AnnotatorRecord> annotators = new TreeMap<>();
  final TreeMap<AnnotatorPair, Confusion> confusions = new TreeMap<>();
  long items;
  long unanimous;
  long triples;
  long cycles;
  long promptsWithTriples;
  long promptsWithCycles;
  long promptsWithoutOrder;
  long repliesInCycles;
  long pairs;
  long pairsJudgedAgain;
  long contradictedPairs;
  long promptsLeftOut;

  PromptTally() {
    Arrays.setAll(shares, i -> new ClusteredShare());
  }

  ClusteredShare share(Share share) {
    return shares[share.ordinal()];
  }

  /** Adds one prompt. */
  void add(PromptSums sums) {
    judgementsPerPrompt.add(sums.judgements);
    addTrials(sums);
  }

  /** Adds the trials of a cluster that is no prompt: rows without one and with the same replies. */
  void addTrials(PromptSums sums) {
    for (int i = 0; i < shares.length; i++) {
      shares[i].add(sums.successes[i], sums.trials[i]);
    }
  }

  void add(PromptTally other) {
    for (int i = 0; i < shares.length; i++) {
      shares[i].add(other.shares[i]);
    }

    judgementsPerPrompt.add(other.judgementsPerPrompt);
    rowsPerOpening.add(other.rowsPerOpening);
    labels.add(other.labels);
    ratings.add(other.ratings);
    fleiss.add(other.fleiss);
    other.annotators.forEach(
        (name, record) -> annotators.merge(name, record, AnnotatorRecord::plus));
    other.confusions.forEach(
        (pair, confusion) ->
            confusions.computeIfAbsent(pair, unseen -> new Confusion(LABELS)).add(confusion));
    items += other.items;
    unanimous += other.unanimous;
    triples += other.triples;
    cycles += other.cycles;
    promptsWithTriples += other.promptsWithTriples;
    promptsWithCycles += other.promptsWithCycles;
    promptsWithoutOrder += other.promptsWithoutOrder;
    repliesInCycles += other.repliesInCycles;
    pairs += other.pairs;
    pairsJudgedAgain += other.pairsJudgedAgain;
    contradictedPairs += other.contradictedPairs;
    promptsLeftOut += other.promptsLeftOut;
  }

  void addConfusion(AnnotatorPair pair, Choice first, Choice second) {
    confusions
        .computeIfAbsent(pair, unseen -> new Confusion(LABELS))
        .add(first.ordinal(), second.ordinal());
  }
}
