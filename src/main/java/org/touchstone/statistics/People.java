package org.touchstone.statistics;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.touchstone.agreement.FarAnnotators;

/**
 * How far people agree about the same two replies.
 *
 * <p>Coefficients rest on items: two replies to one prompt that at least two named annotators
 * judged. Each item counts in both directions, since which reply is the first says nothing. They
 * are null where no item has two annotators, or where all said the same.
 *
 * <p>Published figures may rest on other items: comparisons of equal replies never reach the table,
 * and repeats and mirrors of a comparison are one item. PandaLM's test set has a Fleiss' kappa of
 * 0.864 on its 999 rows and 0.862 on the 837 different items among them.
 *
 * @param annotatedRows rows that name their annotator
 * @param annotators different names, those of two sources counting apart; to 0.8 % above some
 *     hundreds
 * @param items two replies judged by at least two of them
 * @param unanimousShare items on which all agree; null without items
 * @param alphaNominal Krippendorff's alpha, preferences and ties as names
 * @param alphaOrdinal the same, a tie lying between the preferences
 * @param alphaInterval the same, a tie halfway
 * @param fleissKappa for any number of annotators an item
 * @param ratedReplies replies to one prompt that at least two named annotators rated
 * @param ratingsAlphaOrdinal of ratings of the same reply to the same prompt, each to two
 *     significant digits; null without
 * @param ratingsAlphaInterval the same, steps taken as equally wide
 * @param pairs annotators who judged at least 10 items in common, most items first; of sources
 *     alone, elsewhere empty
 * @param far annotators who agree less, or call replies equal more often, than chance explains; of
 *     sources alone, elsewhere empty
 * @param records of the annotators with most rows; of sources alone, elsewhere empty
 */
public record People(
    long annotatedRows,
    long annotators,
    long items,
    @Nullable Double unanimousShare,
    @Nullable Double alphaNominal,
    @Nullable Double alphaOrdinal,
    @Nullable Double alphaInterval,
    @Nullable Double fleissKappa,
    long ratedReplies,
    @Nullable Double ratingsAlphaOrdinal,
    @Nullable Double ratingsAlphaInterval,
    List<PairAgreement> pairs,
    List<FarAnnotators.Far> far,
    List<Annotator> records) {

  /**
   * Two annotators.
   *
   * @param first one name
   * @param second the other
   * @param items that both judged
   * @param agreement share of equal labels
   * @param cohenKappa beyond chance; null if both gave one label only
   */
  public record PairAgreement(
      String first, String second, long items, double agreement, @Nullable Double cohenKappa) {}

  /**
   * One annotator.
   *
   * @param name as the source has it, unless that holds personal data
   * @param judgements pairs of replies judged
   * @param ties called equal
   * @param asked judgements on which the others have a majority
   * @param agreed those that agree with it
   */
  public record Annotator(String name, long judgements, long ties, long asked, long agreed) {}

  /** Copies the lists. */
  public People {
    pairs = List.copyOf(pairs);
    far = List.copyOf(far);
    records = List.copyOf(records);
  }
}
