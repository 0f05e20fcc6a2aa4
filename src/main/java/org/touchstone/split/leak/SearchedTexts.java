package org.touchstone.split.leak;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.touchstone.preference.Message;
import org.touchstone.preference.Reply;
import org.touchstone.preference.Role;
import org.touchstone.schema.Columns;
import org.touchstone.schema.ComparisonTable;
import org.touchstone.text.Normaliser;

/**
 * The texts of a row by which a model that was trained on it would know another: its prompt without
 * system turns, and its opening user turn.
 *
 * <p>Where the prompt is empty, the user turns with which the replies open stand for it, and where
 * there are none, the replies together, whatever their order. A row that says nothing at all has
 * the empty text.
 *
 * <p>A text's id is the first 64 bits of the MD5 of its UTF-8 bytes, a hash that clusters do not
 * use: of 10^6 texts, two share an id with a chance of 3e-8.
 */
final class SearchedTexts implements FlatMapFunction<Row, Row> {

  private static final long serialVersionUID = 1L;

  static final String TEXT_ID = "text_id";
  static final String SIDE = "side";
  static final String TEXT = "text";

  static final StructType SCHEMA =
      new StructType()
          .add(Columns.COMPARISON_ID, DataTypes.StringType, false)
          .add(Columns.OCCURRENCE, DataTypes.IntegerType, false)
          .add(SIDE, DataTypes.IntegerType, false)
          .add(TEXT_ID, DataTypes.LongType, false)
          .add(TEXT, DataTypes.StringType, false);

  private final Map<String, Integer> sides;

  /** Takes the number of each split. */
  SearchedTexts(Map<String, Integer> sides) {
    this.sides = sides;
  }

  @Override
  public Iterator<Row> call(Row comparison) {
    String id = comparison.getAs(Columns.COMPARISON_ID);
    int occurrence = comparison.<Integer>getAs(Columns.OCCURRENCE);
    Integer side = sides.get(comparison.<String>getAs(Columns.SPLIT));
    List<Row> rows = new ArrayList<>(2);
    for (String text : texts(comparison)) {
      rows.add(RowFactory.create(id, occurrence, side, id(text), text));
    }

    return rows.iterator();
  }

  private static TreeSet<String> texts(Row comparison) {
    List<Message> turns = ComparisonTable.prompt(comparison);
    TreeSet<String> texts = new TreeSet<>();
    texts.add(joined(turns));
    opening(turns).ifPresent(texts::add);
    texts.remove("");
    if (texts.isEmpty()) {
      List<Reply> replies = ComparisonTable.replies(comparison);
      replies.forEach(reply -> opening(reply.messages()).ifPresent(texts::add));
      if (texts.isEmpty()) {
        texts.add(
            replies.stream()
                .map(reply -> joined(reply.messages()))
                .sorted()
                .collect(Collectors.joining(" "))
                .trim());
      }
    }

    if (texts.size() > 1) {
      texts.remove("");
    }

    return texts;
  }

  private static Optional<String> opening(List<Message> turns) {
    return turns.stream()
        .filter(turn -> turn.role() == Role.USER)
        .map(turn -> Normaliser.V2.apply(turn.text()))
        .filter(text -> !text.isEmpty())
        .findFirst();
  }

  private static String joined(List<Message> turns) {
    return Normaliser.V2.apply(
        turns.stream()
            .filter(turn -> turn.role() != Role.SYSTEM)
            .map(Message::text)
            .collect(Collectors.joining("\n")));
  }

  static long id(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(digest).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Cannot hash texts: every Java has MD5, this one not", e);
    }
  }
}
