package org.touchstone.contamination;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.udf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.touchstone.conversation.Prompts;
import org.touchstone.conversation.Refusal;
import org.touchstone.conversation.Turns;
import org.touchstone.preference.Message;
import org.touchstone.preference.Role;
import org.touchstone.schema.Columns;
import org.touchstone.schema.RowJson;

/**
 * Finds the training rows that hold what a model will be tested on.
 *
 * <p>Texts are compared by their words alone, without case, punctuation and symbols, though
 * duplicates are not: the published rules are stated for words, and looking too closely here would
 * let through what a model is tested on. So a training text that differs from an instance of
 * mathematics or code in operators only holds that instance: who learned the one answers the other
 * from memory, rightly or wrongly, and neither is a fair test.
 *
 * <p>Every n-gram of every instance is compared with every n-gram of every row, in one pass without
 * a shuffle: the instances are few enough for each executor to hold them all (up to 10 million
 * n-grams, some 200 MB).
 */
public final class Contamination {

  private static final long MAX_INSTANCES = 5_000_000;

  private final ContaminationSettings settings;
  private final EvaluationIndex index;

  /**
   * Prepares the search.
   *
   * @param settings what to look for
   */
  public Contamination(ContaminationSettings settings) {
    this.settings = settings;
    this.index = new EvaluationIndex(settings.wordsOrRule(), settings.shortestWords());
  }

  /**
   * Reads an evaluation set.
   *
   * @param set its name and columns
   * @param table its rows
   * @return this
   * @throws IllegalArgumentException if a column is missing or there are more than 5,000,000 rows
   */
  public Contamination reading(EvaluationSet set, Dataset<Row> table) {
    List<String> all = List.of(table.columns());
    boolean prompts = set.columns().isEmpty();
    List<String> columns =
        prompts ? Prompts.names().stream().filter(all::contains).toList() : set.columns();
    if (prompts ? !Prompts.areIn(all) : !all.containsAll(columns)) {
      throw new IllegalArgumentException(
          prompts
              ? "Cannot read evaluation set %s: none of its columns %s is a prompt; name those to look for with columns"
                  .formatted(set.name(), all)
              : "Cannot read evaluation set %s: columns %s are asked for, allowed are %s"
                  .formatted(set.name(), columns, all));
    }

    Dataset<Row> chosen =
        table.select(columns.stream().map(Contamination::named).toArray(Column[]::new));
    Iterator<Row> rows = chosen.toLocalIterator();
    for (long number = 0; rows.hasNext(); number++) {
      if (number == MAX_INSTANCES) {
        throw new IllegalArgumentException(
            "Cannot read evaluation set %s: it has more than %,d rows"
                .formatted(set.name(), MAX_INSTANCES));
      }

      ObjectNode record = RowJson.of(rows.next(), chosen.schema(), columns);
      if (prompts) {
        addPrompt(set, record, number);
      } else {
        addColumns(set, record, columns, number);
      }
    }

    return this;
  }

  /**
   * Returns how many texts are looked for.
   *
   * @return instances, one for each row and column that is not null and long enough
   */
  public int instances() {
    return index.instanceCount();
  }

  /**
   * Returns how many texts are too short to be looked for.
   *
   * @return texts of fewer than {@code shortest-words} words
   */
  public long tooShort() {
    return index.tooShort();
  }

  /**
   * Adds what was found. To be called once, after all sets were read.
   *
   * @param comparisons rows with prompt and replies
   * @return the rows with {@code contamination}, an array of the strongest matches; empty for a row
   *     that holds no instance
   */
  public Dataset<Row> search(Dataset<Row> comparisons) {
    index.seal();
    Broadcast<EvaluationIndex> grams =
        JavaSparkContext.fromSparkContext(comparisons.sparkSession().sparkContext())
            .broadcast(index);
    FindContamination find = new FindContamination(grams, settings.moreThanOrRule());
    Column parts = struct(col(Columns.PROMPT), col(Columns.REPLIES));
    return comparisons.withColumn(
        Columns.CONTAMINATION, udf(find, FindContamination.TYPE).apply(parts));
  }

  private void addColumns(EvaluationSet set, ObjectNode record, List<String> columns, long number) {
    for (String column : columns) {
      JsonNode value = record.path(column);
      if (!value.isNull()) {
        index.add(set.name(), "%s of row %d".formatted(column, number), text(value, column));
      }
    }
  }

  /** Rows may have their prompts under different names. */
  private void addPrompt(EvaluationSet set, ObjectNode record, long number) {
    String place = "prompt of row %d".formatted(number);
    try {
      index.add(set.name(), place, text(Prompts.read(record)));
    } catch (Refusal refusal) {
      record
          .fields()
          .forEachRemaining(
              field -> {
                if (Prompts.areIn(List.of(field.getKey()))) {
                  addUnread(set, field.getValue(), place);
                }
              });
    }
  }

  /** A prompt that cannot be read, such as one with an image, still has text. */
  private void addUnread(EvaluationSet set, JsonNode value, String place) {
    if (!value.isNull()) {
      index.add(set.name(), place, text(value, place));
    }
  }

  private static Column named(String column) {
    return col("`" + column.replace("`", "``") + "`");
  }

  /** Turns are joined; the system's says nothing of the instance. What is no turn is a text. */
  private static String text(JsonNode value, String column) {
    String plain = value.isValueNode() ? value.asText() : value.toString();
    if (value.isTextual() && !Turns.areMessages(value)) {
      return plain;
    }

    try {
      return text(Turns.of(value, column, Role.USER));
    } catch (Refusal refusal) {
      return plain;
    }
  }

  private static String text(List<Message> turns) {
    return turns.stream()
        .filter(turn -> turn.role() != Role.SYSTEM)
        .map(Message::content)
        .collect(Collectors.joining("\n"));
  }
}
