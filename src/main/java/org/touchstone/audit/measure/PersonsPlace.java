package org.touchstone.audit.measure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.touchstone.agreement.LeaveOneOut;
import org.touchstone.audit.pairs.PairTable;
import org.touchstone.audit.pairs.Panel;
import org.touchstone.audit.statistic.ClusteredMean;
import org.touchstone.audit.statistic.GroupJackknife;
import org.touchstone.audit.statistic.Outcomes;
import org.touchstone.report.Estimate;

/**
 * One person after another is taken out, and asked whether he says what the majority of the others
 * says; so is a model in his place. Both meet the same majorities, so their difference is one of
 * skill, whatever the number of people.
 *
 * @param asked everybody whose others have a majority
 * @param splits judgements on which as many of the others are for one reply as for the other
 * @param ties judgements of people who have no preference, whom nobody can ask
 */
record PersonsPlace(List<Asked> asked, long splits, long ties) {

  /**
   * One who is asked.
   *
   * @param item what he judged
   * @param majority of the others: 1 for the first reply, -1 for the second
   * @param agrees whether he says the same
   */
  record Asked(Panel.Item item, int majority, boolean agrees) {

    private double person() {
      return agrees ? 1 : 0;
    }

    private double model(double margin) {
      return Outcomes.correct(majority * margin);
    }
  }

  /**
   * How a model does in the place of a person.
   *
   * @param agreement with the majority of the others
   * @param lead over the person, judgement by judgement
   * @param way how far it is on the way from a coin, 0, to the person, 1
   */
  record StandIn(Estimate agreement, Estimate lead, Estimate way) {}

  /** Copies the list. */
  PersonsPlace {
    asked = List.copyOf(asked);
  }

  /** Asks everybody. */
  static PersonsPlace of(Panel panel) {
    List<Asked> asked = new ArrayList<>();
    long splits = 0;
    long ties = 0;
    for (Panel.Item item : panel.items()) {
      for (int i = 0; i < item.choices().size(); i++) {
        LeaveOneOut answer = LeaveOneOut.of(item.choices(), i);
        splits += answer == LeaveOneOut.SPLIT ? 1 : 0;
        ties += answer == LeaveOneOut.NOT_ASKED ? 1 : 0;
        if (answer.isAsked()) {
          boolean agrees = answer == LeaveOneOut.AGREES;
          int own = Panel.direction(item.choices().get(i));
          asked.add(new Asked(item, agrees ? own : -own, agrees));
        }
      }
    }

    return new PersonsPlace(asked, splits, ties);
  }

  /** The people themselves. */
  Estimate person(ClusteredMean means) {
    return means.share(persons(), clusters());
  }

  /** A model in their place, on the items that it scored. */
  StandIn model(PairTable scored, ClusteredMean means) {
    Map<String, Double> margins = new HashMap<>();
    scored.pairs().forEach(pair -> margins.putIfAbsent(pair.item(), Panel.firstAhead(pair)));
    PersonsPlace shared =
        new PersonsPlace(
            asked.stream().filter(each -> margins.containsKey(each.item().id())).toList(), 0, 0);
    double[] model =
        shared.asked.stream()
            .mapToDouble(each -> each.model(margins.getOrDefault(each.item().id(), 0.0)))
            .toArray();
    double[] person = shared.persons();
    double[] leads = new double[model.length];
    Arrays.setAll(leads, i -> model[i] - person[i]);
    int[] clusters = shared.clusters();
    return new StandIn(
        means.share(model, clusters),
        means.difference(leads, clusters),
        way(model, person, clusters));
  }

  private double[] persons() {
    return asked.stream().mapToDouble(Asked::person).toArray();
  }

  private int[] clusters() {
    return PairTable.numbered(asked.stream().map(each -> each.item().cluster()).toList());
  }

  private static Estimate way(double[] model, double[] person, int[] clusters) {
    int count = Arrays.stream(clusters).max().orElse(-1) + 1;
    int groups = GroupJackknife.groups(count);
    double[] ahead = new double[groups];
    double[] needed = new double[groups];
    for (int i = 0; i < model.length; i++) {
      ahead[clusters[i] % groups] += model[i] - 0.5;
      needed[clusters[i] % groups] += person[i] - 0.5;
    }

    double allAhead = Arrays.stream(ahead).sum();
    double allNeeded = Arrays.stream(needed).sum();
    return GroupJackknife.of(
        allNeeded > 0 ? Double.valueOf(allAhead / allNeeded) : null,
        group -> (allAhead - ahead[group]) / (allNeeded - needed[group]),
        model.length,
        count,
        "one person does no better than a coin");
  }
}
