package org.touchstone.agreement;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.jspecify.annotations.Nullable;

/**
 * Annotators who agree with the others less, or call replies equal more often, than chance
 * explains.
 *
 * <p>An annotator is far if so few agreements, or so many ties, have a probability below 0.05 / 2K
 * in a binomial distribution with the rate of all the other annotators, K being the annotators
 * tested, each twice (Bonferroni): among people who are all alike, at most one corpus in twenty
 * names somebody. Ties need a test of their own, since they have no vote and so cannot disagree.
 * Judgements count as independent and the rate of the others as known; whoever judged a few hard
 * prompts only may be named for them.
 */
public final class FarAnnotators {

  /** Fewest judgements on which an annotator is tested; with fewer, only the absurd shows. */
  public static final int FEWEST_ASKED = 30;

  private static final double MISS = 0.05;
  private static final int TESTS = 2;

  /** What tells an annotator from the rest. */
  public enum Why {
    /** Agrees with the majority of the others less often than they do. */
    DISAGREES,
    /** Calls replies equal more often than the others do. */
    TIES
  }

  /**
   * One of them.
   *
   * @param annotator the name
   * @param why which share is far; who is far in both is there twice
   * @param share of agreement with the majority of the others, or of ties, and its 95 % interval
   * @param others the rate of all other annotators
   * @param p probability of so few agreements or fewer, or so many ties or more, at that rate
   */
  public record Far(String annotator, Why why, Wilson share, double others, double p) {

    /**
     * Gives the annotator another name.
     *
     * @param name as people may read it
     * @return the same but for the name
     */
    public Far named(String name) {
      return new Far(name, why, share, others, p);
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
    tested.values().removeIf(record -> record.judgements() < FEWEST_ASKED);
    double miss = MISS / (TESTS * tested.size());
    List<Far> far = new ArrayList<>();
    tested.forEach(
        (annotator, record) -> {
          add(far, disagrees(annotator, record, all), miss);
          add(far, ties(annotator, record, all), miss);
        });
    far.sort(
        Comparator.comparingDouble((Far each) -> -Math.abs(each.share().value() - each.others()))
            .thenComparing(Far::annotator));
    return far;
  }

  private static void add(List<Far> all, @Nullable Far far, double miss) {
    if (far != null && far.p() < miss) {
      all.add(far);
    }
  }

  private static @Nullable Far disagrees(
      String annotator, AnnotatorRecord record, AnnotatorRecord all) {
    Wilson share = Wilson.of(record.agreed(), record.asked());
    if (share == null || record.asked() < FEWEST_ASKED) {
      return null;
    }

    double others = rate(all.agreed() - record.agreed(), all.asked() - record.asked());
    double p = of(record.asked(), others).cumulativeProbability(capped(record.agreed()));
    return new Far(annotator, Why.DISAGREES, share, others, p);
  }

  /** Without others there is no rate to compare with. */
  private static @Nullable Far ties(String annotator, AnnotatorRecord record, AnnotatorRecord all) {
    Wilson share = Wilson.of(record.ties(), record.judgements());
    long judged = all.judgements() - record.judgements();
    if (share == null || judged == 0) {
      return null;
    }

    double others = rate(all.ties() - record.ties(), judged);
    double p = of(record.judgements(), others).survivalProbability(capped(record.ties()) - 1);
    return new Far(annotator, Why.TIES, share, others, p);
  }

  private static double rate(long part, long whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }

  private static BinomialDistribution of(long trials, double rate) {
    return BinomialDistribution.of(capped(trials), rate);
  }

  private static int capped(long count) {
    return (int) Math.min(count, Integer.MAX_VALUE);
  }
}
