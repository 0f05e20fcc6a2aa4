package org.touchstone.audit.measure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.touchstone.audit.pairs.PairTable;
import org.touchstone.audit.statistic.ClusterBootstrap;
import org.touchstone.report.Chart;
import org.touchstone.report.Estimate;
import org.touchstone.report.Figure;
import org.touchstone.report.Format;
import org.touchstone.report.Section;
import org.touchstone.report.Table;

/** Do other models know better than the model itself where it is wrong? */
final class SpreadCoverage implements Measure {

  private static final int STEPS = 10;

  @Override
  public Question question() {
    return Question.KNOWS_WHEN_UNSURE;
  }

  @Override
  public Optional<Finding> of(Evidence evidence) {
    return Committee.of(evidence)
        .filter(committee -> committee.audited().size() > 1)
        .map(committee -> new Finding(section(evidence, committee), List.of()));
  }

  private static Section section(Evidence evidence, Committee committee) {
    PairTable pairs = committee.audited();
    double[] agreement = Arrays.stream(committee.spread()).map(spread -> -spread).toArray();
    CoverageCurve own = CoverageCurve.byMargin(pairs);
    CoverageCurve spread = CoverageCurve.of(pairs, agreement);
    ClusterBootstrap bootstrap = evidence.bootstrap();
    return new Section(
        "spread",
        "Where models agree with one another",
        "Models that learned from the same people may still differ where the data said little. Here pairs are ordered by how far apart %d models are: %s."
            .formatted(committee.names().size(), String.join(", ", committee.names())),
        List.of(curves(evidence, own, spread), areas(own, spread, bootstrap)),
        List.of(),
        List.of(
            "Spread is the standard deviation of the models' margins, each model's brought to root mean square 1 first. Accuracy is that of the audited model, on the pairs that all models share.",
            "Models that make the same mistake agree on it: what they disagree about is a lower bound of what they do not know (Eisenstein et al. 2023, arXiv:2312.09244)."));
  }

  private static Figure curves(Evidence evidence, CoverageCurve own, CoverageCurve spread) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (int step = 1; step <= STEPS; step++) {
      double share = step / (double) STEPS;
      rows.add(
          Table.row(
              share,
              own.accuracy(share, evidence.means()),
              spread.accuracy(share, evidence.means()),
              own.covered(share)));
    }

    return new Figure(
        "accuracy-by-spread",
        "Accuracy by its own sureness, and by how far models agree",
        "Both lines take the surest pairs first. The higher line orders pairs better.",
        Chart.lines("coverage", "own", "spread"),
        new Table(
            "Accuracy of the audited model by share of the pairs, the surest first",
            List.of(
                new Table.Column("coverage", "Surest share of the pairs", Format.PERCENT),
                new Table.Column("own", "By its own margin", Format.PERCENT_ESTIMATE),
                new Table.Column("spread", "By spread of the models", Format.PERCENT_ESTIMATE),
                new Table.Column("pairs", "Pairs", Format.COUNT)),
            rows));
  }

  private static Figure areas(CoverageCurve own, CoverageCurve spread, ClusterBootstrap bootstrap) {
    Estimate difference = spread.gain(own, bootstrap);
    return new Figure(
        "spread-area",
        "Area under the risk-coverage curve",
        "Smaller is better; a last row above 0 means that spread orders pairs better.",
        null,
        new Table(
            "Area under the risk-coverage curve by order of the pairs",
            List.of(
                new Table.Column("order", "Order", Format.TEXT),
                new Table.Column("area", "Area", Format.DECIMAL_ESTIMATE)),
            List.of(
                Table.row("the model's own margin", own.area(bootstrap)),
                Table.row("spread of the models", spread.area(bootstrap)),
                Table.row("first minus second", difference))));
  }
}
