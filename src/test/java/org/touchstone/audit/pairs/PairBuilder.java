package org.touchstone.audit.pairs;

import org.jspecify.annotations.Nullable;

/**
 * Makes scored pairs for tests: a test names what it is about, everything else is plain. A plain
 * pair has a cluster and an item of its own, the source {@code s}, equal rewards and equal lengths.
 */
public final class PairBuilder {

  private String comparisonId;
  private int occurrence;
  private int judgement;
  private String cluster;
  private String item;
  private boolean chosenFirst = true;
  private String source = "s";
  private @Nullable String language;
  private @Nullable String annotator;
  private @Nullable String split;
  private int turns = 1;
  private double chosenReward;
  private double rejectedReward;
  private int chosenWords = 50;
  private int rejectedWords = 50;
  private int chosenCharacters = 250;
  private int rejectedCharacters = 250;

  private PairBuilder(String comparisonId, String cluster, String item) {
    this.comparisonId = comparisonId;
    this.cluster = cluster;
    this.item = item;
  }

  /** A plain pair, told from others by a number. */
  public static PairBuilder pair(long id) {
    return new PairBuilder("%032x".formatted(id), "c" + id, "item " + id);
  }

  /** Begins with everything that a pair has. */
  public static PairBuilder like(ScoredPair pair) {
    PairBuilder builder = new PairBuilder(pair.comparisonId(), pair.promptCluster(), pair.item());
    builder.occurrence = pair.occurrence();
    builder.judgement = pair.judgement();
    return builder
        .chosenFirst(pair.chosenFirst())
        .source(pair.source())
        .language(pair.language())
        .annotator(pair.annotator())
        .split(pair.split())
        .turns(pair.turns())
        .rewards(pair.chosenReward(), pair.rejectedReward())
        .words(pair.chosenWords(), pair.rejectedWords())
        .characters(pair.chosenCharacters(), pair.rejectedCharacters());
  }

  public PairBuilder comparisonId(String value) {
    comparisonId = value;
    return this;
  }

  public PairBuilder cluster(String value) {
    cluster = value;
    return this;
  }

  public PairBuilder item(String value) {
    item = value;
    return this;
  }

  public PairBuilder chosenFirst(boolean value) {
    chosenFirst = value;
    return this;
  }

  public PairBuilder source(String value) {
    source = value;
    return this;
  }

  public PairBuilder language(@Nullable String value) {
    language = value;
    return this;
  }

  public PairBuilder annotator(@Nullable String value) {
    annotator = value;
    return this;
  }

  public PairBuilder split(@Nullable String value) {
    split = value;
    return this;
  }

  public PairBuilder turns(int value) {
    turns = value;
    return this;
  }

  /** Rewards that differ by so much: the rejected reply's is 0. */
  public PairBuilder margin(double value) {
    return rewards(value, 0);
  }

  public PairBuilder rewards(double chosen, double rejected) {
    chosenReward = chosen;
    rejectedReward = rejected;
    return this;
  }

  public PairBuilder words(int chosen, int rejected) {
    chosenWords = chosen;
    rejectedWords = rejected;
    return this;
  }

  public PairBuilder characters(int chosen, int rejected) {
    chosenCharacters = chosen;
    rejectedCharacters = rejected;
    return this;
  }

  public ScoredPair build() {
    return new ScoredPair(
        comparisonId,
        occurrence,
        judgement,
        cluster,
        item,
        chosenFirst,
        source,
        language,
        annotator,
        split,
        turns,
        chosenReward,
        rejectedReward,
        chosenWords,
        rejectedWords,
        chosenCharacters,
        rejectedCharacters);
  }
}
