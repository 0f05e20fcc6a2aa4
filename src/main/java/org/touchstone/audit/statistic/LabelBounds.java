package org.touchstone.audit.statistic;

import java.util.function.ToDoubleFunction;
import org.touchstone.report.Estimate;

/**
 * How often anybody could meet the label of one person, if two people agree as often as they do.
 *
 * <pre>
 *   A     = E[p^2 + (1 - p)^2] = (1 + E[d^2]) / 2,    d = |2 p - 1|
 *   best  = E[max(p, 1 - p)]   = (1 + E[d]) / 2
 *   A &lt;= best &lt;= (1 + sqrt(2 A - 1)) / 2
 * </pre>
 *
 * <p>p is the share of all people who would prefer the first reply of an item, A the share of pairs
 * of people who agree, best the accuracy of whoever always says what most people would. The lower
 * bound holds as d^2 &lt;= d, with equality where every item is either plain or a coin; the upper
 * by Jensen's inequality, with equality where all items are equally hard. So a model may agree with
 * people more often than they agree with one another, up to the upper bound; beyond it, it knows
 * the labels from elsewhere. Below A = 1/2, which chance alone explains, both bounds are 1/2.
 *
 * <p>Whoever knows p as well as that is wrong with the share 1 - best of labels: of these, most
 * other people would say the opposite.
 *
 * @param agreement A, share of pairs of people who agree, from 0 to 1
 * @param low the least that the best possible accuracy can be
 * @param high the most that it can be
 */
public record LabelBounds(double agreement, double low, double high) {

  /** Agreement of people on held-out preferences as published, lowest and highest. */
  public static final double PUBLISHED_LOW = 0.63;

  public static final double PUBLISHED_HIGH = 0.77;

  public static LabelBounds of(double agreement) {
    double squared = Math.max(0, 2 * agreement - 1);
    return new LabelBounds(agreement, (1 + squared) / 2, (1 + Math.sqrt(squared)) / 2);
  }

  /** A bound, with the ends that the interval of the agreement gives it: both rise with it. */
  public static Estimate of(Estimate agreement, ToDoubleFunction<LabelBounds> bound) {
    Double value = agreement.value();
    Double low = agreement.low();
    Double high = agreement.high();
    return new Estimate(
        value == null ? null : Double.valueOf(bound.applyAsDouble(of(value))),
        low == null ? null : Double.valueOf(bound.applyAsDouble(of(low))),
        high == null ? null : Double.valueOf(bound.applyAsDouble(of(high))),
        null,
        agreement.n(),
        agreement.clusters(),
        "of the interval of agreement",
        agreement.reason());
  }
}
