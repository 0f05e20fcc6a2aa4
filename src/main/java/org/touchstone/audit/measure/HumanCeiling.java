package org.touchstone.audit.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.touchstone.audit.pairs.Contender;
import org.touchstone.audit.pairs.Panel;
import org.touchstone.audit.statistic.ClusteredMean;
import org.touchstone.audit.statistic.LabelBounds;
import org.touchstone.report.Chart;
import org.touchstone.report.Check;
import org.touchstone.report.Estimate;
import org.touchstone.report.Figure;
import org.touchstone.report.Format;
import org.touchstone.report.Numbers;
import org.touchstone.report.Section;
import org.touchstone.report.Table;
import org.touchstone.report.Verdict;

/** Where several people judged the same replies: does the model agree with them as they do? */
final class HumanCeiling implements Measure {

  /**
   * How much worse than a person still counts as no worse: a fifth of what separates a person who
   * agrees with the others in 60 % from one of 70 %.
   */
  static final double NO_WORSE = 0.02;

  private static final String ID = "ceiling";

  @Override
  public Question question() {
    return Question.CEILING;
  }

  @Override
  public Optional<Finding> of(Evidence evidence) {
    Panel panel = evidence.panel();
    if (panel.items().isEmpty()) {
      return Optional.empty();
    }

    PersonsPlace place = PersonsPlace.of(panel);
    PeopleAgreement people = PeopleAgreement.of(panel, evidence.means());
    PersonsPlace.StandIn audited = place.model(evidence.pairs(), evidence.means());
    return Optional.of(
        new Finding(
            section(panel, place, List.of(places(evidence, place), agreement(people))),
            List.of(asGoodAsAPerson(audited), possible(people))));
  }

  private static Check asGoodAsAPerson(PersonsPlace.StandIn model) {
    Estimate lead = model.lead();
    Verdict verdict =
        lead.above(-NO_WORSE) ? Verdict.PASS : lead.below(0) ? Verdict.FAIL : undecided(lead);
    String points = lead.value() == null ? "" : Numbers.points(lead.value());
    String share =
        model.agreement().value() == null ? "" : Numbers.percent(model.agreement().value());
    String sentence =
        switch (verdict) {
          case PASS ->
              "In the place of a person it agrees with the others in %s, %s against the person."
                  .formatted(share, points);
          case WARN ->
              "In the place of a person it agrees with the others in %s, %s against the person; the sample cannot tell whether that is worse."
                  .formatted(share, points);
          case FAIL ->
              "In the place of a person it agrees with the others in %s, less than the person: %s."
                  .formatted(share, points);
          case NOT_MEASURED -> Judge.reason(lead);
        };
    return new Check(
        "as-good-as-a-person",
        "Does it agree with people as well as one of them would?",
        verdict,
        lead,
        Format.POINTS,
        "whole interval of model minus person above %s (fail if all of it is below 0)"
            .formatted(Numbers.points(-NO_WORSE)),
        sentence,
        ID);
  }

  private static Verdict undecided(Estimate estimate) {
    return estimate.bounded() ? Verdict.WARN : Verdict.NOT_MEASURED;
  }

  private static Check possible(PeopleAgreement people) {
    Estimate excess = people.excess();
    Double value = excess.value();
    Verdict verdict =
        value == null || !excess.bounded()
            ? Verdict.NOT_MEASURED
            : excess.above(0) ? Verdict.FAIL : value > 0 ? Verdict.WARN : Verdict.PASS;
    String points = value == null ? "" : Numbers.distance(Math.abs(value));
    String sentence =
        switch (verdict) {
          case PASS ->
              "Its accuracy lies %s below the most that anybody could reach, given how far people agree."
                  .formatted(points);
          case WARN ->
              "Its accuracy lies %s above the most that anybody could reach; chance may explain it."
                  .formatted(points);
          case FAIL ->
              "Its accuracy lies %s above the most that anybody could reach: look for its labels among what it was trained on."
                  .formatted(points);
          case NOT_MEASURED -> Judge.reason(excess);
        };
    return new Check(
        "not-above-possible",
        "Is its accuracy possible without having seen the labels?",
        verdict,
        excess,
        Format.POINTS,
        "accuracy at most (1 + √(2A − 1)) / 2, A being the agreement of two people (fail if the whole interval is above)",
        sentence,
        ID);
  }

