package org.touchstone.statistics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.touchstone.report.Numbers;
import org.touchstone.report.ShownRow;
import org.touchstone.report.StatisticsPage;

/** The page about a corpus: what was counted, in the order in which a reader asks. */
public final class StatisticsReport {

  private final CorpusStatistics corpus;
  private final Map<String, GroupStatistics> groups = new LinkedHashMap<>();
  private final Map<ExampleKind, List<ShownRow>> examples;
  private final @Nullable Tally total;

  private StatisticsReport(Statistics counted, Map<ExampleKind, List<ShownRow>> examples) {
    this.corpus = counted.statistics();
    this.examples = examples;
    this.total = counted.total();
    groups.put(Group.ALL.title(), corpus.total());
    groups.putAll(corpus.bySource());
  }

  /**
   * Makes the page.
   *
   * @param title first line
   * @param counted the statistics
   * @param comparisons the table that was counted, read again for the examples where there are any
   * @param changes of rows against a baseline; null without one
   * @param drifts from a baseline; empty without one
   * @param outcomes of expectations
   * @param details where the numbers come from
   * @return the page
   */
  public static StatisticsPage page(
      String title,
      Statistics counted,
      Dataset<Row> comparisons,
      @Nullable RowChanges changes,
      List<Drift> drifts,
      List<Expectation.Outcome> outcomes,
      Map<String, String> details) {
    Map<ExampleKind, List<ShownRow>> examples =
        counted.texts() == StatisticsSettings.Texts.NONE
            ? Map.of()
            : ShownRows.of(comparisons, counted.examples());
    StatisticsReport report = new StatisticsReport(counted, examples);
    List<StatisticsPage.Chapter> chapters = new ArrayList<>(report.chapters());
    chapters.addAll(Checks.chapters(changes, drifts, outcomes));
    return new StatisticsPage(title, report.facts(), chapters, details);
  }

  private Map<String, String> facts() {
    GroupStatistics all = corpus.total();
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("Comparisons", Numbers.count(all.rows()));
    facts.put("Prompts", Numbers.count(all.distinctPrompts()));
    facts.put("Replies", Numbers.count(all.replies()));
    facts.put("Sources", Numbers.count(corpus.bySource().size()));
    facts.put("Longer reply wins", share(all, Share.LONGER_WINS));
    facts.put("Duplicate rows", Numbers.count(duplicates(all)));
    return facts;
  }

  private List<StatisticsPage.Chapter> chapters() {
    CorpusTables tables = new CorpusTables(new Figures(groups));
    List<StatisticsPage.Chapter> chapters = new ArrayList<>();
    chapters.add(
        chapter("rows", "What is there", rowsAnswer(), tables.rows(corpus.rejected()), List.of()));
    if (!corpus.bySplit().isEmpty() || corpus.byLanguage().size() > 1) {
      chapters.add(splitsAndLanguages());
    }

    chapters.add(
        chapter(
            "lengths",
            "Lengths",
            "How long prompts and replies are, in words: runs of characters between white space.",
            tables.lengths(total),
            List.of(
                "Quantiles are exact below 1,000 and to three significant digits above. Scripts without blanks count few words; characters stand in statistics.json.")));
    chapters.add(lengthBias(tables));
    chapters.add(
        chapter(
            "position",
            "Position",
            "Is the reply that stands first in the row preferred more often? %s overall. Where a source lists the preferred reply first, this is 100\u00a0%% and tells nothing."
                .formatted(share(corpus.total(), Share.FIRST_WINS)),
            tables.position(),
            List.of()));
    chapters.add(people());
    chapters.add(order(tables));
    chapters.add(prompts(tables));
    chapters.add(refusals(tables));
    chapters.add(personalData(tables));
    chapters.add(
        chapter(
            "duplicates",
            "Duplicates",
            "%s rows repeat another as deduplicate found, %s are exact repeats of a row."
                .formatted(
                    Numbers.count(duplicates(corpus.total())),
                    Numbers.count(corpus.total().repeats())),
            tables.duplicates(),
            List.of(),
            ExampleKind.DUPLICATE));
    return chapters;
  }

