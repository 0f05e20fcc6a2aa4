package org.touchstone.audit.measure;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.touchstone.audit.pairs.ScoredPair;
import org.touchstone.report.Numbers;
import org.touchstone.report.Section;

/** Where is it sure, and people disagree? */
final class ConfidentMistakes implements Measure {

  @Override
  public Question question() {
    return Question.EXPLAINS;
  }

  @Override
  public Optional<Finding> of(Evidence evidence) {
    List<ScoredPair> worst = evidence.pairs().confidentMistakes(evidence.settings().mistakes());
    long mistakes = Arrays.stream(evidence.pairs().margins()).filter(margin -> margin < 0).count();
    return Optional.of(
        new Finding(
            new Section(
                "mistakes",
                "Most confident mistakes",
                "The model disagrees with people in %s of %s pairs. These %d are the ones it was surest of. Some are its errors, some are labels that a second person would not give: read them."
                    .formatted(
                        Numbers.count(mistakes),
                        Numbers.count(evidence.pairs().size()),
                        worst.size()),
                List.of(),
                evidence.examples().show(worst),
                List.of(
                    "Ordered by reward margin. The texts come from people and models and may offend; how much of them is shown is one setting, excerpts: none, short or full.")),
            List.of()));
  }
}
