package org.touchstone.cluster;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.touchstone.artifact.LocalCopies;
import org.touchstone.model.ConversationEncoder;
import org.touchstone.model.EncodedConversation;
import org.touchstone.model.EncodingLimits;
import org.touchstone.model.UnencodableException;
import org.touchstone.preference.Comparison;
import org.touchstone.preference.Judgement;
import org.touchstone.schema.Columns;
import org.touchstone.schema.ComparisonTable;
import org.touchstone.train.EncodedComparison;
import org.touchstone.train.LossSettings;
import org.touchstone.train.LossSettings.Weighting;

/**
 * Turns comparisons into token ids that a loss can use, on executors: pairs of replies, or whole
 * lists.
 *
 * <p>A comparison of K replies gives K (K - 1) / 2 pairs less those the loss has no use for, each
 * of the weight 1 over their number unless every judgement is to count, so that a prompt with many
 * replies counts once (Ouyang et al. 2022, arXiv:2203.02155, eq. 1). Replies that are equal once
 * truncated teach nothing and are counted instead.
 */
final class PairEncoding implements FlatMapFunction<Iterator<Row>, PairEncoding.Encoded> {

  private static final long serialVersionUID = 1L;

  private final String tokenizerFolder;
  private final EncodingLimits limits;
  private final LossSettings loss;

  PairEncoding(String tokenizerFolder, EncodingLimits limits, LossSettings loss) {
    this.tokenizerFolder = tokenizerFolder;
    this.limits = limits;
    this.loss = loss;
  }

  /**
   * One or more judgements, encoded.
   *
   * @param kept what is trained on, at most one
   * @param fold of the comparison; -1 if it or the table has none
   * @param source where the comparison came from
   * @param counts what became of the judgements
   */
  record Encoded(List<EncodedComparison> kept, int fold, String source, EncodingCounts counts)
      implements Serializable {}

  @Override
  public Iterator<Encoded> call(Iterator<Row> rows) throws IOException {
    Path folder = LocalCopies.of(Executors.hadoop(), tokenizerFolder);
    try (ConversationEncoder encoder = ConversationEncoder.open(folder, limits)) {
      List<Encoded> encoded = new ArrayList<>();
      while (rows.hasNext()) {
        Row row = rows.next();
        encoded.addAll(encode(row, encoder));
      }

      return encoded.iterator();
    }
  }

  private List<Encoded> encode(Row row, ConversationEncoder encoder) {
    Comparison comparison = ComparisonTable.fromRow(row);
    try {
      return encode(
          new Source(
              comparison,
              encoder.encodeReplies(
                  comparison.context(), comparison.prompt(), comparison.replies()),
              row.getString(row.fieldIndex(Columns.PROMPT_CLUSTER)),
              fold(row)));
    } catch (UnencodableException e) {
      EncodingCounts refused = EncodingCounts.refused(comparison.judgements().size());
      return List.of(new Encoded(List.of(), fold(row), comparison.source(), refused));
    }
  }

  /** A row, with its replies as token ids. */
  private record Source(
      Comparison comparison, List<EncodedConversation> replies, String group, int fold) {

    boolean identical(Judgement judgement) {
      return Arrays.equals(
          replies.get(judgement.chosen()).ids(), replies.get(judgement.rejected()).ids());
    }

    boolean truncated(Judgement judgement) {
      return replies.get(judgement.chosen()).replyTruncated()
          || replies.get(judgement.rejected()).replyTruncated();
    }

    /** Counts one judgement; the loss says whether it is kept. */
    EncodingCounts count(Judgement judgement, Fate fate) {
      EncodedConversation chosen = replies.get(judgement.chosen());
      EncodedConversation rejected = replies.get(judgement.rejected());
      return EncodingCounts.of(
          fate, chosen.promptTruncated(), chosen.replyTruncated() || rejected.replyTruncated());
    }
  }

  /** What became of a judgement. */
  enum Fate {
    KEPT,
    TIE,
    /** Both replies were cut to the same tokens. */
    IDENTICAL_AFTER_TRUNCATION,
    /** Nothing was cut, but the chat template renders both replies alike. */
    RENDERED_ALIKE,
    UNRATED
  }

  private List<Encoded> encode(Source source) {
    return switch (loss.kind()) {
      case BRADLEY_TERRY, LENGTH_DEBIASED, SOFT_LABELS, DAVIDSON -> pairs(source);
      case PLACKETT_LUCE, RATING_REGRESSION -> List.of(list(source));
    };
  }

