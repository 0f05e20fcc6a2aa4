package org.touchstone.audit.measure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.touchstone.audit.pairs.Contender;
import org.touchstone.audit.pairs.PairTable;
import org.touchstone.audit.pairs.ScoredPair;

/**
 * The audited model and all other models on the rows that every one of them has.
 *
 * <pre>
 *   z_{i,m} = margin_{i,m} / sqrt(mean over i of margin_{i,m}^2)
 *   spread_i = sqrt(1/M sum over m of (z_{i,m} - mean_m z_{i,m})^2)
 * </pre>
 *
 * <p>Margins are brought to root mean square 1, because models that were trained apart have scales
 * of their own; their mean is not taken off, for 0 means no preference. So neither z nor its spread
 * uses what people chose.
 *
 * @param names of the models, the audited one first
 * @param tables their margins on the shared rows, in one order
 */
record Committee(List<String> names, List<PairTable> tables) {

  /** Copies the lists. */
  Committee {
    names = List.copyOf(names);
    tables = List.copyOf(tables);
  }

  /** Gathers the models; empty if there is but one, or no row that all have. */
  static Optional<Committee> of(Evidence evidence) {
    List<Contender> models =
        evidence.contenders().stream()
            .filter(
                contender ->
                    contender.kind() == Contender.Kind.AUDITED
                        || contender.kind() == Contender.Kind.MODEL)
            .toList();
    PairTable shared = evidence.pairs();
    for (Contender model : models) {
      shared = shared.sharedWith(model.table());
    }

    if (models.size() < 2 || shared.size() == 0) {
      return Optional.empty();
    }

    List<PairTable> tables = new ArrayList<>();
    for (Contender model : models) {
      tables.add(model.table().sharedWith(shared));
    }

    return Optional.of(new Committee(models.stream().map(Contender::name).toList(), tables));
  }

  /** The shared rows, with the audited model's margins. */
  PairTable audited() {
    return tables.get(0);
  }

  /** Margins of every model, brought to root mean square 1: [model][row]. */
  double[][] standardised() {
    double[][] standardised = new double[tables.size()][];
    for (int m = 0; m < standardised.length; m++) {
      double[] margins = tables.get(m).margins();
      double squares = Arrays.stream(margins).map(margin -> margin * margin).average().orElse(0);
      double unit = squares > 0 ? Math.sqrt(squares) : 1;
      standardised[m] = Arrays.stream(margins).map(margin -> margin / unit).toArray();
    }

    return standardised;
  }

  /** How far apart the models are on every row. */
  double[] spread() {
    double[][] z = standardised();
    double[] spread = new double[audited().size()];
    for (int i = 0; i < spread.length; i++) {
      double mean = 0;
      double squares = 0;
      for (double[] model : z) {
        mean += model[i] / z.length;
      }

      for (double[] model : z) {
        squares += (model[i] - mean) * (model[i] - mean) / z.length;
      }

      spread[i] = Math.sqrt(squares);
    }

    return spread;
  }

  /** Pairs that every model gets wrong, those first where even the least sure model is sure. */
  List<ScoredPair> wrongTogether(int most) {
    double[][] z = standardised();
    double[] best = new double[audited().size()];
    Arrays.setAll(best, i -> Arrays.stream(z).mapToDouble(model -> model[i]).max().orElseThrow());
    return IntStream.range(0, best.length)
        .filter(i -> best[i] < 0)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> best[i]))
        .limit(most)
        .map(i -> audited().pairs().get(i))
        .toList();
  }

  /** How many pairs every model gets wrong. */
  long wrongTogether() {
    return IntStream.range(0, audited().size())
        .filter(i -> tables.stream().allMatch(table -> table.margins()[i] < 0))
        .count();
  }
}
