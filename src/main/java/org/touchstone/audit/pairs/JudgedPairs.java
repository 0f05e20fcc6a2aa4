package org.touchstone.audit.pairs;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;
import org.touchstone.preference.Comparison;
import org.touchstone.preference.Judgement;
import org.touchstone.preference.Message;
import org.touchstone.preference.Reply;
import org.touchstone.schema.Columns;
import org.touchstone.schema.ComparisonTable;
import org.touchstone.schema.ContentIds;
import org.touchstone.text.ContentHash;

/** Turns a scored comparison of K replies into K (K - 1) / 2 rows of {@link PairSchema}. */
public final class JudgedPairs implements FlatMapFunction<Row, Row> {

  private static final long serialVersionUID = 1L;

  private final String model;

  public JudgedPairs(String model) {
    this.model = model;
  }

  @Override
  public Iterator<Row> call(Row row) {
    Comparison comparison = ComparisonTable.fromRow(row);
    List<Double> rewards = rewards(row, comparison);
    List<String> ids = ids(comparison);
    String prompt = ContentIds.ofMessages(comparison.prompt());
    List<Judgement> judgements = ordered(comparison, ids);
    List<Row> pairs = new ArrayList<>(judgements.size());
    for (int i = 0; i < judgements.size(); i++) {
      pairs.add(pair(row, comparison, rewards, ids, prompt, judgements.get(i), i));
    }

    return pairs.iterator();
  }

  /**
   * Returns the two replies of a judgement, the preferred one first.
   *
   * @param comparison the row
   * @param number of the judgement, as in {@link PairSchema}
   */
  public static List<Reply> sides(Comparison comparison, int number) {
    Judgement judgement = ordered(comparison, ids(comparison)).get(number);
    return List.of(
        comparison.replies().get(judgement.chosen()),
        comparison.replies().get(judgement.rejected()));
  }

  private Row pair(
      Row row,
      Comparison comparison,
      List<Double> rewards,
      List<String> ids,
      String prompt,
      Judgement judgement,
      int number) {
    Reply chosen = comparison.replies().get(judgement.chosen());
    Reply rejected = comparison.replies().get(judgement.rejected());
    String left = ids.get(judgement.chosen());
    String right = ids.get(judgement.rejected());
    boolean chosenFirst = left.compareTo(right) < 0;
    return RowFactory.create(
        model,
        row.getAs(Columns.MODEL_DIGEST),
        row.getAs(Columns.COMPARISON_ID),
        row.getAs(Columns.OCCURRENCE),
        number,
        judgement.tie(),
        promptCluster(row, comparison),
        ContentHash.of(prompt, chosenFirst ? left : right, chosenFirst ? right : left),
        chosenFirst,
        comparison.source(),
        comparison.language(),
        comparison.annotator(),
        optional(row, Columns.SPLIT),
        comparison.prompt().size(),
        rewards.get(judgement.chosen()),
        rewards.get(judgement.rejected()),
        words(chosen),
        words(rejected),
        characters(chosen),
        characters(rejected));
  }

  /** Ids of the replies in the order of the row. */
  public static List<String> ids(Comparison comparison) {
    return comparison.replies().stream()
        .map(reply -> ContentIds.ofMessages(reply.messages()))
        .toList();
  }

  /** Judgements in an order that the order of the replies in the row cannot change. */
  private static List<Judgement> ordered(Comparison comparison, List<String> ids) {
    List<Judgement> judgements = new ArrayList<>(comparison.judgements());
    judgements.sort(Comparator.comparing(judgement -> sides(judgement, ids)));
    return judgements;
  }

  /** The ids of both sides; those of a tie by size, since neither side comes first. */
  private static String sides(Judgement judgement, List<String> ids) {
    String chosen = ids.get(judgement.chosen());
    String rejected = ids.get(judgement.rejected());
    boolean turn = judgement.tie() && chosen.compareTo(rejected) > 0;
    return turn ? rejected + chosen : chosen + rejected;
  }

  /** The rewards of a row, one a reply. */
  public static List<Double> rewards(Row row, Comparison comparison) {
    List<Double> rewards = row.getList(row.fieldIndex(Columns.REWARDS));
    int replies = comparison.replies().size();
    if (rewards == null || rewards.size() != replies) {
      throw new IllegalArgumentException(
          "Cannot audit comparison %s: %s rewards for %d replies, one each needed"
              .formatted(
                  row.getAs(Columns.COMPARISON_ID),
                  rewards == null ? "no" : rewards.size(),
                  replies));
    }

    for (Double reward : rewards) {
      if (reward == null || !Double.isFinite(reward)) {
        throw new IllegalArgumentException(
            "Cannot audit comparison %s: a reward is %s, must be finite"
                .formatted(row.getAs(Columns.COMPARISON_ID), reward));
      }
    }

    return rewards;
  }

  /** The cluster, or the prompt itself where prompts were not clustered. */
  public static String promptCluster(Row row, Comparison comparison) {
    String cluster = optional(row, Columns.PROMPT_CLUSTER);
    return cluster == null ? ContentIds.ofMessages(comparison.prompt()) : cluster;
  }

  private static @Nullable String optional(Row row, String column) {
    return List.of(row.schema().fieldNames()).contains(column) ? row.getAs(column) : null;
  }

  /** Runs of characters between white space. */
  public static int words(Reply reply) {
    int words = 0;
    for (Message message : reply.messages()) {
      String text = message.text();
      boolean inside = false;
      for (int i = 0; i < text.length(); i++) {
        boolean space = Character.isWhitespace(text.charAt(i));
        words += !space && !inside ? 1 : 0;
        inside = !space;
      }
    }

    return words;
  }

  private static int characters(Reply reply) {
    int characters = 0;
    for (Message message : reply.messages()) {
      String text = message.text();
      characters += text.codePointCount(0, text.length());
    }

    return characters;
  }
}
