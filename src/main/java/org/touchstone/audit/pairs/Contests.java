package org.touchstone.audit.pairs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.touchstone.schema.Columns;

/** Lets models trained apart judge pools of replies; numbers, no texts, come to the driver. */
public final class Contests {

  private static final int GOLD = 0;
  private static final int CHOOSER = 1;
  private static final int FIRST_MEMBER = 2;

  private Contests() {}

  /**
   * Judges pools.
   *
   * @param pools prompts with many replies
   * @param jury who chooses and who says what the choice is worth
   * @param most replies that the driver may hold
   * @throws IllegalArgumentException if there are more, or none
   */
  public static Contest of(PoolTable pools, Jury jury, long most) {
    ContestedReplies replies =
        ContestedReplies.of(pools).judgedBy(jury.judge()).judgedBy(jury.chooser());
    int members = jury.members().size() < 2 ? 0 : jury.members().size();
    for (UnaryOperator<Dataset<Row>> member : jury.members().subList(0, members)) {
      replies = replies.judgedBy(member);
    }

    int limit = (int) Math.min(most, Integer.MAX_VALUE - 1L);
    List<Row> rows = replies.numbers().limit(limit + 1).collectAsList();
    if (rows.isEmpty() || rows.size() > limit) {
      throw new IllegalArgumentException(
          "Cannot audit pools %s: %s replies to prompts with at least %d different ones, must be from 1 to max-pairs = %d"
              .formatted(
                  pools.name(), rows.isEmpty() ? "no" : "over " + limit, Pool.FEWEST, limit));
    }

    return of(pools.name(), jury.gold(), rows, members, replies.unread());
  }

  private static Contest of(String name, String gold, List<Row> rows, int members, long unread) {
    List<Row> scored = rows.stream().filter(row -> scored(row, FIRST_MEMBER + members)).toList();
    Map<String, List<Row>> prompts = new TreeMap<>();
    scored.forEach(
        row ->
            prompts
                .computeIfAbsent(row.getAs(ContestedReplies.PROMPT_ID), unused -> new ArrayList<>())
                .add(row));
    List<List<Row>> pools =
        prompts.values().stream().filter(pool -> pool.size() >= Pool.FEWEST).toList();
    pools.forEach(
        pool -> pool.sort(Comparator.comparing(row -> row.getAs(ContestedReplies.REPLY_ID))));
    List<ToDoubleFunction<Row>> standardised =
        IntStream.range(FIRST_MEMBER, FIRST_MEMBER + members)
            .mapToObj(judge -> standardised(scored, judge))
            .toList();
    return new Contest(
        name,
        gold,
        pools.stream().map(pool -> pool(pool, row -> reward(row, CHOOSER))).toList(),
        together(pools, standardised, values -> Arrays.stream(values).average().orElseThrow()),
        together(pools, standardised, values -> Arrays.stream(values).min().orElseThrow()),
        rows.size() - scored.size() + unread);
  }

  private static boolean scored(Row row, int judges) {
    return IntStream.range(0, judges)
        .noneMatch(judge -> row.isNullAt(row.fieldIndex(ContestedReplies.reward(judge))));
  }

  private static double reward(Row row, int judge) {
    return row.<Double>getAs(ContestedReplies.reward(judge));
  }

  /** Models that were trained apart have scales of their own. */
  private static ToDoubleFunction<Row> standardised(List<Row> rows, int judge) {
    double mean = rows.stream().mapToDouble(row -> reward(row, judge)).average().orElse(0);
    double variance =
        rows.stream()
            .mapToDouble(row -> (reward(row, judge) - mean) * (reward(row, judge) - mean))
            .average()
            .orElse(0);
    double deviation = variance > 0 ? Math.sqrt(variance) : 1;
    return row -> (reward(row, judge) - mean) / deviation;
  }

  private static List<Pool> together(
      List<List<Row>> pools, List<ToDoubleFunction<Row>> members, ToDoubleFunction<double[]> rule) {
    if (members.isEmpty()) {
      return List.of();
    }

    return pools.stream()
        .map(
            pool ->
                pool(
                    pool,
                    row ->
                        rule.applyAsDouble(
                            members.stream()
                                .mapToDouble(member -> member.applyAsDouble(row))
                                .toArray())))
        .toList();
  }

  private static Pool pool(List<Row> rows, ToDoubleFunction<Row> looks) {
    return new Pool(
        rows.get(0).getAs(Columns.PROMPT_CLUSTER),
        rows.stream().mapToDouble(looks).toArray(),
        rows.stream().mapToDouble(row -> reward(row, GOLD)).toArray(),
        rows.stream().mapToDouble(row -> row.<Integer>getAs(ContestedReplies.WORDS)).toArray());
  }
}