  private StatisticsPage.Chapter splitsAndLanguages() {
    List<org.touchstone.report.Figure> figures = new ArrayList<>();
    if (!corpus.bySplit().isEmpty()) {
      figures.add(CorpusTables.overview("split", "Splits", corpus.bySplit()));
    }

    figures.add(CorpusTables.overview("language", "Languages", corpus.byLanguage()));
    return chapter(
        "groups",
        "Splits and languages",
        corpus.bySplit().isEmpty()
            ? "The rows are not split; their languages are below."
            : "Splits should be alike in all but size.",
        figures,
        List.of(
            "The language is what the source says, or else what the first 300 characters of the last user turn look like (%s); und is unknown."
                .formatted(Languages.VERSION)));
  }

  private String rowsAnswer() {
    return "%s comparisons of %s replies to %s prompts, in %d languages."
        .formatted(
            Numbers.count(corpus.total().rows()),
            Numbers.count(corpus.total().replies()),
            Numbers.count(corpus.total().distinctPrompts()),
            corpus.total().languages().size());
  }

  private StatisticsPage.Chapter lengthBias(CorpusTables tables) {
    return chapter(
        "length-bias",
        "Does the longer reply win?",
        "People prefer the longer reply in %s of the judgements in which one is longer. A model can reach that without reading."
            .formatted(share(corpus.total(), Share.LONGER_WINS)),
        tables.lengthBias(),
        List.of(
            "Intervals hold 95\u00a0% and are drawn over prompts, since judgements of one prompt resemble one another. Prompts that are alike and not the same count as independent, so where many are, intervals are too narrow: Wilson's interval with the effective number of independent judgements; none below 10 prompts.",
            "The AUC of the difference is that of telling the preferred reply by how many words it is longer than the other of its pair: 1 if the longer always wins. The pooled AUC is the chance that a preferred reply of some pair is longer than the other reply of some pair, and the effect size Cohen's d of words, preferred less other: what length tells across prompts, which differ in length themselves."),
        ExampleKind.MUCH_SHORTER_PREFERRED);
  }

  private StatisticsPage.Chapter people() {
    People people = corpus.total().people();
    String answer =
        people.items() == 0
            ? "No two replies were judged by two annotators who are named, so nothing is known of agreement."
            : "%s items were judged by at least two annotators; one annotator agrees with the majority of the others in %s."
                .formatted(
                    Numbers.count(people.items()), share(corpus.total(), Share.LEAVE_ONE_OUT));
    return chapter(
        "people",
        "Do people agree?",
        answer,
        PeopleTables.of(new Figures(groups), corpus.bySource()),
        List.of(
            "An item is two replies to one prompt that at least two named annotators judged. Alpha and kappa are 1 for perfect agreement and 0 for chance; each item counts in both directions, since which reply stands first says nothing. Repeats and mirrors of a comparison are one item and equal replies are none, so published figures that count rows can differ.",
            "Leave-one-out agreement asks each annotator with a preference whether the majority of the others has the same; ties have no vote, and where the others are split evenly nobody is asked. Splits half asks there too and counts a half. Both are what one person reaches and no limit: a model of what most people say can agree with single labels more often.",
            "Majority is the larger of the two preferences over both, ties left out. A person's own label is part of it, so it lies above what any model can be expected to reach, most of all with few annotators an item.",
            "An annotator is far from the rest if so few agreements, or so many ties, have a probability below 0.05 over twice the number of annotators tested, at the rate of the others."));
  }

