package org.touchstone.audit;

import static org.apache.spark.sql.functions.col;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.touchstone.audit.pairs.ExampleSource;
import org.touchstone.audit.pairs.JudgedPairs;
import org.touchstone.audit.pairs.ScoredPair;
import org.touchstone.audit.settings.Excerpts;
import org.touchstone.audit.statistic.Outcomes;
import org.touchstone.preference.Message;
import org.touchstone.preference.Reply;
import org.touchstone.report.Example;
import org.touchstone.schema.Columns;
import org.touchstone.schema.ComparisonTable;

/** Fetches texts of the rows shown, and of no others, from the comparisons. */
final class SparkExamples implements ExampleSource {

  private record Key(String comparisonId, int occurrence) {}

  private final Dataset<Row> comparisons;
  private final Excerpts excerpts;

  SparkExamples(Dataset<Row> comparisons, Excerpts excerpts) {
    this.comparisons = comparisons;
    this.excerpts = excerpts;
  }

  @Override
  public List<Example> show(List<ScoredPair> pairs) {
    Map<Key, Row> rows = excerpts == Excerpts.NONE ? Map.of() : rows(pairs);
    return pairs.stream()
        .map(pair -> example(pair, rows.get(new Key(pair.comparisonId(), pair.occurrence()))))
        .toList();
  }

  private Map<Key, Row> rows(List<ScoredPair> pairs) {
    Object[] ids = pairs.stream().map(ScoredPair::comparisonId).distinct().toArray();
    Map<Key, Row> rows = new HashMap<>();
    for (Row row : comparisons.where(col(Columns.COMPARISON_ID).isin(ids)).collectAsList()) {
      rows.put(
          new Key(row.getAs(Columns.COMPARISON_ID), row.<Integer>getAs(Columns.OCCURRENCE)), row);
    }

    return rows;
  }

  private Example example(ScoredPair pair, @Nullable Row row) {
    List<Reply> replies = row == null ? List.of() : sides(pair, row);
    return new Example(
        pair.comparisonId(),
        pair.occurrence(),
        pair.source(),
        pair.chosenReward(),
        pair.rejectedReward(),
        Outcomes.confidence(pair.chosenReward() - pair.rejectedReward()),
        pair.chosenWords(),
        pair.rejectedWords(),
        row == null ? null : excerpts.end(text(ComparisonTable.prompt(row))),
        replies.isEmpty() ? null : excerpts.start(text(replies.get(0).messages())),
        replies.isEmpty() ? null : excerpts.start(text(replies.get(1).messages())));
  }

  private static List<Reply> sides(ScoredPair pair, Row row) {
    return JudgedPairs.sides(ComparisonTable.fromRow(row), pair.judgement());
  }

  private static String text(List<Message> messages) {
    StringBuilder text = new StringBuilder();
    for (Message message : messages) {
      text.append(text.length() == 0 ? "" : "\n\n")
          .append(message.role().label())
          .append(": ")
          .append(message.text());
    }

    return text.toString();
  }
}
