package org.touchstone.audit.measure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.touchstone.audit.pairs.CurvePoint;
import org.touchstone.audit.pairs.PairTable;
import org.touchstone.report.Section;

/** Does it hold up on a source of feedback that it never saw? */
final class LeftOutSources implements Measure {

  private static final String ID = "left-out-sources";

  @Override
  public Question question() {
    return Question.GENERALISES;
  }

  @Override
  public Optional<Finding> of(Evidence evidence) {
    Map<String, PairTable> parts = new TreeMap<>();
    for (CurvePoint point : evidence.curve()) {
      String source = point.leftOut();
      if (source != null) {
        PairTable own = point.table().where(pair -> pair.source().equals(source));
        if (own.size() > 0) {
          parts.put(source, own);
        }
      }
    }

    if (parts.isEmpty()) {
      return Optional.empty();
    }

    List<Slice> slices = Slice.of(evidence, parts, parts.size());
    Map<String, PairTable> seen = new LinkedHashMap<>();
    evidence.curve().stream()
        .filter(point -> point.share() == 1 && point.draw() == 0)
        .findFirst()
        .ifPresent(
            whole ->
                parts.forEach(
                    (source, unused) ->
                        seen.put(
                            source, whole.table().where(pair -> pair.source().equals(source)))));
    return Optional.of(
        new Finding(
            section(evidence, slices, seen),
            List.of(
                Slice.notBelowChance(
                    "no-left-out-source-below-chance",
                    "Does it hold up on a source that it never saw?",
                    "source",
                    slices,
                    ID))));
  }

  private static Section section(
      Evidence evidence, List<Slice> slices, Map<String, PairTable> seen) {
    List<Slice> trained = Slice.of(evidence, seen, Math.max(1, seen.size()));
    return new Section(
        ID,
        "Sources left out of training",
        "One model a source, trained on all the others and judged on held-out prompts of the one it never saw; and, below, one model trained on all of them, judged on the same prompts.",
        trained.isEmpty()
            ? List.of(
                Slice.figure(
                    ID,
                    "models that never saw it",
                    "source left out",
                    slices,
                    Slice.corrected(slices)))
            : List.of(
                Slice.figure(
                    ID,
                    "models that never saw it",
                    "source left out",
                    slices,
                    Slice.corrected(slices)),
                Slice.figure(
                    "trained-sources",
                    "one model that saw all",
                    "source seen",
                    trained,
                    Slice.corrected(trained))),
        List.of(),
        List.of(
            "A model without a source also has fewer rows to learn from, so part of the difference is the amount of data: compare with the learning curve.",
            "Sources that resemble one another, such as two rounds of one collection, stand in for one another; leaving out one of them says little about a new kind of feedback."));
  }
}
