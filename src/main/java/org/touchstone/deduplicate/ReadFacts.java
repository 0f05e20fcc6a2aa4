package org.touchstone.deduplicate;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.touchstone.schema.Columns;
import org.touchstone.text.ContentHash;
import org.touchstone.text.Normaliser;

/**
 * Reduces a comparison to the ids of its texts: prompt, openings and replies as vertices, the
 * unordered set of replies under the prompt, and the ranks in the order of that set.
 */
final class ReadFacts implements MapFunction<Row, Row> {

  private static final long serialVersionUID = 1L;

  /** The 64-bit id of the prompt. */
  static final String PROMPT_VERTEX = "prompt_vertex";

  /** The 64-bit ids of the openings, of which there may be none. */
  static final String OPENINGS = "openings";

  /** The 64-bit id of each reply, in the order of the row. */
  static final String REPLY_VERTICES = "reply_vertices";

  /**
   * The ids of prompt and openings as words alone, each before the vertex of the text itself: texts
   * that differ in punctuation, symbols or case only have one such id.
   */
  static final String WORDS = "words";

  /** 32 hexadecimal digits: equal for the same replies, in any order, under one prompt. */
  static final String SET_ID = "set_id";

  /** The rank of each reply in the order of the set, with commas between: 1 is best. */
  static final String SET_RANKS = "set_ranks";

  static final StructType SCHEMA =
      new StructType()
          .add(Columns.COMPARISON_ID, DataTypes.StringType, false)
          .add(Columns.OCCURRENCE, DataTypes.IntegerType, false)
          .add(PROMPT_VERTEX, DataTypes.LongType, false)
          .add(OPENINGS, DataTypes.createArrayType(DataTypes.LongType, false), false)
          .add(WORDS, DataTypes.createArrayType(DataTypes.LongType, false), false)
          .add(REPLY_VERTICES, DataTypes.createArrayType(DataTypes.LongType, false), false)
          .add(SET_ID, DataTypes.StringType, false)
          .add(SET_RANKS, DataTypes.StringType, false);

  private final Normaliser form;

  ReadFacts(Normaliser form) {
    this.form = form;
  }

  @Override
  public Row call(Row comparison) {
    RowTexts texts = RowTexts.of(comparison, form);
    List<Integer> order = order(comparison, texts);
    List<Integer> ranks = comparison.getList(comparison.fieldIndex(Columns.RANKS));
    ContentHash set = new ContentHash().add(Long.toHexString(texts.promptVertex()));
    order.forEach(index -> set.add(texts.replies().get(index)));
    return RowFactory.create(
        comparison.getAs(Columns.COMPARISON_ID),
        comparison.getAs(Columns.OCCURRENCE),
        texts.promptVertex(),
        texts.openings().stream().map(Part.PROMPT::vertex).toArray(),
        texts.promptTexts().stream().flatMap(ReadFacts::words).toArray(),
        texts.replies().stream().map(Part.REPLY::vertex).toArray(),
        set.hex(),
        order.stream().map(index -> ranks.get(index).toString()).collect(Collectors.joining(",")));
  }

  private static Stream<Long> words(String text) {
    return Stream.of(Part.PROMPT.vertex(Normaliser.V1.apply(text)), Part.PROMPT.vertex(text));
  }

  /**
   * Returns the indices of the replies in the order of the set: by normalised text, then by what
   * was written, so that the order in the row does not matter.
   */
  static List<Integer> order(Row comparison, RowTexts texts) {
    List<Row> replies = comparison.getList(comparison.fieldIndex(Columns.REPLIES));
    return IntStream.range(0, replies.size())
        .boxed()
        .sorted(
            Comparator.<Integer, String>comparing(texts.replies()::get)
                .thenComparing(index -> replies.get(index).<String>getAs(Columns.REPLY_ID)))
        .toList();
  }
}
