package org.touchstone.audit;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.touchstone.report.Numbers;
import org.touchstone.report.Section;

/** Where is it sure, and people disagree? */
final class ConfidentMistakes implements Measure {

  @Override
  public Finding of(Evidence evidence) {
    List<ScoredPair> worst =
        evidence.pairs().pairs().stream()
            .filter(pair -> margin(pair) < 0)
            .sorted(Comparator.comparingDouble(ConfidentMistakes::margin))
            .limit(evidence.settings().mistakes())
            .toList();
    long mistakes = Arrays.stream(evidence.pairs().margins()).filter(margin -> margin < 0).count();
    return new Finding(
        new Section(
            "mistakes",
            "Most confident mistakes",
            "The model disagrees with people in %s of %s pairs. These %d are the ones it was surest of. Some are its errors, some are labels that a second person would not give: read them."
                .formatted(
                    Numbers.count(mistakes), Numbers.count(evidence.pairs().size()), worst.size()),
            List.of(),
            evidence.examples().show(worst),
            List.of(
                "Ordered by reward margin. The texts come from people and models and may offend; how much of them is shown is one setting, excerpts: none, short or full.")),
        List.of());
  }

  private static double margin(ScoredPair pair) {
    return pair.chosenReward() - pair.rejectedReward();
  }
}