  private StatisticsPage.Chapter order(CorpusTables tables) {
    Order order = corpus.total().order();
    return chapter(
        "order",
        "Can it be an order?",
        "%s of %s triples of replies are cycles, and %s of %s pairs that were judged again are contradicted."
            .formatted(
                Numbers.count(order.cycles()),
                Numbers.count(order.triples()),
                Numbers.count(order.contradictedPairs()),
                Numbers.count(order.pairsJudgedAgain())),
        tables.order(),
        List.of(
            "A triple is three replies to one prompt, each pair decided by the majority of judgements; a cycle is a triple in which each beats the next and the last the first. Coins would give a quarter of cycles. Where pairs are undecided, the shortest cycle may be longer: prompts with any, and replies in one, count cycles of every length. Prompts with more pairs of replies than max-pairs-per-prompt are left out. Exact repeats of a row count once. Scores of replies that met several others lie in the table replies."),
        ExampleKind.CYCLE,
        ExampleKind.CONTRADICTION);
  }

  private StatisticsPage.Chapter prompts(CorpusTables tables) {
    Concentration weights = corpus.total().promptWeights();
    Double top = weights.topShare();
    return chapter(
        "prompts",
        "Prompts and templates",
        top == null
            ? "There are no prompts."
            : "The heaviest 1\u00a0%% of prompts hold %s of the judgements; %s of %s rows share their opening turn with another."
                .formatted(
                    Numbers.percent(top),
                    Numbers.count(corpus.total().openingTurns().shared()),
                    Numbers.count(corpus.total().openingTurns().total())),
        tables.prompts(corpus.total()),
        List.of(
            "Openings are the first four words in lower case. Their counts are exact. The Gini coefficient is 0 if all prompts have the same number of judgements and near 1 if few have all."));
  }

  private StatisticsPage.Chapter refusals(CorpusTables tables) {
    return chapter(
        "refusals",
        "Refusals",
        "%s of %s replies decline; where one of two declines, it is preferred in %s."
            .formatted(
                Numbers.count(corpus.total().refusals().replies()),
                Numbers.count(corpus.total().replies()),
                share(corpus.total(), Share.REFUSAL_WINS)),
        tables.refusals(),
        List.of(
            "Found by %d phrases of English in the first 300 characters (%s); refusals in other words or languages are not."
                .formatted(Refusals.PHRASES.size(), Refusals.VERSION)),
        ExampleKind.REFUSAL_PREFERRED);
  }

  private StatisticsPage.Chapter personalData(CorpusTables tables) {
    return chapter(
        "personal-data",
        "Personal data",
        "%s rows have something that looks like personal data. What was found is neither shown nor kept."
            .formatted(Numbers.count(corpus.total().personalData().rows())),
        tables.personalData(),
        List.of(
            "Patterns of mail addresses, IBANs and card numbers whose check digits are right, IP addresses and telephone numbers (%s). They find what looks like it, invented or not."
                .formatted(PersonalData.VERSION)));
  }

  private StatisticsPage.Chapter chapter(
      String id,
      String title,
      String answer,
      List<org.touchstone.report.Figure> figures,
      List<String> notes,
      ExampleKind... shown) {
    List<ShownRow> rows = new ArrayList<>();
    for (ExampleKind kind : shown) {
      rows.addAll(examples.getOrDefault(kind, List.of()));
    }

    return new StatisticsPage.Chapter(id, title, answer, figures, rows, notes);
  }

  private static long duplicates(GroupStatistics of) {
    return of.duplicates().values().stream().mapToLong(Long::longValue).sum();
  }

  private static String share(GroupStatistics of, Share share) {
    ShareEstimate estimate = of.shares().get(share.label());
    if (estimate == null) {
      return Numbers.UNKNOWN;
    }

    String value = Numbers.percent(estimate.value());
    return estimate.low() == null || estimate.high() == null
        ? value
        : String.format(
            Locale.ROOT,
            "%s [%.1f, %.1f\u00a0%%]",
            value,
            100 * estimate.low(),
            100 * estimate.high());
  }
}