  private static Section section(Panel panel, PersonsPlace place, List<Figure> figures) {
    return new Section(
        ID,
        "As good as a person?",
        "People do not agree on everything, and no model can. Here one person after another is taken out and compared with the majority of the others on the same replies; then the model takes his place.",
        figures,
        List.of(),
        List.of(
            "%s items that two or more named people judged, %s judgements, one a person and item. %s are left out of the comparison because the others are split or all call it a tie, %s because the person has no preference. A model that gives both replies one reward counts half."
                .formatted(
                    Numbers.count(panel.items().size()),
                    Numbers.count(panel.judgements()),
                    Numbers.count(place.splits()),
                    Numbers.count(place.ties())),
            "One person is no ceiling for a model: who always says what most people would say agrees with each of them more often than they do with one another. With A the share of pairs of people who agree, the best accuracy against one label lies from A to (1 + √(2A − 1)) / 2 (Jensen's inequality, p of each item unknown).",
            "Intervals are over clusters of prompts and take the people as given: they say what other prompts would show, not what other people would. Those of coefficients leave out groups of clusters (delete-a-group jackknife). Published agreement on open-ended replies lies from %s to %s."
                .formatted(
                    Numbers.percent(LabelBounds.PUBLISHED_LOW),
                    Numbers.percent(LabelBounds.PUBLISHED_HIGH)),
            "Items that several people judged may have been picked for it; the sources that ask several people are not those that ask one."));
  }

  private static Figure places(Evidence evidence, PersonsPlace place) {
    ClusteredMean means = evidence.means();
    Estimate person = place.person(means);
    List<List<@Nullable Object>> rows = new ArrayList<>();
    rows.add(Table.row("one person", person, null, null, person.n(), person.clusters()));
    for (Contender contender : evidence.contenders()) {
      PersonsPlace.StandIn model = place.model(contender.table(), means);
      rows.add(
          Table.row(
              contender.name(),
              model.agreement(),
              model.lead(),
              model.way(),
              model.agreement().n(),
              model.agreement().clusters()));
    }

    Double share = person.value();
    return new Figure(
        "persons-place",
        "Agreement with the majority of the others, in the place of one person",
        "One dot for a person, one for each contender in his place. The dashed line is the person.",
        Chart.intervals("agreement", "who", share == null ? 0.5 : share, "one person"),
        new Table(
            "Agreement with the majority of the others, on the same items",
            List.of(
                new Table.Column("who", "In the person's place", Format.TEXT),
                new Table.Column("agreement", "Agrees with the others", Format.PERCENT_ESTIMATE),
                new Table.Column("lead", "Against the person", Format.POINTS_ESTIMATE),
                new Table.Column("way", "Way from coin to person", Format.PERCENT_ESTIMATE),
                new Table.Column("judgements", "Judgements", Format.COUNT),
                new Table.Column("clusters", "Prompt clusters", Format.COUNT)),
            rows));
  }

  private static Figure agreement(PeopleAgreement people) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    rows.add(row("Two people give the same answer, a tie being one", people.answers()));
    rows.add(row("Two people with a preference have the same", people.preferences()));
    rows.add(row("All people of an item give the same answer", people.unanimous()));
    rows.add(row("Krippendorff's alpha", people.alpha()));
    rows.add(row("Fleiss' kappa", people.kappa()));
    rows.add(
        row(
            "Best possible accuracy against one label, at least",
            LabelBounds.of(people.preferences(), LabelBounds::low)));
    rows.add(
        row(
            "Best possible accuracy against one label, at most",
            LabelBounds.of(people.preferences(), LabelBounds::high)));

    return new Figure(
        "people-agreement",
        "How far people agree with one another",
        "Shares and coefficients; 1 is perfect agreement, and 0 of a coefficient is chance.",
        null,
        new Table(
            "Agreement of people",
            List.of(
                new Table.Column("measure", "Measure", Format.TEXT),
                new Table.Column("value", "Value", Format.DECIMAL_ESTIMATE),
                new Table.Column("items", "Items", Format.COUNT)),
            rows));
  }

  private static List<@Nullable Object> row(String measure, Estimate estimate) {
    return Table.row(measure, estimate, estimate.n());
  }
}
