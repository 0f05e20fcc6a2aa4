package org.touchstone.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.touchstone.report.Chart;
import org.touchstone.report.Estimate;
import org.touchstone.report.Figure;
import org.touchstone.report.Format;
import org.touchstone.report.Table;

/** Tables with a row for each group, such as all rows and each source, and charts drawn of them. */
final class Figures {

  private static final String METHOD =
      "Wilson's interval with the effective number of independent rows, over prompts";

  /** A column: key, heading, format, and how a group fills it. */
  record Cell(
      String key, String label, Format format, Function<GroupStatistics, @Nullable Object> value) {}

  private final String kind;
  private final Map<String, GroupStatistics> groups;

  /** Of all rows and of sources. */
  Figures(Map<String, GroupStatistics> groups) {
    this("source", groups);
  }

  /** Of groups of a kind, such as {@code split}, which heads their names. */
  Figures(String kind, Map<String, GroupStatistics> groups) {
    this.kind = kind;
    this.groups = groups;
  }

  Figure byGroup(
      String id, String title, String description, @Nullable Chart chart, List<Cell> cells) {
    List<Table.Column> columns = new ArrayList<>();
    String heading = kind.substring(0, 1).toUpperCase(Locale.ROOT) + kind.substring(1);
    columns.add(new Table.Column(kind, heading, Format.TEXT));
    cells.forEach(cell -> columns.add(new Table.Column(cell.key(), cell.label(), cell.format())));
    List<List<@Nullable Object>> rows = new ArrayList<>();
    groups.forEach(
        (name, group) -> {
          List<@Nullable Object> row = new ArrayList<>();
          row.add(name);
          cells.forEach(cell -> row.add(cell.value().apply(group)));
          rows.add(row);
        });
    return new Figure(id, title, description, chart, new Table(title, columns, rows));
  }

  /** A share of every group with its interval, drawn. */
  Figure share(String id, String title, String description, Share share, List<Cell> more) {
    return share(id, title, description, title, share, more);
  }

  /** The same with another heading of the share's column. */
  Figure share(
      String id, String title, String description, String heading, Share share, List<Cell> more) {
    List<Cell> cells = new ArrayList<>();
    cells.add(
        new Cell(
            share.label().replace('-', '_'),
            heading,
            Format.PERCENT_ESTIMATE,
            group -> estimate(group.shares().get(share.label()))));
    cells.add(
        new Cell("trials", "Of", Format.COUNT, group -> trials(group.shares().get(share.label()))));
    cells.addAll(more);
    Chart chart =
        groups.values().stream().anyMatch(group -> group.shares().containsKey(share.label()))
            ? Chart.intervals(share.label().replace('-', '_'), kind, 0.5, "half")
            : null;
    return byGroup(id, title, description, chart, cells);
  }

  private static long trials(@Nullable ShareEstimate share) {
    return share == null ? 0 : share.trials();
  }

  private static Estimate estimate(@Nullable ShareEstimate share) {
    if (share == null) {
      return Estimate.notMeasured("no rows of this kind", 0, 0);
    }

    return new Estimate(
        share.value(),
        share.low(),
        share.high(),
        share.standardError(),
        share.trials(),
        share.prompts(),
        share.low() == null ? "none" : METHOD,
        share.low() == null ? "fewer than 10 prompts" : null);
  }

  /** Counts by name, drawn as bars. */
  static Figure bars(
      String id, String title, String description, String heading, Map<String, Long> counts) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    counts.forEach((name, count) -> rows.add(Table.row(name, count)));
    return new Figure(
        id,
        title,
        description,
        rows.isEmpty() ? null : Chart.bars("name", "count"),
        new Table(
            title,
            List.of(
                new Table.Column("name", heading, Format.TEXT),
                new Table.Column("count", "Count", Format.COUNT)),
            rows));
  }

  /** Most frequent texts, with a row that has each. */
  static Figure frequent(String id, String title, String description, List<Frequent> texts) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    texts.forEach(text -> rows.add(Table.row(text.text(), text.count(), text.example())));
    return new Figure(
        id,
        title,
        description,
        null,
        new Table(
            title,
            List.of(
                new Table.Column("text", "Text", Format.TEXT),
                new Table.Column("count", "Times", Format.COUNT),
                new Table.Column("example", "A comparison that has it", Format.TEXT)),
            rows));
  }
}
