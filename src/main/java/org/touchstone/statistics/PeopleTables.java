package org.touchstone.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.touchstone.agreement.FarAnnotators;
import org.touchstone.report.Estimate;
import org.touchstone.report.Figure;
import org.touchstone.report.Format;
import org.touchstone.report.Table;
import org.touchstone.statistics.Figures.Cell;

/** The figures about annotators. */
final class PeopleTables {

  private static final int MAX_PAIRS = 20;

  private PeopleTables() {}

  static List<Figure> of(Figures figures, Map<String, GroupStatistics> bySource) {
    List<Figure> all = new ArrayList<>();
    all.add(
        figures.share(
            "leave-one-out-agreement",
            "Leave-one-out agreement",
            "How often one annotator says what the majority of the others says. The dashed line is a half.",
            Share.LEAVE_ONE_OUT,
            List.of(
                new Cell("items", "Items", Format.COUNT, of -> of.people().items()),
                new Cell("people", "Annotators", Format.COUNT, of -> of.people().annotators()),
                new Cell(
                    "unanimous", "Unanimous", Format.PERCENT, of -> of.people().unanimousShare()),
                new Cell(
                    "splits",
                    "Splits half",
                    Format.PERCENT_ESTIMATE,
                    of -> bare(of, Share.LEAVE_ONE_OUT_SPLITS_HALF)),
                new Cell(
                    "majority",
                    "Majority",
                    Format.PERCENT_ESTIMATE,
                    of -> bare(of, Share.MAJORITY)),
                new Cell(
                    "pairwise",
                    "Two agree",
                    Format.PERCENT_ESTIMATE,
                    of -> bare(of, Share.PAIRWISE_AGREEMENT)),
                new Cell("alpha", "Alpha", Format.DECIMAL, of -> of.people().alphaNominal()),
                new Cell(
                    "ordinal", "Alpha, ordinal", Format.DECIMAL, of -> of.people().alphaOrdinal()),
                new Cell(
                    "kappa", "Fleiss' kappa", Format.DECIMAL, of -> of.people().fleissKappa()))));
    all.add(far(bySource));
    all.add(pairs(bySource));
    return all;
  }

  private static @Nullable Object bare(GroupStatistics of, Share kind) {
    ShareEstimate share = of.shares().get(kind.label());
    return share == null
        ? null
        : Estimate.bare(share.value(), share.trials(), share.prompts(), "shown without interval");
  }

  private static Figure far(Map<String, GroupStatistics> bySource) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    bySource.forEach(
        (source, of) -> {
          for (FarAnnotators.Far far : of.people().far()) {
            rows.add(
                Table.row(
                    far.annotator(),
                    source,
                    far.why() == FarAnnotators.Why.TIES ? "many ties" : "disagrees",
                    far.share().value(),
                    far.share().trials(),
                    far.others(),
                    far.p()));
          }
        });
    String title = "Annotators far from the rest";
    return new Figure(
        "far-annotators",
        title,
        rows.isEmpty()
            ? "There are none."
            : "Those who agree less, or call replies equal more often, than chance explains.",
        null,
        new Table(
            title,
            List.of(
                new Table.Column("annotator", "Annotator", Format.TEXT),
                new Table.Column("source", "Source", Format.TEXT),
                new Table.Column("why", "Why", Format.TEXT),
                new Table.Column("share", "Agrees, or calls equal", Format.PERCENT),
                new Table.Column("asked", "Of", Format.COUNT),
                new Table.Column("others", "All others", Format.PERCENT),
                new Table.Column("p", "p", Format.P_VALUE)),
            rows));
  }

  private static Figure pairs(Map<String, GroupStatistics> bySource) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    bySource.forEach(
        (source, of) ->
            of.people().pairs().stream()
                .limit(MAX_PAIRS)
                .forEach(
                    pair ->
                        rows.add(
                            Table.row(
                                pair.first() + " and " + pair.second(),
                                source,
                                pair.items(),
                                pair.agreement(),
                                pair.cohenKappa()))));
    String title = "Pairs of annotators";
    return new Figure(
        "annotator-pairs",
        title,
        "Those with most items in common.",
        null,
        new Table(
            title,
            List.of(
                new Table.Column("pair", "Annotators", Format.TEXT),
                new Table.Column("source", "Source", Format.TEXT),
                new Table.Column("items", "Items", Format.COUNT),
                new Table.Column("agreement", "Agree", Format.PERCENT),
                new Table.Column("kappa", "Cohen's kappa", Format.DECIMAL)),
            rows));
  }
}
