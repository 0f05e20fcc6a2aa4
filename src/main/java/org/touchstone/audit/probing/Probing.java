package org.touchstone.audit.probing;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.touchstone.audit.pairs.PairTable;
import org.touchstone.audit.pairs.ScoredModel;
import org.touchstone.audit.settings.AuditSettings;
import org.touchstone.audit.settings.EditSettings;

/**
 * Asks the model for rewards of texts that nobody judged: edited replies, combinations of edits,
 * and replies without one of their sentences.
 *
 * <p>The texts of a sample come to the driver, at most {@link EditSettings#replies()} rows; every
 * round of questions is one scoring of a table on the executors.
 */
public final class Probing {

  private Probing() {}

  /**
   * Probes a model.
   *
   * @param model the model and its scores
   * @param table its judged pairs
   * @param settings how hard
   * @return empty if the model itself is not at hand
   */
  public static Optional<Probed> of(ScoredModel model, PairTable table, AuditSettings settings) {
    UnaryOperator<Dataset<Row>> scoring = model.scoring();
    if (scoring == null) {
      return Optional.empty();
    }

    EditSettings hardness = settings.edits();
    Interrogation interrogation = new Interrogation(model, scoring);
    List<Sampled> sample =
        Sampled.draw(
            model.comparisons(),
            settings.seed(),
            Math.max(hardness.replies(), hardness.searched()));
    List<Sampled> edited = sample.subList(0, Math.min(hardness.replies(), sample.size()));
    List<Sampled> searched = sample.subList(0, Math.min(hardness.searched(), sample.size()));
    List<Exploit> exploits = ExploitSearch.of(searched, interrogation, settings);
    List<Explanation> explanations =
        SentenceProbe.of(
            model.comparisons(),
            table.confidentMistakes(hardness.shown()),
            best(exploits, hardness.shown()),
            interrogation);
    return Optional.of(
        new Probed(
            edited.size(),
            EditProbe.of(edited, interrogation, settings.seed()),
            exploits,
            explanations));
  }

  /** The exploits that gained most, the most first. */
  public static List<Exploit> best(List<Exploit> exploits, int most) {
    return exploits.stream()
        .filter(exploit -> !exploit.edits().isEmpty())
        .sorted(
            Comparator.comparingDouble((Exploit exploit) -> -exploit.gain())
                .thenComparing(exploit -> exploit.row().comparisonId()))
        .limit(most)
        .toList();
  }
}
