package org.touchstone.statistics;

import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.touchstone.preference.Comparison;
import org.touchstone.preference.Judgement;
import org.touchstone.preference.Message;
import org.touchstone.preference.Reply;
import org.touchstone.schema.Columns;
import org.touchstone.schema.ComparisonTable;

/** Counts the rows of a partition: one row for each group, measure and bucket of values. */
final class TallyRows implements MapPartitionsFunction<Row, Row> {

  private static final long serialVersionUID = 1L;

  static final String MEASURE = "measure";
  static final String BUCKET = "bucket";
  static final String COUNT = "count";
  static final String SUM = "sum";
  static final String LEAST = "least";
  static final String MOST = "most";

  static final StructType SCHEMA =
      new StructType()
          .add(Columns.SOURCE, DataTypes.StringType, false)
          .add(Columns.SPLIT, DataTypes.StringType, false)
          .add(MEASURE, DataTypes.StringType, false)
          .add(BUCKET, DataTypes.LongType, false)
          .add(COUNT, DataTypes.LongType, false)
          .add(SUM, DataTypes.LongType, false)
          .add(LEAST, DataTypes.LongType, false)
          .add(MOST, DataTypes.LongType, false);

  private record Cell(String source, String split, Measure measure, long bucket) {}

  /** Times, sum, least, most. */
  private static final class Cells {

    private final Map<Cell, long[]> tallies = new HashMap<>();
    private String source = "";
    private String split = "";

    void add(Measure measure, long value) {
      long[] tally =
          tallies.computeIfAbsent(
              new Cell(source, split, measure, Histogram.bucket(value)),
              cell -> new long[] {0, 0, Long.MAX_VALUE, Long.MIN_VALUE});
      tally[0]++;
      tally[1] += value;
      tally[2] = Math.min(tally[2], value);
      tally[3] = Math.max(tally[3], value);
    }
  }

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    Cells cells = new Cells();
    rows.forEachRemaining(row -> count(row, cells));
    return cells.tallies.entrySet().stream().map(TallyRows::row).iterator();
  }

  private static Row row(Map.Entry<Cell, long[]> entry) {
    Cell cell = entry.getKey();
    long[] tally = entry.getValue();
    return RowFactory.create(
        cell.source,
        cell.split,
        cell.measure.name(),
        cell.bucket,
        tally[0],
        tally[1],
        tally[2],
        tally[3]);
  }

  private static void count(Row row, Cells cells) {
    Comparison comparison = ComparisonTable.fromRow(row);
    cells.source = comparison.source();
    cells.split = row.getAs(Columns.SPLIT);
    cells.add(Measure.ROWS, 1);
    cells.add(Measure.PROMPT_TURNS, comparison.prompt().size());
    cells.add(Measure.PROMPT_WORDS, words(comparison.prompt()));
    cells.add(Measure.PROMPT_CHARACTERS, characters(comparison.prompt()));
    countReplies(comparison, cells);
    String kind = row.getAs(Columns.DUPLICATE_KIND);
    if (kind != null) {
      cells.add(Measure.valueOf("DUPLICATE_" + kind.toUpperCase(Locale.ROOT)), 1);
    }

    if (!row.getList(row.fieldIndex(Columns.CONTRADICTION)).isEmpty()) {
      cells.add(Measure.CONTRADICTORY_ROWS, 1);
    }
  }

  private static void countReplies(Comparison comparison, Cells cells) {
    List<Reply> replies = comparison.replies();
    long[] words = new long[replies.size()];
    long[] characters = new long[replies.size()];
    for (int i = 0; i < words.length; i++) {
      List<Message> messages = replies.get(i).messages();
      words[i] = words(messages);
      characters[i] = characters(messages);
      cells.add(Measure.REPLIES, 1);
      cells.add(Measure.REPLY_TURNS, messages.size());
      cells.add(Measure.REPLY_WORDS, words[i]);
      cells.add(Measure.REPLY_CHARACTERS, characters[i]);
    }

    for (Judgement judgement : comparison.judgements()) {
      cells.add(Measure.JUDGEMENTS, 1);
      if (judgement.tie()) {
        cells.add(Measure.TIES, 1);
      } else {
        int chosen = judgement.chosen();
        int rejected = judgement.rejected();
        cells.add(Measure.CHOSEN_WORDS, words[chosen]);
        cells.add(Measure.REJECTED_WORDS, words[rejected]);
        cells.add(Measure.CHOSEN_CHARACTERS, characters[chosen]);
        cells.add(Measure.REJECTED_CHARACTERS, characters[rejected]);
        cells.add(LONGER_SAME_SHORTER_WORDS[order(words, judgement)], 1);
        cells.add(LONGER_SAME_SHORTER_CHARACTERS[order(characters, judgement)], 1);
      }
    }
  }

  private static final Measure[] LONGER_SAME_SHORTER_WORDS = {
    Measure.LONGER_WORDS, Measure.SAME_WORDS, Measure.SHORTER_WORDS
  };

  private static final Measure[] LONGER_SAME_SHORTER_CHARACTERS = {
    Measure.LONGER_CHARACTERS, Measure.SAME_CHARACTERS, Measure.SHORTER_CHARACTERS
  };

  /** 0 if the preferred reply is longer, 1 if they are equal, 2 if it is shorter. */
  private static int order(long[] lengths, Judgement judgement) {
    return 1 - Long.signum(lengths[judgement.chosen()] - lengths[judgement.rejected()]);
  }

  private static long characters(List<Message> messages) {
    return messages.stream()
        .map(Message::content)
        .mapToLong(text -> text.codePointCount(0, text.length()))
        .sum();
  }

  private static long words(List<Message> messages) {
    return messages.stream().map(Message::content).mapToLong(TallyRows::words).sum();
  }

  /** Counts the runs of characters that are no white space. */
  private static long words(String text) {
    long words = 0;
    boolean inWord = false;
    for (int i = 0; i < text.length(); i++) {
      boolean blank = Character.isWhitespace(text.charAt(i));
      words += inWord || blank ? 0 : 1;
      inWord = !blank;
    }

    return words;
  }
}
