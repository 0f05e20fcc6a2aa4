package org.touchstone.deduplicate;

import java.util.List;
import org.apache.spark.sql.Row;
import org.touchstone.schema.Columns;
import org.touchstone.text.Normaliser;
import org.touchstone.text.ShingleSet;
import org.touchstone.text.Shingling;

/**
 * The rows that say the same about the same: one set of replies under one prompt, in one order.
 *
 * @param comparisonId id of the first of them, in the order of ids and occurrences
 * @param occurrence occurrence of the first of them
 * @param setId the set of replies under the prompt
 * @param setRanks the ranks in the order of the set, as in the table
 * @param comparisonIds the ids of all of them, without repeats
 * @param prompt the shingles of the prompt
 * @param replies the shingles of the replies, in the order of the set
 * @param ranks the ranks in the order of the set
 */
record Candidate(
    String comparisonId,
    int occurrence,
    String setId,
    String setRanks,
    List<String> comparisonIds,
    List<ShingleSet> prompt,
    List<List<ShingleSet>> replies,
    List<Integer> ranks) {

  /** Reads a comparison with what the group knows of it. */
  static Candidate of(Row row, Normaliser form, Shingling shingling) {
    RowTexts texts = RowTexts.of(row, form);
    List<Integer> order = ReadFacts.order(row, texts);
    List<Integer> ranks = row.getList(row.fieldIndex(Columns.RANKS));
    return new Candidate(
        row.getAs(Columns.COMPARISON_ID),
        row.<Integer>getAs(Columns.OCCURRENCE),
        row.getAs(ReadFacts.SET_ID),
        row.getAs(ReadFacts.SET_RANKS),
        row.getList(row.fieldIndex(DuplicateRows.IDS)),
        shingling.of(texts.prompt()),
        order.stream().map(index -> shingling.of(texts.replies().get(index))).toList(),
        order.stream().map(ranks::get).toList());
  }

  /**
   * Compares two candidates; rows without a prompt are similar in that. Only equal texts can be
   * judged in opposite ways: two programs or formulas that are alike but for one sign may have to
   * be, so similar rows with opposite ranks are neither duplicates nor contradictions.
   */
  Match match(Candidate other, double atLeast) {
    if (setId.equals(other.setId)) {
      return Match.of(1, ranks, other.ranks);
    }

    double prompts =
        prompt.isEmpty() && other.prompt.isEmpty()
            ? 1
            : ShingleSet.similarity(prompt, other.prompt, atLeast);
    if (prompts < atLeast || ranks.size() != other.ranks.size()) {
      return Match.NONE;
    }

    double[][] similarities = similarities(other, atLeast);
    List<Integer> partners = Pairing.best(similarities, atLeast);
    if (partners.isEmpty()) {
      return Match.NONE;
    }

    double least = prompts;
    for (int i = 0; i < partners.size(); i++) {
      least = Math.min(least, similarities[i][partners.get(i)]);
    }

    Match match = Match.of(least, ranks, partners.stream().map(other.ranks::get).toList());
    return match.opposite() ? Match.NONE : match;
  }

  private double[][] similarities(Candidate other, double atLeast) {
    double[][] similarities = new double[replies.size()][other.replies.size()];
    for (int i = 0; i < similarities.length; i++) {
      for (int j = 0; j < similarities[i].length; j++) {
        similarities[i][j] = ShingleSet.similarity(replies.get(i), other.replies.get(j), atLeast);
      }
    }

    return similarities;
  }
}
