package org.touchstone.audit.measure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.touchstone.audit.pairs.PairTable;
import org.touchstone.report.Section;

/** Is there a source of feedback on which the model does worse than a coin? */
final class BySource implements Measure {

  private static final String ID = "sources";

  @Override
  public Question question() {
    return Question.GENERALISES;
  }

  @Override
  public Optional<Finding> of(Evidence evidence) {
    Map<String, PairTable> parts = new LinkedHashMap<>();
    for (String source : evidence.pairs().sources()) {
      parts.put(source, evidence.pairs().where(pair -> pair.source().equals(source)));
    }

    List<Slice> slices = Slice.of(evidence, parts, parts.size());
    return Optional.of(
        new Finding(
            section(slices),
            List.of(
                Slice.notBelowChance(
                    "no-source-below-chance",
                    "Does it hold up on every source of feedback?",
                    "source",
                    slices,
                    ID))));
  }

  private static Section section(List<Slice> slices) {
    List<String> missing =
        slices.stream()
            .filter(slice -> !slice.accuracy().bounded())
            .map(slice -> "%s (%s)".formatted(slice.name(), Judge.reason(slice.accuracy())))
            .toList();
    String unmeasured =
        missing.isEmpty() ? "" : " NOT MEASURED: %s.".formatted(String.join("; ", missing));
    return new Section(
        ID,
        "By source of feedback",
        "People who judge different things agree with one model to different degrees; an average can hide a source on which it fails."
            + unmeasured,
        List.of(
            Slice.figure(
                "accuracy-by-source",
                "the audited model",
                "source",
                slices,
                Slice.corrected(slices))),
        List.of(),
        List.of(
            "The intervals in the table hold 95\u00a0% each. The verdict uses wider ones that hold 95\u00a0% all together (Bonferroni), since the worst of many sources looks bad by luck alone.",
            "The smallest difference that would show is 2.80 standard errors: a true distance from a fixed number of that size is seen at the 5\u00a0% level in 80 of 100 samples. Two sources of one size can be told apart from about 1.4 times that."));
  }
}
