package org.touchstone.audit.measure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.touchstone.audit.pairs.PairTable;
import org.touchstone.report.Figure;
import org.touchstone.report.Section;

/** On which kinds of pairs does it agree with people more, and on which less? */
final class Slices implements Measure {

  private static final String ID = "slices";

  @Override
  public Question question() {
    return Question.AGREES_WITH_PEOPLE;
  }

  @Override
  public Optional<Finding> of(Evidence evidence) {
    Map<Slicing, Map<String, PairTable>> cuts = new LinkedHashMap<>();
    for (Slicing slicing : Slicing.ALL) {
      Map<String, PairTable> parts = slicing.parts().apply(evidence.pairs());
      if (parts.size() > 1) {
        cuts.put(slicing, parts);
      }
    }

    if (cuts.isEmpty()) {
      return Optional.empty();
    }

    int statements = cuts.values().stream().mapToInt(Map::size).sum();
    List<Slice> all = new ArrayList<>();
    List<Slice> judged = new ArrayList<>();
    cuts.forEach(
        (slicing, parts) -> {
          List<Slice> slices = Slice.of(evidence, parts, statements);
          all.addAll(slices);
          judged.addAll(slicing.id().equals(Slicing.SURENESS) ? List.of() : slices);
        });
    return Optional.of(
        new Finding(
            section(figures(cuts, all), statements),
            List.of(
                Slice.notBelowChance(
                    "no-slice-below-chance",
                    "Does it hold up on every kind of pair?",
                    "kind of pair",
                    judged,
                    ID))));
  }

  private static List<Figure> figures(Map<Slicing, Map<String, PairTable>> cuts, List<Slice> all) {
    double[] p = Slice.corrected(all);
    List<Figure> figures = new ArrayList<>();
    int from = 0;
    for (Map.Entry<Slicing, Map<String, PairTable>> cut : cuts.entrySet()) {
      int to = from + cut.getValue().size();
      figures.add(
          Slice.figure(
              "accuracy-by-" + cut.getKey().id(),
              "the audited model",
              cut.getKey().what(),
              all.subList(from, to),
              Arrays.copyOfRange(p, from, to)));
      from = to;
    }

    return figures;
  }

  private static Section section(List<Figure> figures, int statements) {
    return new Section(
        ID,
        "By kind of pair",
        "An average hides where a model is weak. Each cut below is made without looking at which reply people preferred, so a coin is right in half of every part.",
        figures,
        List.of(),
        List.of(
            "The lead is over \"the longer reply wins\" on the same pairs. Its p-value is the share of random signs, one a prompt cluster, that give a difference as large, corrected by Holm over the %d parts of this section."
                .formatted(statements),
            "The verdict uses intervals that hold 95\u00a0%% all together (Bonferroni over the same %d parts). Of languages and annotators, the twelve with the most pairs are shown; pairs without one are in no part."
                .formatted(statements),
            "Numbers are cut into quarters of the rows. A small margin is a claim of not being sure: accuracy should grow with it, and its parts are not judged."));
  }
}
