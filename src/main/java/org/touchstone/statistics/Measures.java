package org.touchstone.statistics;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.touchstone.agreement.FarAnnotators;

/**
 * The numbers of a group by name: what tables, expectations and drift speak of. A new statistic
 * that people should be able to expect something of is a line here.
 */
public final class Measures {

  /** Every name that a number can have. */
  public static final Set<String> NAMES = names();

  private static final String FAR = "far-annotators";

  private final Group group;
  private final Set<String> names = new LinkedHashSet<>();
  private final List<GroupMeasure> measured = new ArrayList<>();

  private Measures(Group group) {
    this.group = group;
  }

  /** Returns the numbers that a group has; what cannot be measured is left out. */
  static List<GroupMeasure> of(Group group, GroupStatistics statistics) {
    Measures measures = new Measures(group);
    measures.add(statistics);
    return measures.measured;
  }

  /**
   * Returns the far annotators of all sources: each is compared with the others of its own source,
   * so only sources have a number of their own, and all rows have the sum.
   *
   * @param measures of every group
   * @return their sum for all rows; empty without sources
   */
  static List<GroupMeasure> sums(List<GroupMeasure> measures) {
    List<GroupMeasure> far =
        measures.stream().filter(measure -> measure.measure().equals(FAR)).toList();
    Measures sums = new Measures(Group.ALL);
    if (!far.isEmpty()) {
      sums.count(FAR, far.stream().mapToLong(GroupMeasure::n).sum());
    }

    return sums.measured;
  }

  private static Set<String> names() {
    Measures measures = new Measures(Group.ALL);
    measures.add(Summary.of(Tally.of(Group.ALL), Summary.Clustering.NONE, new TopTexts.Tops(0)));
    Set<String> names = new LinkedHashSet<>(measures.names);
    names.addAll(Drift.names());
    return java.util.Collections.unmodifiableSet(names);
  }

  private void add(GroupStatistics of) {
    addCounts(of);
    addShares(of);
    addLengths(of);
    addPeople(of.people(), of.order());
    put("prompt-gini", of.promptWeights().gini(), of.distinctPrompts());
    put("prompt-top-share", of.promptWeights().topShare(), of.distinctPrompts());
    put("opening-gini", of.openingTurns().gini(), of.openingTurns().groups());
    put("opening-top-share", of.openingTurns().topShare(), of.openingTurns().groups());
    share("opening-shared-share", of.openingTurns().shared(), of.openingTurns().total());
    mean("rating-mean", of.ratings());
    mean("margin-mean", of.margins());
  }

  private void addCounts(GroupStatistics of) {
    count("rows", of.rows());
    count("distinct-prompts", of.distinctPrompts());
    Long clusters = of.promptClusters();
    put("prompt-clusters", clusters == null ? null : clusters.doubleValue(), of.rows());
    count("replies", of.replies());
    count("distinct-replies", of.distinctReplies());
    count("judgements", of.judgements());
    count("ties", of.ties());
    count("repeats", of.repeats());
    count("rows-without-prompt", of.rowsWithoutPrompt());
    count("contradictory-rows", of.contradictoryRows());
    count("opening-turns", of.openingTurns().groups());
    count("languages", of.languages().size());
    of.personalData().rowsByKind().forEach((kind, rows) -> count(kind + "-rows", rows));
  }

  private void addShares(GroupStatistics of) {
    for (Share share : Share.values()) {
      ShareEstimate estimate = of.shares().get(share.label());
      names.add(share.label());
      if (estimate != null) {
        put(share.label(), estimate.value(), estimate.low(), estimate.high(), estimate.trials());
      }
    }

    long duplicates = of.duplicates().values().stream().mapToLong(Long::longValue).sum();
    share("duplicate-share", duplicates, of.rows());
    share("repeat-share", of.repeats(), of.rows());
    share("contradictory-share", of.contradictoryRows(), of.rows());
    share("refusal-share", of.refusals().replies(), of.replies());
    share("personal-data-share", of.personalData().rows(), of.rows());
    share(
        "undetermined-language-share",
        of.languages().getOrDefault(Languages.UNDETERMINED, 0L),
        of.rows());
  }

  private void addLengths(GroupStatistics of) {
    for (Length length : Length.values()) {
      Lengths lengths = of.lengths().get(length.label());
      long n = lengths == null ? 0 : lengths.count();
      put(length.label() + "-mean", lengths == null ? null : lengths.mean(), n);
      put(length.label() + "-p05", lengths == null ? null : (double) lengths.p05(), n);
      put(length.label() + "-median", lengths == null ? null : (double) lengths.median(), n);
      put(length.label() + "-p95", lengths == null ? null : (double) lengths.p95(), n);
      put(length.label() + "-most", lengths == null ? null : (double) lengths.most(), n);
    }

    for (Map.Entry<String, LengthBias> bias : of.lengthBias().entrySet()) {
      String unit = bias.getKey().equals("words") ? "" : "-" + bias.getKey();
      put("length-effect-size" + unit, bias.getValue().effectSize(), bias.getValue().judgements());
      put("length-auc" + unit, bias.getValue().auc(), bias.getValue().judgements());
      put("length-auc-pooled" + unit, bias.getValue().pooledAuc(), bias.getValue().judgements());
    }
  }

  private void addPeople(People people, Order order) {
    count("annotators", people.annotators());
    count("annotated-rows", people.annotatedRows());
    count("judged-items", people.items());
    names.add(FAR);
    if (group.kind() == GroupKind.SOURCE) {
      count(FAR, people.far().stream().map(FarAnnotators.Far::annotator).distinct().count());
    }

    put("unanimous-share", people.unanimousShare(), people.items());
    put("alpha-nominal", people.alphaNominal(), people.items());
    put("alpha-ordinal", people.alphaOrdinal(), people.items());
    put("alpha-interval", people.alphaInterval(), people.items());
    put("fleiss-kappa", people.fleissKappa(), people.items());
    put("ratings-alpha-ordinal", people.ratingsAlphaOrdinal(), people.ratedReplies());
    put("ratings-alpha-interval", people.ratingsAlphaInterval(), people.ratedReplies());
    count("cycles", order.cycles());
    count("prompts-with-cycles", order.promptsWithCycles());
    count("prompts-without-order", order.promptsWithoutOrder());
    count("replies-in-cycles", order.repliesInCycles());
    count("prompts-left-out", order.promptsLeftOut());
    put("cycle-share", order.cycleShare(), order.triples());
    share("contradicted-pair-share", order.contradictedPairs(), order.pairsJudgedAgain());
  }

  private void mean(String name, @Nullable Distribution of) {
    put(name, of == null ? null : Double.valueOf(of.mean()), of == null ? 0 : of.count());
  }

  private void count(String name, long count) {
    put(name, (double) count, count);
  }

  private void share(String name, long part, long whole) {
    put(name, whole == 0 ? null : (double) part / whole, whole);
  }

  private void put(String name, @Nullable Double value, long n) {
    put(name, value, null, null, n);
  }

  private void put(
      String name, @Nullable Double value, @Nullable Double low, @Nullable Double high, long n) {
    names.add(name);
    if (value != null) {
      measured.add(
          new GroupMeasure(
              group.kind(),
              group.source(),
              group.split(),
              group.language(),
              name,
              value,
              low,
              high,
              n));
    }
  }
}
