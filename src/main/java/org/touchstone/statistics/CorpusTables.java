package org.touchstone.statistics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.touchstone.report.Figure;
import org.touchstone.report.Format;
import org.touchstone.statistics.Figures.Cell;

/** The figures of each chapter about a corpus. */
final class CorpusTables {

  private static final long[] WORD_BINS = {
    1, 5, 10, 20, 30, 50, 75, 100, 150, 200, 300, 500, 1_000, 2_000
  };

  private final Figures figures;

  CorpusTables(Figures figures) {
    this.figures = figures;
  }

  List<Figure> rows(Map<String, Long> rejected) {
    List<Figure> all = new ArrayList<>();
    all.add(
        figures.byGroup(
            "rows-by-source",
            "Rows by source",
            "One row a source, all of them first.",
            null,
            List.of(
                new Cell("rows", "Comparisons", Format.COUNT, GroupStatistics::rows),
                new Cell("prompts", "Prompts", Format.COUNT, GroupStatistics::distinctPrompts),
                new Cell("clusters", "Clusters", Format.COUNT, GroupStatistics::promptClusters),
                new Cell("replies", "Replies", Format.COUNT, GroupStatistics::replies),
                new Cell("distinct", "Different", Format.COUNT, GroupStatistics::distinctReplies),
                new Cell("judgements", "Judgements", Format.COUNT, GroupStatistics::judgements),
                new Cell("ties", "Ties", Format.COUNT, GroupStatistics::ties),
                new Cell("rating", "Mean rating", Format.DECIMAL, of -> mean(of.ratings())),
                new Cell("margin", "Mean margin", Format.DECIMAL, of -> mean(of.margins())),
                new Cell("languages", "Languages", Format.TEXT, CorpusTables::languages))));
    if (!rejected.isEmpty()) {
      all.add(
          Figures.bars(
              "rejected",
              "Rejected lines",
              "What ingest could not read, by reason.",
              "Reason",
              rejected));
    }

    return all;
  }

  /** What most readers ask of every group of a kind, one row each. */
  static Figure overview(String kind, String title, Map<String, GroupStatistics> groups) {
    return new Figures(kind, groups)
        .share(
            kind + "-overview",
            title,
            "One row each; the share is that of judgements with a longer reply in which it wins. The dashed line is a half.",
            "Longer reply wins",
            Share.LONGER_WINS,
            List.of(
                new Cell("rows", "Comparisons", Format.COUNT, GroupStatistics::rows),
                new Cell("prompts", "Prompts", Format.COUNT, GroupStatistics::distinctPrompts),
                new Cell("judgements", "Judgements", Format.COUNT, GroupStatistics::judgements),
                new Cell("ties", "Ties", Format.COUNT, GroupStatistics::ties),
                length("Reply words, median", Length.REPLY_WORDS, of -> (double) of.median()),
                new Cell("alpha", "Alpha", Format.DECIMAL, of -> of.people().alphaNominal()),
                new Cell("refusals", "Refusals", Format.COUNT, of -> of.refusals().replies()),
                new Cell(
                    "personal",
                    "Rows with personal data",
                    Format.COUNT,
                    of -> of.personalData().rows())));
  }

  private static @Nullable Double mean(@Nullable Distribution distribution) {
    return distribution == null ? null : Double.valueOf(distribution.mean());
  }

  /** The three most frequent, with their shares. */
  private static String languages(GroupStatistics of) {
    return of.languages().entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(3)
        .map(
            each -> "%s %.0f\u00a0%%".formatted(each.getKey(), 100.0 * each.getValue() / of.rows()))
        .collect(java.util.stream.Collectors.joining(", "));
  }

  List<Figure> lengths(@Nullable Tally total) {
    List<Figure> all = new ArrayList<>();
    if (total != null) {
      all.add(
          Figures.bars(
              "reply-words",
              "Words of replies",
              "How many replies have so many words.",
              "Words",
              binned(total.rows().length(Length.REPLY_WORDS))));
      all.add(
          Figures.bars(
              "prompt-words",
              "Words of prompts",
              "How many rows have a prompt of so many words, all turns together.",
              "Words",
              binned(total.rows().length(Length.PROMPT_WORDS))));
    }

    all.add(
        figures.byGroup(
            "lengths-by-source",
            "Lengths by source",
            "Quantiles in words; turns are means.",
            null,
            List.of(
                length("Prompt turns, mean", Length.PROMPT_TURNS, Lengths::mean),
                length("Prompt, median", Length.PROMPT_WORDS, of -> (double) of.median()),
                length("Prompt, 95 %", Length.PROMPT_WORDS, of -> (double) of.p95()),
                length("Reply, mean", Length.REPLY_WORDS, Lengths::mean),
                length("Reply, median", Length.REPLY_WORDS, of -> (double) of.median()),
                length("Reply, 95 %", Length.REPLY_WORDS, of -> (double) of.p95()),
                length("Reply, longest", Length.REPLY_WORDS, of -> (double) of.most()))));
    return all;
  }

  private static Cell length(
      String label, Length length, java.util.function.ToDoubleFunction<Lengths> value) {
    return new Cell(
        label.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_"),
        label,
        label.endsWith("mean") ? Format.DECIMAL : Format.COUNT,
        of -> {
          Lengths lengths = of.lengths().get(length.label());
          return lengths == null ? null : Double.valueOf(value.applyAsDouble(lengths));
        });
  }

  private static Map<String, Long> binned(Histogram words) {
    long[] counts = words.countsBelow(WORD_BINS);
    Map<String, Long> bins = new LinkedHashMap<>();
    for (int i = 0; i < counts.length; i++) {
      long from = i == 0 ? 0 : WORD_BINS[i - 1];
      String name =
          i == WORD_BINS.length
              ? from + "+"
              : from == WORD_BINS[i] - 1 ? "" + from : from + "–" + (WORD_BINS[i] - 1);
      bins.put(name, counts[i]);
    }

    return bins;
  }

