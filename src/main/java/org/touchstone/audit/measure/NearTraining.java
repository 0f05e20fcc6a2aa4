package org.touchstone.audit.measure;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.touchstone.audit.pairs.PairTable;
import org.touchstone.audit.pairs.ScoredPair;
import org.touchstone.audit.statistic.ClusteredMean;
import org.touchstone.audit.statistic.ClusteredSlope;
import org.touchstone.audit.statistic.Outcomes;
import org.touchstone.report.Check;
import org.touchstone.report.Estimate;
import org.touchstone.report.Figure;
import org.touchstone.report.Format;
import org.touchstone.report.Numbers;
import org.touchstone.report.Section;
import org.touchstone.report.Table;
import org.touchstone.report.Verdict;

/** Does it do better on prompts that resemble those it was trained on? */
final class NearTraining implements Measure {

  private static final String ID = "near-training";
  private static final int PARTS = 5;
  private static final double STEP = 0.1;

  @Override
  public Question question() {
    return Question.GENERALISES;
  }

  @Override
  public Optional<Finding> of(Evidence evidence) {
    Map<String, Double> nearest = evidence.further().nearest();
    PairTable known = evidence.pairs().where(pair -> nearest.containsKey(pair.row()));
    if (known.size() == 0) {
      return Optional.empty();
    }

    double[] similarities =
        known.pairs().stream().mapToDouble(pair -> nearest.getOrDefault(pair.row(), 0.0)).toArray();
    Map<String, PairTable> parts = parts(known, similarities);
    List<Slice> slices = Slice.of(evidence, parts, parts.size());
    Estimate all = slope(known, similarities, pair -> "", evidence.means());
    Estimate within = slope(known, similarities, ScoredPair::source, evidence.means());
    return Optional.of(
        new Finding(section(slices, all, within), List.of(farthest(slices.get(0)), trend(within))));
  }

  /** Fifths of the rows by similarity, the farthest first; equal values stay together. */
  private static Map<String, PairTable> parts(PairTable known, double[] similarities) {
    double[] sorted = similarities.clone();
    Arrays.sort(sorted);
    double[] starts = new double[PARTS];
    for (int part = 0; part < PARTS; part++) {
      starts[part] = sorted[part * sorted.length / PARTS];
    }

    double[] distinct = Arrays.stream(starts).distinct().toArray();
    Map<String, PairTable> parts = new LinkedHashMap<>();
    for (int i = 0; i < distinct.length; i++) {
      double from = distinct[i];
      double to = i + 1 < distinct.length ? distinct[i + 1] : Double.POSITIVE_INFINITY;
      List<Integer> places =
          java.util.stream.IntStream.range(0, similarities.length)
              .filter(row -> similarities[row] >= from && similarities[row] < to)
              .boxed()
              .toList();
      double last = places.stream().mapToDouble(row -> similarities[row]).max().orElse(from);
      parts.put(
          "%d. %.2f to %.2f".formatted(i + 1, from, last),
          PairTable.of(places.stream().map(known.pairs()::get).toList()));
    }

    return parts;
  }

  private static Estimate slope(
      PairTable known,
      double[] similarities,
      Function<ScoredPair, String> group,
      ClusteredMean means) {
    return ClusteredSlope.of(
        Arrays.stream(similarities).map(similarity -> similarity / STEP).toArray(),
        Outcomes.of(known.margins(), Outcomes::correct),
        known.pairs().stream().map(group).toList(),
        known.clusters(),
        means);
  }

  private static Check farthest(Slice slice) {
    Verdict verdict = Judge.above(slice.together(), 0.5);
    String share = Numbers.percent(slice.value());
    String sentence =
        switch (verdict) {
          case PASS ->
              "On the fifth of pairs whose prompts are least like any it was trained on, it agrees with people in %s."
                  .formatted(share);
          case WARN ->
              "On prompts least like any it was trained on, it cannot be told from a coin: %s."
                  .formatted(share);
          case FAIL ->
              "On prompts least like any it was trained on, it does worse than a coin: %s."
                  .formatted(share);
          case NOT_MEASURED -> Judge.reason(slice.together());
        };
    return new Check(
        "holds-far-from-training",
        "Does it hold up on prompts unlike any it was trained on?",
        verdict,
        slice.together(),
        Format.PERCENT,
        "whole interval above 50\u00a0% on the fifth that is farthest from training",
        sentence,
        ID);
  }

  private static Check trend(Estimate slope) {
    Verdict verdict =
        !slope.bounded() ? Verdict.NOT_MEASURED : slope.above(0) ? Verdict.WARN : Verdict.PASS;
    String points = Numbers.estimate(slope, Format.POINTS);
    String sentence =
        switch (verdict) {
          case WARN ->
              "It does better near what it has seen: %s more for each 0.1 of similarity. Expect less on new kinds of prompts."
                  .formatted(points);
          case PASS, FAIL ->
              "That it does better near what it has seen is not shown: %s for each 0.1 of similarity."
                  .formatted(points);
          case NOT_MEASURED -> Judge.reason(slope);
        };
    return new Check(
        "no-better-near-training",
        "Is it as good far from its training prompts as near them?",
        verdict,
        slope,
        Format.POINTS,
        "interval of the rise per 0.1 of similarity, within sources, not above 0",
        sentence,
        ID);
  }

  private static Section section(List<Slice> slices, Estimate all, Estimate within) {
    return new Section(
        ID,
        "Near the training prompts and far from them",
        "For each pair, how much its prompt resembles the most similar prompt that the model was trained on. A model that learned its prompts by heart does well near them and badly elsewhere.",
        List.of(
            Slice.figure(
                "accuracy-by-nearest",
                "the audited model",
                "similarity of the nearest training prompt",
                slices,
                Slice.corrected(slices)),
            trends(all, within)),
        List.of(),
        List.of(
            "Similarity is the Jaccard similarity of sets of shingles, of 3 words or of 5 characters in texts of fewer than 100 words, the larger where a text has both; of the prompt or its opening, whichever is nearer. It is exact from 0.2 on; what is stated below is below 0.2. A large corpus is sampled.",
            "Of a cross-fitted model, training prompts are those of the other folds. Prompts that are near duplicates share a cluster and so a side, which is why values near 1 are rare: a split by row would put many there.",
            "The trend is a least-squares line through right (1) and wrong (0), all pairs together or less the mean of each source, since sources differ both in difficulty and in likeness; intervals are over prompt clusters by the influences of the slope."));
  }

  private static Figure trends(Estimate all, Estimate within) {
    return new Figure(
        "accuracy-trend-by-nearest",
        "How accuracy changes with similarity",
        "Points of accuracy for each 0.1 of similarity to the nearest training prompt.",
        null,
        new Table(
            "Trend of accuracy",
            List.of(
                new Table.Column("pairs", "Compared", Format.TEXT),
                new Table.Column("slope", "For each 0.1", Format.POINTS_ESTIMATE)),
            List.of(
                Table.row("all pairs together", all), Table.row("pairs of one source", within))));
  }
}
