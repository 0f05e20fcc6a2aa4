package org.touchstone.audit.pairs;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.touchstone.audit.statistic.Outcomes;

/**
 * A label that a second person should look at: the model is sure, and people disagree.
 *
 * @param comparisonId of the row
 * @param occurrence which of its exact repeats
 * @param judgement which of its judgements
 * @param source of the row
 * @param annotator who judged; null if unknown
 * @param margin chosen minus rejected reward, in logits
 * @param sure probability that the model gives to the opposite of the label, by its own word
 */
public record DoubtfulLabel(
    String comparisonId,
    int occurrence,
    int judgement,
    String source,
    @Nullable String annotator,
    double margin,
    double sure) {

  private static final String HEADING =
      "comparison_id,occurrence,judgement,source,annotator,margin,model_sure\n";

  /** Lists the pairs on which the model is surest that people chose the worse reply. */
  public static List<DoubtfulLabel> of(PairTable pairs, int most) {
    return pairs.pairs().stream()
        .filter(pair -> pair.margin() < 0)
        .sorted(Comparator.comparingDouble(ScoredPair::margin))
        .limit(most)
        .map(DoubtfulLabel::of)
        .toList();
  }

  private static DoubtfulLabel of(ScoredPair pair) {
    return new DoubtfulLabel(
        pair.comparisonId(),
        pair.occurrence(),
        pair.judgement(),
        pair.source(),
        pair.annotator(),
        pair.margin(),
        Outcomes.confidence(pair.margin()));
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
              label.sure));
    }

    return csv.toString();
  }

  private static String quoted(String value) {
    boolean plain = value.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? value : '"' + value.replace("\"", "\"\"") + '"';
  }
}
