package org.touchstone.cluster;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.touchstone.artifact.LocalCopies;
import org.touchstone.model.ConversationEncoder;
import org.touchstone.model.EncodedConversation;
import org.touchstone.model.EncodingLimits;
import org.touchstone.preference.Comparison;
import org.touchstone.preference.Judgement;
import org.touchstone.schema.Columns;
import org.touchstone.schema.ComparisonTable;
import org.touchstone.train.EncodedPair;

/**
 * Turns comparisons into pairs of token ids, on executors.
 *
 * <p>A comparison of K replies gives K (K - 1) / 2 pairs less its ties, each of the weight 1 over
 * their number, so that a prompt with many replies counts once (Ouyang et al. 2022,
 * arXiv:2203.02155, eq. 1). Pairs whose sides are equal once truncated teach nothing and are
 * counted instead.
 */
final class PairEncoding implements FlatMapFunction<Iterator<Row>, PairEncoding.Encoded> {

  private static final long serialVersionUID = 1L;

  private final String tokenizerFolder;
  private final EncodingLimits limits;

  PairEncoding(String tokenizerFolder, EncodingLimits limits) {
    this.tokenizerFolder = tokenizerFolder;
    this.limits = limits;
  }

  /** What became of a judgement. */
  enum Fate {
    KEPT,
    TIE,
    IDENTICAL_AFTER_TRUNCATION
  }

  /**
   * A judgement, encoded.
   *
   * @param fate whether it is trained on
   * @param pair the token ids; null unless kept
   * @param fold of the comparison; -1 if the table has none
   * @param promptTruncated whether the prompt was cut
   * @param replyTruncated whether either reply was cut
   */
  record Encoded(
      Fate fate,
      @Nullable EncodedPair pair,
      int fold,
      boolean promptTruncated,
      boolean replyTruncated)
      implements Serializable {}

  @Override
  public Iterator<Encoded> call(Iterator<Row> rows) throws IOException {
    Path folder = LocalCopies.of(Executors.hadoop(), tokenizerFolder);
    try (ConversationEncoder encoder = ConversationEncoder.open(folder, limits)) {
      List<Encoded> encoded = new ArrayList<>();
      while (rows.hasNext()) {
        encode(rows.next(), encoder, encoded);
      }

      return encoded.iterator();
    }
  }

  private static void encode(Row row, ConversationEncoder encoder, List<Encoded> encoded) {
    Comparison comparison = ComparisonTable.fromRow(row);
    String group = row.getString(row.fieldIndex(Columns.PROMPT_CLUSTER));
    int fold = fold(row);
    List<EncodedConversation> replies =
        encoder.encodeReplies(comparison.prompt(), comparison.replies());
    List<Judgement> judgements = comparison.judgements();
    long decided = judgements.stream().filter(judgement -> !judgement.tie()).count();
    for (Judgement judgement : judgements) {
      EncodedConversation chosen = replies.get(judgement.chosen());
      EncodedConversation rejected = replies.get(judgement.rejected());
      Fate fate = fate(judgement, chosen, rejected);
      EncodedPair pair =
          fate == Fate.KEPT
              ? new EncodedPair(group, chosen.ids(), rejected.ids(), 0f, 1f / decided)
              : null;
      encoded.add(
          new Encoded(
              fate,
              pair,
              fold,
              chosen.promptTruncated(),
              chosen.replyTruncated() || rejected.replyTruncated()));
    }
  }

  private static int fold(Row row) {
    boolean has = Arrays.asList(row.schema().fieldNames()).contains(Columns.FOLD);
    return has ? row.getInt(row.fieldIndex(Columns.FOLD)) : -1;
  }

  private static Fate fate(
      Judgement judgement, EncodedConversation chosen, EncodedConversation rejected) {
    if (judgement.tie()) {
      return Fate.TIE;
    }

    return Arrays.equals(chosen.ids(), rejected.ids())
        ? Fate.IDENTICAL_AFTER_TRUNCATION
        : Fate.KEPT;
  }
}
