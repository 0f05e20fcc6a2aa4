package org.touchstone.audit.measure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.touchstone.audit.statistic.ClusteredMean;
import org.touchstone.report.Chart;
import org.touchstone.report.Figure;
import org.touchstone.report.Format;
import org.touchstone.report.Numbers;
import org.touchstone.report.Section;
import org.touchstone.report.Table;

/** How far apart are the rewards of the two replies? */
public final class Margins implements Measure {

  /** At most about so many bars. */
  private static final int BARS = 24;

  private static final double[] SHARES = {0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99};

  @Override
  public Question question() {
    return Question.KNOWS_WHEN_UNSURE;
  }

  @Override
  public Optional<Finding> of(Evidence evidence) {
    double[] sorted = evidence.pairs().margins().clone();
    Arrays.sort(sorted);
    List<Figure> figures =
        sorted.length == 0 ? List.of() : List.of(histogram(sorted), quantiles(sorted));
    long ties = Arrays.stream(sorted).filter(margin -> margin == 0).count();
    return Optional.of(
        new Finding(
            new Section(
                "margins",
                "Margins",
                "The reward of the reply that people preferred minus that of the other. Left of zero the model disagrees with people; %s of %s pairs have equal rewards."
                    .formatted(Numbers.count(ties), Numbers.count(sorted.length)),
                figures,
                List.of(),
                List.of(
                    "Rewards are logits: a margin of 1 claims that people would choose so in 73 of 100 cases, 2 in 88, 3 in 95. Only differences between replies to one prompt mean anything. The outermost bars also hold what lies beyond the 1st and 99th percentile.")),
            List.of()));
  }

  private static Figure histogram(double[] sorted) {
    double reach =
        Math.max(
            Math.abs(ClusteredMean.quantile(sorted, 0.01)),
            Math.abs(ClusteredMean.quantile(sorted, 0.99)));
    double width = rounded(reach == 0 ? 1 : 2 * reach / BARS);
    int half = Math.max(1, (int) Math.ceil(reach / width));
    int[] counts = new int[2 * half];
    for (double margin : sorted) {
      int bar = (int) Math.floor(Math.max(-half, Math.min(half, margin / width))) + half;
      counts[Math.min(bar, counts.length - 1)]++;
    }

    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (int bar = 0; bar < counts.length; bar++) {
      double from = (bar - half) * width;
      rows.add(Table.row(from, from + width, counts[bar], counts[bar] / (double) sorted.length));
    }

    return new Figure(
        "margins-histogram",
        "Distribution of margins",
        "Each bar counts the pairs whose margin begins at the number below it; right of zero the model agrees with people.",
        Chart.bars("from", "pairs"),
        new Table(
            "Pairs by margin, in logits",
            List.of(
                new Table.Column("from", "Margin from", Format.DECIMAL),
                new Table.Column("to", "to below", Format.DECIMAL),
                new Table.Column("pairs", "Pairs", Format.COUNT),
                new Table.Column("share", "Share", Format.PERCENT)),
            rows));
  }

  /** The least of 1, 2, 5 and their tenfolds and tenths that is not below a number. */
  private static double rounded(double number) {
    double tens = Math.pow(10, Math.floor(Math.log10(number)));
    for (double step : new double[] {1, 2, 5}) {
      if (step * tens >= number) {
        return step * tens;
      }
    }

    return 10 * tens;
  }

  private static Figure quantiles(double[] sorted) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (double share : SHARES) {
      rows.add(Table.row(Numbers.percent(share), ClusteredMean.quantile(sorted, share)));
    }

    return new Figure(
        "margin-quantiles",
        "Quantiles of the margins",
        "Half of all margins lie between the 25\u00a0% and the 75\u00a0% row.",
        null,
        new Table(
            "Quantiles of the margins, in logits",
            List.of(
                new Table.Column("share", "Pairs below", Format.TEXT),
                new Table.Column("margin", "Margin", Format.DECIMAL)),
            rows));
  }
}
