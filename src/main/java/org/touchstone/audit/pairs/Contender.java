package org.touchstone.audit.pairs;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Whatever orders two replies: the model under audit, another model, or a rule.
 *
 * @param name for people
 * @param kind what it is
 * @param digest of a model's artifact; null for a rule
 * @param table how it scored the rows that it has
 */
public record Contender(String name, Kind kind, @Nullable String digest, PairTable table) {

  /** What a contender is. */
  public enum Kind {
    /** The model that the report is about. */
    @JsonProperty("audited")
    AUDITED,
    /** A model to compare with. */
    @JsonProperty("model")
    MODEL,
    /** A rule that gives a probability. */
    @JsonProperty("rule-with-probability")
    RULE_WITH_PROBABILITY,
    /** A rule that gives an order and no probability. */
    @JsonProperty("rule")
    RULE;

    public boolean givesProbabilities() {
      return switch (this) {
        case AUDITED, MODEL, RULE_WITH_PROBABILITY -> true;
        case RULE -> false;
      };
    }
  }

  /** How the digest of a cross-fitted model begins. */
  public static final String CROSS_FIT = "cross-fit-";

  public static final String COIN = "coin";
  public static final String LONGER_WINS = "longer reply wins";

  public static final String LENGTH_ALONE = "length alone";

  /** Returns the best rule that sees lengths only; see {@link LengthLogistic}. */
  public static Contender lengthAlone(PairTable rows, long seed) {
    return new Contender(
        LENGTH_ALONE, Kind.RULE_WITH_PROBABILITY, null, LengthLogistic.judged(rows, seed));
  }

  /** Returns the rule that cannot tell replies apart, on the given rows. */
  public static Contender coin(PairTable rows) {
    return new Contender(
        COIN, Kind.RULE_WITH_PROBABILITY, null, rows.rewardedBy(pair -> 0, pair -> 0));
  }

  /** Returns the rule that prefers the reply of more words; equal counts are a tie. */
  public static Contender longerWins(PairTable rows) {
    return new Contender(
        LONGER_WINS,
        Kind.RULE,
        null,
        rows.rewardedBy(ScoredPair::chosenWords, ScoredPair::rejectedWords));
  }
}