  private List<Encoded> pairs(Source source) {
    List<Judgement> judgements = source.comparison().judgements();
    long decided = judgements.stream().filter(judgement -> !judgement.tie()).count();
    long used = usesTies() ? judgements.size() : decided;
    List<Encoded> encoded = new ArrayList<>();
    for (Judgement judgement : judgements) {
      Fate fate = fate(source, judgement);
      List<EncodedComparison> kept =
          fate == Fate.KEPT ? List.of(pair(source, judgement, used, decided)) : List.of();
      encoded.add(encoded(source, kept, source.count(judgement, fate)));
    }

    return encoded;
  }

  private EncodedComparison pair(Source source, Judgement judgement, long used, long decided) {
    Comparison comparison = source.comparison();
    Double margin = comparison.replies().size() == 2 ? comparison.margin() : null;
    return new EncodedComparison(
        source.group(),
        new int[][] {
          source.replies().get(judgement.chosen()).ids(),
          source.replies().get(judgement.rejected()).ids()
        },
        new int[][] {{1, judgement.tie() ? 1 : 2}},
        new float[0],
        margin == null ? 0 : (float) (loss.marginScale() * margin),
        share(used),
        share(decided));
  }

  /** Whole, without replies that equal a better one; so only strict pairs and ties are left. */
  private Encoded list(Source source) {
    EncodingCounts counts = EncodingCounts.NONE;
    long decided = 0;
    for (Judgement judgement : source.comparison().judgements()) {
      Fate fate = fate(source, judgement);
      counts = counts.plus(source.count(judgement, fate));
      decided += judgement.tie() ? 0 : 1;
    }

    List<Integer> places = distinct(source);
    boolean kept = counts.kept() > 0 && places.size() > 1;
    return encoded(
        source, kept ? List.of(listed(source, places, counts.kept(), decided)) : List.of(), counts);
  }

  private static Encoded encoded(
      Source source, List<EncodedComparison> kept, EncodingCounts counts) {
    return new Encoded(kept, source.fold(), source.comparison().source(), counts);
  }

  private EncodedComparison listed(Source source, List<Integer> places, long used, long decided) {
    Comparison comparison = source.comparison();
    List<Double> ratings = comparison.ratings();
    int[][] replies = new int[places.size()][];
    int[] ranks = new int[places.size()];
    float[] rated = new float[ratings == null ? 0 : places.size()];
    for (int i = 0; i < replies.length; i++) {
      replies[i] = source.replies().get(places.get(i)).ids();
      ranks[i] = comparison.ranks().get(places.get(i));
      if (ratings != null) {
        rated[i] = (float) (loss.ratingScale() * ratings.get(places.get(i)));
      }
    }

    float weight = loss.weighting() == Weighting.COMPARISONS ? 1 : used;
    return new EncodedComparison(
        source.group(), replies, new int[][] {ranks}, rated, 0, weight, share(decided));
  }

  private static List<Integer> distinct(Source source) {
    List<Integer> places = new ArrayList<>();
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < source.replies().size(); i++) {
      order.add(i);
    }

    order.sort(Comparator.comparing(place -> source.comparison().ranks().get(place)));
    for (int place : order) {
      int[] ids = source.replies().get(place).ids();
      if (places.stream().noneMatch(p -> Arrays.equals(source.replies().get(p).ids(), ids))) {
        places.add(place);
      }
    }

    return places;
  }

  private float share(long judgements) {
    return loss.weighting() == Weighting.COMPARISONS && judgements > 0 ? 1f / judgements : 1;
  }

  /** Says whether judgements of the same two replies become one. */
  boolean sharesPairs() {
    return loss.kind() == LossSettings.Kind.SOFT_LABELS;
  }

  Weighting weighting() {
    return loss.weighting();
  }

  private boolean usesTies() {
    return switch (loss.kind()) {
      case SOFT_LABELS, DAVIDSON, RATING_REGRESSION -> true;
      case BRADLEY_TERRY, PLACKETT_LUCE, LENGTH_DEBIASED -> false;
    };
  }

  private Fate fate(Source source, Judgement judgement) {
    if (loss.kind() == LossSettings.Kind.RATING_REGRESSION
        && source.comparison().ratings() == null) {
      return Fate.UNRATED;
    }

    if (judgement.tie() && !usesTies()) {
      return Fate.TIE;
    }

    if (!source.identical(judgement)) {
      return Fate.KEPT;
    }

    return source.truncated(judgement) ? Fate.IDENTICAL_AFTER_TRUNCATION : Fate.RENDERED_ALIKE;
  }

  private static int fold(Row row) {
    boolean has = Arrays.asList(row.schema().fieldNames()).contains(Columns.FOLD);
    return has && !row.isNullAt(row.fieldIndex(Columns.FOLD))
        ? row.getInt(row.fieldIndex(Columns.FOLD))
        : -1;
  }
}
