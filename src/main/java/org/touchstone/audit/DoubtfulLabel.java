package org.touchstone.audit;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A label that a second person should look at: the model is sure, and people disagree.
 *
 * @param comparisonId of the row
 * @param occurrence which of its exact repeats
 * @param judgement which of its judgements
 * @param source of the row
 * @param annotator who judged; null if unknown
 * @param margin chosen minus rejected reward, in logits
 * @param wrong probability that a careful person prefers the other reply, from margins scaled as
 *     {@link NoiseFit} says: the model's opinion, which is why a person decides
 */
public record DoubtfulLabel(
    String comparisonId,
    int occurrence,
    int judgement,
    String source,
    @Nullable String annotator,
    double margin,
    double wrong) {

  private static final String HEADING =
      "comparison_id,occurrence,judgement,source,annotator,margin,probability_wrong\n";

  /** Lists the pairs on which the model is surest that people chose the worse reply. */
  static List<DoubtfulLabel> of(PairTable pairs, int most) {
    NoiseFit fit = NoiseSample.of(pairs).fit();
    return pairs.pairs().stream()
        .filter(pair -> pair.margin() < 0)
        .sorted(Comparator.comparingDouble(ScoredPair::margin))
        .limit(most)
        .map(pair -> of(pair, fit))
        .toList();
  }

  private static DoubtfulLabel of(ScoredPair pair, NoiseFit fit) {
    return new DoubtfulLabel(
        pair.comparisonId(),
        pair.occurrence(),
        pair.judgement(),
        pair.source(),
        pair.annotator(),
        pair.margin(),
        fit.opposite(pair.margin()));
  }

  /**
   * Writes labels as comma-separated values (RFC 4180) with a heading, without any text of people.
   *
   * @param labels the labels
   * @return lines, each ended by a line feed
   */
  public static String csv(List<DoubtfulLabel> labels) {
    StringBuilder csv = new StringBuilder(HEADING);
    for (DoubtfulLabel label : labels) {
      String annotator = label.annotator;
      csv.append(
          String.format(
              Locale.ROOT,
              "%s,%d,%d,%s,%s,%.6f,%.6f\n",
              label.comparisonId,
              label.occurrence,
              label.judgement,
              quoted(label.source),
              annotator == null ? "" : quoted(annotator),
              label.margin,
              label.wrong));
    }

    return csv.toString();
  }

  private static String quoted(String value) {
    boolean plain = value.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? value : '"' + value.replace("\"", "\"\"") + '"';
  }
}
