package org.touchstone.agreement;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * Annotators who agree with the others less than chance explains.
 *
 * <p>An annotator is far if so few agreements have a probability below 0.05 / K in a binomial
 * distribution with the rate of all the other annotators, K being the annotators tested
 * (Bonferroni): among people who are all alike, at most one corpus in twenty names somebody.
 * Judgements count as independent and the rate of the others as known; whoever judged a few hard
 * prompts only may be named for them.
 */
public final class FarAnnotators {

  /** Fewest judgements on which an annotator is tested; with fewer, only the absurd shows. */
  public static final int FEWEST_ASKED = 30;

  private static final double MISS = 0.05;

  /**
   * One of them.
   *
   * @param annotator the name
   * @param agreement share of agreement with the majority of the others, and its 95 % interval
   * @param others the rate of all other annotators
   * @param p probability of so few agreements, or fewer, at the rate of the others
   */
  public record Far(String annotator, Wilson agreement, double others, double p) {

    /**
     * Gives the annotator another name.
     *
     * @param name as people may read it
     * @return the same but for the name
     */
    public Far named(String name) {
      return new Far(name, agreement, others, p);
    }
  }

  private FarAnnotators() {}

  /**
   * Finds them.
   *
   * @param records of every annotator
   * @return the far ones, farthest first
   */
  public static List<Far> among(Map<String, AnnotatorRecord> records) {
    AnnotatorRecord all =
        records.values().stream().reduce(AnnotatorRecord.NONE, AnnotatorRecord::plus);
    Map<String, AnnotatorRecord> tested = new TreeMap<>(records);
    tested.values().removeIf(record -> record.asked() < FEWEST_ASKED);
    List<Far> far = new ArrayList<>();
    tested.forEach(
        (annotator, record) -> {
          Wilson agreement = Wilson.of(record.agreed(), record.asked());
          double others = rateWithout(all, record);
          double p = chanceOfSoFew(record, others);
          if (agreement != null && p < MISS / tested.size()) {
            far.add(new Far(annotator, agreement, others, p));
          }
        });
    far.sort(
        java.util.Comparator.comparingDouble(each -> each.agreement().value() - each.others()));
    return far;
  }

  private static double rateWithout(AnnotatorRecord all, AnnotatorRecord record) {
    long asked = all.asked() - record.asked();
    return asked == 0 ? 0 : (double) (all.agreed() - record.agreed()) / asked;
  }

  private static double chanceOfSoFew(AnnotatorRecord record, double rate) {
    int asked = Math.toIntExact(Math.min(record.asked(), Integer.MAX_VALUE));
    int agreed = Math.toIntExact(Math.min(record.agreed(), Integer.MAX_VALUE));
    return BinomialDistribution.of(asked, rate).cumulativeProbability(agreed);
  }
}
