package org.touchstone.contamination;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.touchstone.preference.Message;
import org.touchstone.preference.Reply;
import org.touchstone.preference.Role;
import org.touchstone.schema.Columns;
import org.touchstone.schema.ComparisonTable;
import org.touchstone.text.Normaliser;
import org.touchstone.text.WordSpans;

/** Looks for evaluation instances in the prompt and in each reply of a comparison. */
final class FindContamination implements UDF1<Row, Object> {

  private static final long serialVersionUID = 1L;

  /** Evidence of one row, the strongest first. */
  static final ArrayType TYPE =
      DataTypes.createArrayType(
          new StructType()
              .add(Columns.EVALUATION_SET, DataTypes.StringType, false)
              .add(Columns.INSTANCE, DataTypes.StringType, false)
              .add(Columns.PART, DataTypes.StringType, false)
              .add(Columns.COVERAGE, DataTypes.DoubleType, false)
              .add(Columns.LONGEST_WORDS, DataTypes.IntegerType, false)
              .add(Columns.MATCHED, DataTypes.StringType, false),
          false);

  private static final int MAX_EVIDENCE = 10;
  private static final int MAX_CHARACTERS = 300;

  private final Broadcast<EvaluationIndex> index;
  private final double moreThan;

  FindContamination(Broadcast<EvaluationIndex> index, double moreThan) {
    this.index = index;
    this.moreThan = moreThan;
  }

  /** Takes a row of prompt and replies, and returns rows of {@link #TYPE}. */
  @Override
  public Object call(Row comparison) {
    List<Row> evidence = new ArrayList<>();
    find("prompt", ComparisonTable.prompt(comparison), evidence);
    List<Reply> replies = ComparisonTable.replies(comparison);
    for (int i = 0; i < replies.size(); i++) {
      find("reply " + i, replies.get(i).messages(), evidence);
    }

    evidence.sort(Comparator.comparingDouble((Row row) -> row.getDouble(3)).reversed());
    return evidence.subList(0, Math.min(MAX_EVIDENCE, evidence.size())).toArray();
  }

  private void find(String part, List<Message> messages, List<Row> evidence) {
    EvaluationIndex grams = index.value();
    WordSpans text = WordSpans.of(Normaliser.V1.apply(joined(messages)));
    overlaps(text, grams)
        .forEach(
            (owner, overlap) -> {
              EvaluationIndex.Instance instance = grams.instance(owner);
              double coverage = (double) overlap.coveredWords() / instance.words();
              if (coverage > moreThan) {
                evidence.add(
                    RowFactory.create(
                        instance.set(),
                        instance.id(),
                        part,
                        coverage,
                        overlap.longestWords(),
                        overlap.shown(text, MAX_CHARACTERS)));
              }
            });
  }

  private static Map<Integer, Overlap> overlaps(WordSpans text, EvaluationIndex grams) {
    Map<Integer, Overlap> overlaps = new TreeMap<>();
    for (int length : grams.lengths()) {
      long[] runs = text.runs(length);
      for (int place = 0; place < runs.length; place++) {
        int entry = grams.find(runs[place]);
        if (entry >= 0) {
          do {
            overlaps
                .computeIfAbsent(grams.owner(entry), owner -> new Overlap())
                .add(grams.place(entry), place, length);
            entry++;
          } while (grams.continues(entry));
        }
      }
    }

    return overlaps;
  }

  private static String joined(List<Message> messages) {
    return messages.stream()
        .filter(message -> message.role() != Role.SYSTEM)
        .map(Message::text)
        .collect(Collectors.joining("\n"));
  }
}
