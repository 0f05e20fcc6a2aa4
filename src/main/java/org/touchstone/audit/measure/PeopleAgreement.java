package org.touchstone.audit.measure;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.touchstone.agreement.Choice;
import org.touchstone.agreement.Coincidences;
import org.touchstone.agreement.FleissKappa;
import org.touchstone.agreement.Scale;
import org.touchstone.audit.pairs.PairTable;
import org.touchstone.audit.pairs.Panel;
import org.touchstone.audit.statistic.ClusteredMean;
import org.touchstone.audit.statistic.GroupJackknife;
import org.touchstone.audit.statistic.LabelBounds;
import org.touchstone.audit.statistic.Outcomes;
import org.touchstone.report.Estimate;

/**
 * How far people agree with one another on the items of a panel. Every item weighs the same,
 * however many people judged it.
 *
 * <p>Sources: the coefficients are those of {@link Coincidences} and {@link FleissKappa}.
 *
 * @param answers share of pairs of people who give the same of three answers, a tie being one
 * @param preferences the same among those who have a preference
 * @param unanimous share of items on which all give the same answer
 * @param alpha Krippendorff's, nominal, of three answers
 * @param kappa Fleiss', of three answers; not measured where items have different numbers of people
 * @param excess how far a model, on the labels behind preferences, lies above the most that anybody
 *     could reach if people agree so far, see {@link LabelBounds}; negative where it lies below
 */
record PeopleAgreement(
    Estimate answers,
    Estimate preferences,
    Estimate unanimous,
    Estimate alpha,
    Estimate kappa,
    Estimate excess) {

  private static final String ONE_ANSWER = "all answers are the same";

  static PeopleAgreement of(Panel panel, ClusteredMean means) {
    List<Panel.Item> items = panel.items();
    return new PeopleAgreement(
        share(items, item -> pairs(item, Choice.values()), means),
        preferences(panel, means),
        share(items, item -> pairs(item, Choice.values()) == 1 ? 1 : 0, means),
        alpha(items),
        kappa(items),
        excess(preferred(panel)));
  }

  /** Share of pairs of people with a preference who have the same. */
  static Estimate preferences(Panel panel, ClusteredMean means) {
    return share(preferred(panel), PeopleAgreement::preferences, means);
  }

  private static List<Panel.Item> preferred(Panel panel) {
    return panel.items().stream().filter(item -> item.preferences() > 1).toList();
  }

  private static Estimate share(
      List<Panel.Item> items, ToDoubleFunction<Panel.Item> measure, ClusteredMean means) {
    return means.share(items.stream().mapToDouble(measure).toArray(), clusters(items));
  }

  /** Share of pairs of people with the same answer, among those who give one of some answers. */
  private static double pairs(Panel.Item item, Choice... among) {
    double same = 0;
    int people = 0;
    for (Choice choice : among) {
      int count = item.count(choice);
      same += (double) count * (count - 1);
      people += count;
    }

    return same / ((double) people * (people - 1));
  }

  private static double preferences(Panel.Item item) {
    return pairs(item, Choice.FIRST, Choice.SECOND);
  }

  private static Estimate alpha(List<Panel.Item> items) {
    return coefficient(
        items,
        Coincidences::new,
        (sum, item) -> sum.add(item.choices().stream().mapToDouble(Panel::direction).toArray()),
        Coincidences::add,
        sum -> sum.alpha(Scale.NOMINAL));
  }

  private static Estimate kappa(List<Panel.Item> items) {
    if (items.stream().mapToInt(item -> item.choices().size()).distinct().count() > 1) {
      return Estimate.notMeasured(
          "items have different numbers of people", items.size(), count(clusters(items)));
    }

    return coefficient(
        items,
        () -> new FleissKappa(Choice.values().length),
        (sum, item) -> sum.add(Arrays.stream(Choice.values()).mapToInt(item::count).toArray()),
        FleissKappa::add,
        FleissKappa::value);
  }

  private static Estimate excess(List<Panel.Item> items) {
    return coefficient(
        items,
        () -> new double[3],
        (sum, item) -> {
          sum[0]++;
          sum[1] += preferences(item);
          sum[2] += met(item);
        },
        (sum, other) -> Arrays.setAll(sum, i -> sum[i] + other[i]),
        sum -> sum[0] == 0 ? null : sum[2] / sum[0] - LabelBounds.of(sum[1] / sum[0]).high());
  }

  /** Share of the preferences of an item that its margin meets. */
  private static double met(Panel.Item item) {
    double first = Outcomes.correct(item.margin());
    return (item.count(Choice.FIRST) * first + item.count(Choice.SECOND) * (1 - first))
        / item.preferences();
  }

  /** A statistic of sums that add up over parts of the items. */
  private static <S> Estimate coefficient(
      List<Panel.Item> items,
      Supplier<S> nothing,
      BiConsumer<S, Panel.Item> add,
      BiConsumer<S, S> plus,
      Function<S, @Nullable Double> value) {
    int[] clusters = clusters(items);
    int count = count(clusters);
    int groups = GroupJackknife.groups(count);
    List<S> sums = java.util.stream.Stream.generate(nothing).limit(groups).toList();
    for (int i = 0; i < clusters.length; i++) {
      add.accept(sums.get(clusters[i] % groups), items.get(i));
    }

    return GroupJackknife.of(
        value.apply(sum(sums, -1, nothing, plus)),
        group -> value.apply(sum(sums, group, nothing, plus)),
        items.size(),
        count,
        ONE_ANSWER);
  }

  private static <S> S sum(List<S> parts, int without, Supplier<S> nothing, BiConsumer<S, S> plus) {
    S sum = nothing.get();
    for (int i = 0; i < parts.size(); i++) {
      if (i != without) {
        plus.accept(sum, parts.get(i));
      }
    }

    return sum;
  }

  private static int[] clusters(List<Panel.Item> items) {
    return PairTable.numbered(items.stream().map(Panel.Item::cluster).toList());
  }

  private static int count(int[] clusters) {
    return Arrays.stream(clusters).max().orElse(-1) + 1;
  }
}
