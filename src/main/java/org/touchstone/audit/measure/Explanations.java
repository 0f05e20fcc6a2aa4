package org.touchstone.audit.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.touchstone.audit.probing.Explanation;
import org.touchstone.audit.settings.Excerpts;
import org.touchstone.report.Numbers;
import org.touchstone.report.Section;
import org.touchstone.report.ShownCase;
import org.touchstone.report.ShownCase.ShownText;
import org.touchstone.report.ShownCase.Span;

/** Which sentence made the reward? */
final class Explanations implements Measure {

  /** Marks weaker than this would say that a sentence matters which does not. */
  private static final double WEAKEST = 0.05;

  @Override
  public Question question() {
    return Question.EXPLAINS;
  }

  @Override
  public Optional<Finding> of(Evidence evidence) {
    return evidence
        .probed()
        .filter(probed -> !probed.explanations().isEmpty())
        .map(probed -> new Finding(section(evidence, probed.explanations()), List.of()));
  }

  private static Section section(Evidence evidence, List<Explanation> explanations) {
    return new Section(
        "sentences",
        "Sentence by sentence",
        "The most confident mistakes and the best exploits once more, each sentence marked by what the reward would lose without it.",
        List.of(),
        List.of(),
        explanations.stream().map(explanation -> shown(explanation, evidence)).toList(),
        List.of(
            "A straight line marks a sentence that raises the reward, a wavy one a sentence that lowers it; the darker, the more, in thirds of the largest change of the reply. The number is the reward of the whole reply minus the reward without the sentence, in standard deviations of all rewards; hold the pointer over a sentence to see it.",
            "Leaving out one sentence at a time does not find what two sentences do together, and a reply with a hole in it is a text that the model was not trained on."));
  }

  private static ShownCase shown(Explanation explanation, Evidence evidence) {
    Excerpts excerpts = evidence.settings().excerpts();
    return new ShownCase(
        explanation.why(),
        explanation.comparisonId(),
        excerpts == Excerpts.NONE
            ? List.of()
            : List.of(
                ShownText.plain("Prompt", null, excerpts.end(explanation.prompt())),
                new ShownText(
                    "The reply",
                    "reward " + Numbers.decimal(explanation.reward()),
                    spans(explanation, evidence.pairs().rewardDeviation(), excerpts))));
  }

  private static List<Span> spans(Explanation explanation, double deviation, Excerpts excerpts) {
    double largest = explanation.changes().stream().mapToDouble(Math::abs).max().orElse(0);
    List<Span> spans = new ArrayList<>();
    int left = excerpts.maxCharacters();
    for (int i = 0; i < explanation.sentences().size() && left > 0; i++) {
      String sentence = explanation.sentences().get(i);
      String text = excerpts.start(sentence, left);
      left -= sentence.codePointCount(0, sentence.length());
      double change = explanation.changes().get(i);
      double weight = largest == 0 ? 0 : change / largest;
      spans.add(
          Math.abs(weight) < WEAKEST || deviation == 0
              ? new Span(text, null, null)
              : new Span(
                  text, weight, "%s deviations".formatted(Numbers.decimal(change / deviation))));
    }

    return spans;
  }
}
