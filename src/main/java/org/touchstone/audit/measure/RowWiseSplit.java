package org.touchstone.audit.measure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.touchstone.audit.pairs.PairTable;
import org.touchstone.audit.statistic.Outcomes;
import org.touchstone.report.Chart;
import org.touchstone.report.Estimate;
import org.touchstone.report.Figure;
import org.touchstone.report.Format;
import org.touchstone.report.Numbers;
import org.touchstone.report.Section;
import org.touchstone.report.Table;

/** What would a split by row have claimed, which lets rows of one prompt onto both sides? */
final class RowWiseSplit implements Measure {

  private static final String ID = "row-wise-split";

  @Override
  public Question question() {
    return Question.GENERALISES;
  }

  @Override
  public Optional<Finding> of(Evidence evidence) {
    Optional<PairTable> leaky = evidence.further().rowWise();
    if (leaky.isEmpty()) {
      return Optional.empty();
    }

    PairTable theirs = leaky.get().sharedWith(evidence.pairs());
    PairTable own = evidence.pairs().sharedWith(theirs);
    return own.size() == 0
        ? Optional.empty()
        : Optional.of(new Finding(section(evidence, own, theirs), List.of()));
  }

  private static Section section(Evidence evidence, PairTable own, PairTable theirs) {
    Map<String, Integer> sizes = new HashMap<>();
    own.pairs().forEach(pair -> sizes.merge(pair.promptCluster(), 1, Integer::sum));
    List<List<@Nullable Object>> rows = new ArrayList<>();
    rows.add(row(evidence, "all", own, theirs));
    rows.add(
        row(
            evidence,
            "with others of their prompt cluster",
            own.where(pair -> sizes.getOrDefault(pair.promptCluster(), 0) > 1),
            theirs.where(pair -> sizes.getOrDefault(pair.promptCluster(), 0) > 1)));
    Estimate gain = gain(evidence, own, theirs);
    Double value = gain.value();
    return new Section(
        ID,
        "What a split by row would have claimed",
        "Models of the same settings, each row judged by one that did not see that row but may have seen others of its prompt. Such a split would have claimed %s."
            .formatted(value == null ? Numbers.UNKNOWN : Numbers.points(value)),
        List.of(
            new Figure(
                ID,
                "Accuracy claimed beyond that on unseen prompts",
                "Right of the dashed line, a split that leaks flatters the model.",
                Chart.intervals("gain", "pairs_where", 0, "no difference"),
                new Table(
                    "The same pairs, judged by models that may have seen their prompts and by the audited one",
                    List.of(
                        new Table.Column("pairs_where", "Pairs", Format.TEXT),
                        new Table.Column("gain", "Claimed beyond", Format.POINTS_ESTIMATE),
                        new Table.Column("row_wise", "Split by row", Format.PERCENT_ESTIMATE),
                        new Table.Column("accuracy", "Split by prompt", Format.PERCENT_ESTIMATE),
                        new Table.Column("pairs", "Pairs", Format.COUNT)),
                    rows))),
        List.of(),
        List.of(
            "Five folds, drawn by a hash of the comparison; exact repeats of one stay together. Each of the five models learned from four fifths of all rows; the audited one from as many rows or nearly, by its own split. Differences are pair by pair, intervals over prompt clusters.",
            "Where few rows share a prompt there is little to leak, and the two agree. Where every prompt has many rows, as in debates or essays, a split by row can claim most of what it reports."));
  }

  private static List<@Nullable Object> row(
      Evidence evidence, String name, PairTable own, PairTable theirs) {
    return Table.row(
        name,
        gain(evidence, own, theirs),
        evidence.accuracy(theirs),
        evidence.accuracy(own),
        own.size());
  }

  private static Estimate gain(Evidence evidence, PairTable own, PairTable theirs) {
    double[] gains = Outcomes.of(theirs.margins(), Outcomes::correct);
    double[] without = Outcomes.of(own.margins(), Outcomes::correct);
    Arrays.setAll(gains, i -> gains[i] - without[i]);
    return evidence.means().mean(gains, own.clusters());
  }
}
