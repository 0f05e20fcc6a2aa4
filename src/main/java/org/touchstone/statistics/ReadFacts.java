package org.touchstone.statistics;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.touchstone.preference.Message;
import org.touchstone.preference.Reply;
import org.touchstone.schema.Columns;
import org.touchstone.schema.ComparisonTable;
import org.touchstone.text.ContentHash;

/**
 * Reads the texts of each comparison and keeps {@link Facts}, keyed by opening and prompt; rows
 * without a prompt are keyed by their replies, in any order, which is all they can have in common.
 */
final class ReadFacts implements MapPartitionsFunction<Row, Row> {

  private static final long serialVersionUID = 1L;

  /** A 64-bit hash of the turns of the prompt up to its first by a user. */
  static final String OPENING_KEY = "opening_key";

  /** A 64-bit hash of all turns of the prompt. */
  static final String PROMPT_KEY = "prompt_key";

  /** The bytes of {@link Facts#encode()}. */
  static final String FACTS = "facts";

  /** Stands for all sources, or splits, beyond the cap. */
  static final String OTHERS = "(others)";

  static final StructType SCHEMA =
      new StructType()
          .add(OPENING_KEY, DataTypes.LongType, false)
          .add(PROMPT_KEY, DataTypes.LongType, false)
          .add(Columns.COMPARISON_ID, DataTypes.StringType, false)
          .add(Columns.OCCURRENCE, DataTypes.IntegerType, false)
          .add(FACTS, DataTypes.BinaryType, false);

  private final Set<String> sources;
  private final Set<String> splits;

  /** Keeps the named sources and splits apart and joins all others. */
  ReadFacts(Set<String> sources, Set<String> splits) {
    this.sources = Set.copyOf(sources);
    this.splits = Set.copyOf(splits);
  }

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    PromptFacts.Recent prompts = new PromptFacts.Recent();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return rows.hasNext();
      }

      @Override
      public Row next() {
        return read(rows.next(), prompts);
      }
    };
  }

  private Row read(Row row, PromptFacts.Recent prompts) {
    PromptFacts prompt = prompts.of(ComparisonTable.prompt(row));
    Facts facts = facts(row, prompt, ComparisonTable.replies(row));
    return RowFactory.create(
        facts.hasPrompt() ? prompt.openingKey() : key(facts.replyIds()),
        facts.hasPrompt() ? prompt.key() : key(facts.replyIds()),
        facts.id(),
        facts.occurrence(),
        facts.encode());
  }

  private Facts facts(Row row, PromptFacts prompt, List<Reply> replies) {
    List<Message> first = replies.get(0).messages();
    String[] openings = new String[replies.size() + 1];
    long[][] numbers = new long[replies.size()][];
    openings[0] = prompt.opening();
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = Facts.numbers(replies.get(i).messages());
      numbers[i][Facts.REFUSAL] = Refusals.isRefusal(replies.get(i)) ? 1 : 0;
      openings[i + 1] = Openings.of(replies.get(i).messages().get(0).content());
    }

    String language = Languages.given(row.getAs(Columns.LANGUAGE));
    addTokens(row, numbers);
    return new Facts(
        row.getAs(Columns.COMPARISON_ID),
        row.<Integer>getAs(Columns.OCCURRENCE),
        kept(row.getAs(Columns.SOURCE), sources),
        kept(row.getAs(Columns.SPLIT), splits),
        language == null ? prompt.language(first) : language,
        row.getAs(Columns.ANNOTATOR),
        row.getAs(Columns.PROMPT_CLUSTER),
        row.getAs(Columns.DUPLICATE_KIND),
        !row.getList(row.fieldIndex(Columns.CONTRADICTION)).isEmpty(),
        prompt.numbers(),
        numbers,
        replyIds(row),
        ranks(row),
        ratings(row),
        margin(row),
        openings,
        prompt.openingTurn());
  }

  private static String kept(String name, Set<String> kept) {
    return kept.contains(name) ? name : OTHERS;
  }

  private static void addTokens(Row row, long[][] numbers) {
    int field = row.fieldIndex(Columns.TOKENS);
    if (!row.isNullAt(field)) {
      List<Integer> tokens = row.getList(field);
      for (int i = 0; i < numbers.length && i < tokens.size(); i++) {
        numbers[i][Facts.TOKENS] = tokens.get(i);
      }
    }
  }

  private static String[] replyIds(Row row) {
    List<Row> replies = row.getList(row.fieldIndex(Columns.REPLIES));
    return replies.stream().map(reply -> reply.getString(0)).toArray(String[]::new);
  }

  private static int[] ranks(Row row) {
    List<Integer> ranks = row.getList(row.fieldIndex(Columns.RANKS));
    return ranks.stream().mapToInt(Integer::intValue).toArray();
  }

  private static double @Nullable [] ratings(Row row) {
    int field = row.fieldIndex(Columns.RATINGS);
    if (row.isNullAt(field)) {
      return null;
    }

    List<Double> ratings = row.getList(field);
    return ratings.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static double margin(Row row) {
    Double margin = row.getAs(Columns.MARGIN);
    return margin == null ? Double.NaN : margin;
  }

  private static long key(String[] replyIds) {
    String[] sorted = replyIds.clone();
    Arrays.sort(sorted);
    return ContentHash.keyed(0, String.join(" ", sorted));
  }
}