  List<Figure> lengthBias() {
    return List.of(
        figures.share(
            "longer-wins",
            "Longer reply wins",
            "Judgements in which one reply has more words. The dashed line is a half.",
            Share.LONGER_WINS,
            List.of(
                new Cell("effect", "Effect size d", Format.DECIMAL, of -> bias(of).effectSize()),
                new Cell("auc", "AUC of the difference", Format.DECIMAL, of -> bias(of).auc()),
                new Cell("pooled", "AUC, pooled", Format.DECIMAL, of -> bias(of).pooledAuc()),
                new Cell("same", "Equally long", Format.COUNT, of -> bias(of).sameLength()))));
  }

  private static LengthBias bias(GroupStatistics of) {
    return of.lengthBias()
        .getOrDefault("words", new LengthBias(0, 0, 0, 0, null, null, null, null, null, null));
  }

  List<Figure> position() {
    return List.of(
        figures.share(
            "first-wins",
            "First reply wins",
            "Judgements with a preference. The dashed line is a half.",
            Share.FIRST_WINS,
            List.of()));
  }

  List<Figure> order() {
    return List.of(
        figures.byGroup(
            "order-by-source",
            "Cycles and contradictions",
            "Counted over the replies to each prompt.",
            null,
            List.of(
                new Cell("pairs", "Pairs", Format.COUNT, of -> of.order().pairs()),
                new Cell(
                    "again", "Judged again", Format.COUNT, of -> of.order().pairsJudgedAgain()),
                new Cell(
                    "against", "Contradicted", Format.COUNT, of -> of.order().contradictedPairs()),
                new Cell("triples", "Triples", Format.COUNT, of -> of.order().triples()),
                new Cell("cycles", "Cycles", Format.COUNT, of -> of.order().cycles()),
                new Cell(
                    "share", "Cycles of triples", Format.PERCENT, of -> of.order().cycleShare()),
                new Cell(
                    "prompts",
                    "Prompts with one",
                    Format.COUNT,
                    of -> of.order().promptsWithCycles()),
                new Cell(
                    "longer",
                    "Prompts with any",
                    Format.COUNT,
                    of -> of.order().promptsWithoutOrder()),
                new Cell(
                    "replies", "Replies in one", Format.COUNT, of -> of.order().repliesInCycles()),
                new Cell(
                    "left", "Prompts left out", Format.COUNT, of -> of.order().promptsLeftOut()))));
  }

  List<Figure> prompts(GroupStatistics total) {
    List<Figure> all = new ArrayList<>();
    all.add(
        figures.byGroup(
            "prompt-weights",
            "Weight of prompts",
            "Judgements over prompts, and rows over opening turns.",
            null,
            List.of(
                new Cell("gini", "Gini", Format.DECIMAL, of -> of.promptWeights().gini()),
                new Cell(
                    "top", "Top 1 % hold", Format.PERCENT, of -> of.promptWeights().topShare()),
                new Cell(
                    "largest", "Largest prompt", Format.COUNT, of -> of.promptWeights().largest()),
                new Cell(
                    "openings", "Opening turns", Format.COUNT, of -> of.openingTurns().groups()),
                new Cell(
                    "shared",
                    "Rows that share one",
                    Format.COUNT,
                    of -> of.openingTurns().shared()),
                new Cell(
                    "most", "Largest family", Format.COUNT, of -> of.openingTurns().largest()))));
    total
        .frequent()
        .forEach(
            (name, texts) -> {
              Side side = Side.valueOf(name.toUpperCase(Locale.ROOT));
              all.add(
                  Figures.frequent(
                      "frequent-" + name.replace('_', '-'),
                      side.title(),
                      side.description(),
                      texts));
            });
    return all;
  }

  List<Figure> refusals() {
    return List.of(
        figures.share(
            "refusal-wins",
            "The refusal is preferred",
            "Judgements in which one of two replies declines. The dashed line is a half.",
            Share.REFUSAL_WINS,
            List.of(
                new Cell(
                    "replies", "Replies that decline", Format.COUNT, of -> of.refusals().replies()),
                new Cell("chosen", "Preferred", Format.COUNT, of -> of.refusals().chosen()),
                new Cell(
                    "rejected", "Not preferred", Format.COUNT, of -> of.refusals().rejected()))));
  }

  List<Figure> personalData() {
    List<Cell> cells = new ArrayList<>();
    cells.add(new Cell("any", "Any", Format.COUNT, of -> of.personalData().rows()));
    for (PersonalData kind : PersonalData.values()) {
      cells.add(
          new Cell(
              kind.label(),
              kind.label(),
              Format.COUNT,
              of -> of.personalData().rowsByKind().get(kind.label())));
    }

    return List.of(
        figures.byGroup(
            "personal-data-by-source", "Rows with a pattern", "Counts only.", null, cells));
  }

  List<Figure> duplicates() {
    List<Cell> cells = new ArrayList<>();
    for (String kind : List.of("exact", "near", "swapped")) {
      cells.add(new Cell(kind, kind, Format.COUNT, of -> of.duplicates().get(kind)));
    }

    cells.add(new Cell("repeats", "Repeated rows", Format.COUNT, GroupStatistics::repeats));
    cells.add(
        new Cell("against", "Contradicted rows", Format.COUNT, GroupStatistics::contradictoryRows));
    return List.of(
        figures.byGroup(
            "duplicates-by-source",
            "Duplicate rows by kind",
            "As deduplicate found; zeros where it has not run.",
            null,
            cells));
  }
}
