package org.touchstone.audit.measure;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.touchstone.report.Chart;
import org.touchstone.report.Estimate;
import org.touchstone.report.Figure;
import org.touchstone.report.Format;
import org.touchstone.report.Numbers;
import org.touchstone.report.Section;
import org.touchstone.report.Table;

/** Was ever a reward model measured to be poor, and used all the same? How poor is this one? */
final class PublishedModels implements Measure {

  private static final String ID = "published";

  /**
   * A published accuracy on choices of people.
   *
   * @param who judged
   * @param onWhat the choices, and what the number is
   * @param share of choices met, from 0 to 1
   * @param halfWidth as published, of whatever interval its authors state; null if they state none
   * @param source where it was published
   */
  private record Published(
      String who, String onWhat, double share, @Nullable Double halfWidth, String source) {

    private Estimate estimate() {
      return halfWidth == null
          ? Estimate.bare(share, 0, 0, "none published")
          : new Estimate(
              share, share - halfWidth, share + halfWidth, null, 0, 0, "as published", null);
    }
  }

  private static final List<Published> ALL =
      List.of(
          new Published(
              "InstructGPT's reward model (6B)",
              "choices of its own labelers; used for InstructGPT",
              0.724,
              0.004,
              "arXiv:2203.02155, section 4.1"),
          new Published(
              "InstructGPT's reward model (6B)",
              "choices of labelers it never saw, five folds",
              0.696,
              0.009,
              "arXiv:2203.02155, section 4.1"),
          new Published(
              "people: InstructGPT's training labelers",
              "agreement with one another",
              0.726,
              0.015,
              "arXiv:2203.02155, section 3.4"),
          new Published(
              "people: InstructGPT's held-out labelers",
              "agreement with one another",
              0.773,
              0.013,
              "arXiv:2203.02155, section 3.4"),
          new Published(
              "Llama 2's helpfulness reward model",
              "Meta's own helpfulness test, all strengths; used for Llama 2",
              0.632,
              null,
              "arXiv:2307.09288, table 8"),
          new Published(
              "Llama 2's helpfulness reward model",
              "the same, choices called significantly better",
              0.807,
              null,
              "arXiv:2307.09288, table 8"),
          new Published(
              "Llama 2's helpfulness reward model",
              "the same, choices called negligibly better or unsure",
              0.547,
              null,
              "arXiv:2307.09288, table 8"),
          new Published(
              "Llama 2's safety reward model",
              "Meta's own safety test, all strengths; used for Llama 2",
              0.645,
              null,
              "arXiv:2307.09288, table 8"),
          new Published(
              "summary reward model (1.3B)",
              "summaries of news, trained on another kind; Stiennon et al.",
              0.624,
              null,
              "arXiv:2009.01325, appendix C.2"),
          new Published(
              "summary reward model (6.7B)",
              "the same",
              0.665,
              null,
              "arXiv:2009.01325, appendix C.2"),
          new Published(
              "people: labelers of those summaries",
              "agreement with one another",
              0.669,
              null,
              "arXiv:2009.01325, appendix C.2"),
          new Published(
              "people: labelers and researchers on Reddit summaries",
              "agreement with one another",
              0.77,
              0.02,
              "arXiv:2009.01325, section 4.3"),
          new Published(
              "StackLLaMA's reward model",
              "Stack Exchange answers by votes; used for its reinforcement learning",
              0.67,
              null,
              "the authors' post; a reader asks about it in huggingface/blog, issue 998"),
          new Published(
              "LLaVA-RLHF's reward model (lower of two stated ends)",
              "its own choices; used, \"this is enough\"",
              0.63,
              null,
              "LLaVA-RLHF, issue 24"),
          new Published(
              "reward model of NVIDIA's guide",
              "hh-rlhf, validation rows",
              0.6957,
              null,
              "NeMo-Aligner, user guide for RLHF"),
          new Published(
              "AlpacaEval: one person against the majority of three others",
              "instruction following",
              0.657,
              null,
              "AlpacaEval, README"),
          new Published(
              "AlpacaEval: GPT-4 as the judge", "the same", 0.692, null, "AlpacaEval, README"),
          new Published(
              "AlpacaEval: the longer reply wins", "the same", 0.622, null, "AlpacaEval, README"));

  private record Place(String who, String onWhat, Estimate accuracy, String source) {}

  @Override
  public Question question() {
    return Question.HOW_POOR;
  }

  @Override
  public Optional<Finding> of(Evidence evidence) {
    Estimate own = evidence.standings().get(0).accuracy();
    Double value = own.value();
    if (value == null) {
      return Optional.empty();
    }

    List<Place> places = new ArrayList<>();
    places.add(new Place(evidence.audited().name() + " (this model)", "this report", own, ""));
    ALL.forEach(
        published ->
            places.add(
                new Place(
                    published.who(),
                    published.onWhat(),
                    published.estimate(),
                    published.source())));
    places.sort(Comparator.comparingDouble(place -> -share(place)));
    return Optional.of(new Finding(section(evidence, value, places), List.of()));
  }

  private static double share(Place place) {
    Double value = place.accuracy().value();
    return value == null ? Double.NaN : value;
  }

  private static Section section(Evidence evidence, double own, List<Place> places) {
    long below = ALL.stream().filter(published -> published.share() < own).count();
    return new Section(
        ID,
        "Among published numbers",
        "%s agrees with people in %s of pairs. Of the %d published numbers below, %d %s lower. Models at 63\u00a0%% were used to train chat models, and people agree with one another in 63 to 77\u00a0%% of such choices."
            .formatted(
                evidence.audited().name(),
                Numbers.percent(own),
                ALL.size(),
                below,
                below == 1 ? "is" : "are"),
        List.of(figure(places)),
        List.of(),
        List.of(
            "These numbers stand side by side, not against one another: each was measured on other prompts, other replies and other people, with other rules for ties and unsure labels. A number on easy pairs says less than a lower one on hard pairs, as the three rows of one model by strength of preference show.",
            "Intervals are as published, where any were; most publications state none. People's agreement with one another is not the ceiling of a model's agreement with one person: see \"How good could anyone be?\"."));
  }

  private static Figure figure(List<Place> places) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Place place : places) {
      rows.add(
          Table.row(
              "%s: %s".formatted(place.who(), place.onWhat()), place.accuracy(), place.source()));
    }

    return new Figure(
        "published-accuracies",
        "Published agreement with choices of people",
        "One dot a number, the highest first. The dashed line is a coin.",
        Chart.intervals("accuracy", "who", 0.5, "coin"),
        new Table(
            "Published shares of human choices met, and this model's",
            List.of(
                new Table.Column("who", "Who, on what", Format.TEXT),
                new Table.Column("accuracy", "Share met", Format.PERCENT_ESTIMATE),
                new Table.Column("source", "Source", Format.TEXT)),
            rows));
  }
}
