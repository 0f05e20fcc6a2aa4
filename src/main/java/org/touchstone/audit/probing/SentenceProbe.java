package org.touchstone.audit.probing;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.touchstone.audit.pairs.JudgedPairs;
import org.touchstone.audit.pairs.ScoredPair;
import org.touchstone.audit.statistic.Outcomes;
import org.touchstone.preference.Comparison;
import org.touchstone.preference.Reply;
import org.touchstone.report.Numbers;
import org.touchstone.schema.Columns;
import org.touchstone.schema.ComparisonTable;

/** Takes replies apart: what is the reward without each of their sentences? */
final class SentenceProbe {

  /** Each sentence is a copy of the reply; what follows the first so many counts as one. */
  private static final int MOST_SENTENCES = 60;

  private SentenceProbe() {}

  /** A reply to be taken apart, and why. */
  private record Taken(Sampled row, Reply reply, String why, List<String> sentences) {

    private static Taken of(Sampled row, Reply reply, String why) {
      List<String> sentences = Sentences.of(Sampled.text(reply), row.comparison().language());
      List<String> pieces =
          new ArrayList<>(sentences.subList(0, Math.min(MOST_SENTENCES, sentences.size())));
      if (pieces.size() < sentences.size()) {
        pieces.add(String.join("", sentences.subList(pieces.size(), sentences.size())));
      }

      return new Taken(row, reply, why, pieces);
    }

    /** The reply, then the reply without each of its sentences in turn. */
    private List<Reply> variants() {
      List<Reply> replies = new ArrayList<>(List.of(reply));
      for (int i = 0; i < sentences.size() && sentences.size() > 1; i++) {
        List<String> rest = new ArrayList<>(sentences);
        rest.remove(i);
        replies.add(Sampled.with(reply, String.join("", rest)));
      }

      return replies;
    }
  }

  /** Explains the most confident mistakes and the best exploits. */
  static List<Explanation> of(
      Dataset<Row> comparisons,
      List<ScoredPair> mistakes,
      List<Exploit> exploits,
      Interrogation model) {
    List<Taken> taken = new ArrayList<>(mistakes(comparisons, mistakes));
    for (Exploit exploit : exploits) {
      taken.add(
          Taken.of(
              exploit.row(),
              Sampled.with(exploit.row().rejected(), exploit.text()),
              "Dressed up by %s".formatted(String.join(", ", exploit.edits()))));
    }

    List<double[]> rewards =
        model.rewards(taken.stream().map(reply -> reply.row().asks(reply.variants())).toList());
    List<Explanation> explanations = new ArrayList<>();
    for (int i = 0; i < taken.size(); i++) {
      if (rewards.get(i).length > 0) {
        explanations.add(explanation(taken.get(i), rewards.get(i)));
      }
    }

    return explanations;
  }

  private static List<Taken> mistakes(Dataset<Row> comparisons, List<ScoredPair> mistakes) {
    Object[] ids = mistakes.stream().map(ScoredPair::comparisonId).distinct().toArray();
    List<Row> rows =
        ids.length == 0
            ? List.of()
            : comparisons.where(col(Columns.COMPARISON_ID).isin(ids)).collectAsList();
    List<Taken> taken = new ArrayList<>();
    for (ScoredPair mistake : mistakes) {
      rows.stream()
          .filter(row -> mistake.comparisonId().equals(row.getAs(Columns.COMPARISON_ID)))
          .filter(row -> mistake.occurrence() == row.<Integer>getAs(Columns.OCCURRENCE))
          .min(Comparator.comparing((Row row) -> row.<String>getAs(Columns.MODEL_DIGEST)))
          .ifPresent(row -> taken.add(mistake(mistake, row)));
    }

    return taken;
  }

  private static Taken mistake(ScoredPair pair, Row row) {
    Comparison comparison = ComparisonTable.fromRow(row);
    List<Reply> sides = JudgedPairs.sides(comparison, pair.judgement());
    return Taken.of(
        Sampled.of(row, sides.get(0), sides.get(1)),
        sides.get(1),
        "The model was %s sure of this reply, people preferred the other"
            .formatted(Numbers.percent(Outcomes.confidence(pair.margin()))));
  }

  private static Explanation explanation(Taken taken, double[] rewards) {
    List<Double> changes = new ArrayList<>();
    for (int i = 0; i < taken.sentences().size(); i++) {
      changes.add(rewards.length == 1 ? 0 : rewards[0] - rewards[i + 1]);
    }

    return new Explanation(
        taken.row().comparisonId(),
        taken.why(),
        taken.row().prompt(),
        rewards[0],
        taken.sentences(),
        changes);
  }
}
