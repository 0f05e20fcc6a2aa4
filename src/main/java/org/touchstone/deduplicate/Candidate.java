package org.touchstone.deduplicate;

import java.util.List;
import org.apache.spark.sql.Row;
import org.touchstone.schema.Columns;
import org.touchstone.text.ExactParts;
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
 * @param promptParts the parts of the prompt in which a small change counts
 * @param replyParts those of the replies, in the order of the set
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
    ExactParts promptParts,
    List<ExactParts> replyParts,
    List<Integer> ranks) {

  private static final ExactParts NONE = ExactParts.of("");

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
        parts(texts.prompt(), form),
        order.stream().map(index -> parts(texts.replies().get(index), form)).toList(),
        order.stream().map(ranks::get).toList());
  }

  /**
   * Compares two candidates; rows without a prompt are similar in that. Texts that are the same but
   * for numbers, operators, single letters or negations are not similar, however long they are.
   * Only equal texts are judged in opposite ways: of similar ones it is known that they nearly are.
   */
  Match match(Candidate other, double atLeast) {
    if (setId.equals(other.setId)) {
      return Match.of(1, ranks, other.ranks);
    }

    double prompts =
        prompt.isEmpty() && other.prompt.isEmpty()
            ? 1
            : ShingleSet.similarity(prompt, other.prompt, atLeast);
    if (prompts < atLeast
        || ranks.size() != other.ranks.size()
        || promptParts.differsInExactPartsOnly(other.promptParts)) {
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
    return match.opposite() ? Match.NEARLY_OPPOSITE : match;
  }

  /** The first form keeps no symbols, so none can differ. */
  private static ExactParts parts(String text, Normaliser form) {
    return form == Normaliser.V1 ? NONE : ExactParts.of(text);
  }

  private double[][] similarities(Candidate other, double atLeast) {
    double[][] similarities = new double[replies.size()][other.replies.size()];
    for (int i = 0; i < similarities.length; i++) {
      for (int j = 0; j < similarities[i].length; j++) {
        similarities[i][j] =
            replyParts.get(i).differsInExactPartsOnly(other.replyParts.get(j))
                ? 0
                : ShingleSet.similarity(replies.get(i), other.replies.get(j), atLeast);
      }
    }

    return similarities;
  }
}
