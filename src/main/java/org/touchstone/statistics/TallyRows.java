package org.touchstone.statistics;

import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;

/**
 * Tallies a partition of {@link Facts} in which the rows of an opening turn, and of a prompt, stand
 * together. Holds the tallies of its groups and the rows of one prompt, up to a cap on its pairs.
 */
final class TallyRows implements MapPartitionsFunction<Row, Row> {

  private static final long serialVersionUID = 1L;

  /** Openings held before they are sent on. */
  private static final int MAX_OPENINGS = 100_000;

  /**
   * What bounds a tally.
   *
   * @param maxPairsPerPrompt pairs of replies over the rows of a prompt; above it, the prompt is
   *     left out of agreement, cycles and scores
   * @param named annotators with a record of their own, by source, those with most rows first
   * @param paired how many of them are compared pair by pair
   */
  record Limits(int maxPairsPerPrompt, Map<String, List<String>> named, int paired)
      implements Serializable {

    Set<String> named(String source) {
      return Set.copyOf(named.getOrDefault(source, List.of()));
    }

    Set<String> paired(String source) {
      List<String> all = named.getOrDefault(source, List.of());
      return Set.copyOf(all.subList(0, Math.min(paired, all.size())));
    }
  }

  private final Limits limits;

  TallyRows(Limits limits) {
    this.limits = limits;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    Partition partition = new Partition(limits);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        while (partition.out.isEmpty() && rows.hasNext()) {
          partition.add(rows.next());
        }

        if (partition.out.isEmpty()) {
          partition.finish();
        }

        return !partition.out.isEmpty();
      }

      @Override
      public Row next() {
        return partition.out.remove();
      }
    };
  }

  /** What is held of a partition. */
  private static final class Partition {
    private final Deque<Row> out = new ArrayDeque<>();
    private final Map<Group, Tally> tallies = new HashMap<>();
    private final Map<Group, PromptSums> sums = new LinkedHashMap<>();
    private final Map<Group, long[]> openingRows = new LinkedHashMap<>();
    private final List<Facts> prompt = new ArrayList<>();
    private final Map<TallyTable.Opening, TallyTable.Times> openings = new HashMap<>();
    private Set<String> textsOfPrompt = new HashSet<>();
    private final Limits limits;
    private long pairs;
    private long openingKey;
    private long promptKey;
    private boolean started;
    private boolean finished;

    Partition(Limits limits) {
      this.limits = limits;
    }

    void add(Row row) {
      if (started && row.getLong(1) != promptKey) {
        closePrompt();
      }

      if (started && row.getLong(0) != openingKey) {
        closeOpening();
      }

      started = true;
      openingKey = row.getLong(0);
      promptKey = row.getLong(1);
      add(Facts.decode(row.getAs(ReadFacts.FACTS)));
    }

    private void add(Facts facts) {
      List<Group> groups = Group.of(facts);
      // What adds up over rows is added up over groups at the end.
      tally(groups.get(groups.size() - 1)).rows().add(facts);
      if (groups.get(groups.size() - 1).kind() != GroupKind.LANGUAGE) {
        tally(groups.get(2)).rows().add(facts);
      } else {
        tally(groups.get(1)).rows().add(facts);
      }

      for (Group group : groups) {
        sums.computeIfAbsent(group, unseen -> new PromptSums()).add(facts);
        if (facts.hasPrompt()) {
          openingRows.computeIfAbsent(group, unseen -> new long[1])[0]++;
        }
      }

      pairs += (long) facts.ranks().length * (facts.ranks().length - 1) / 2;
      if (prompt.isEmpty() || pairs <= limits.maxPairsPerPrompt()) {
        prompt.add(facts);
      }

      addOpenings(facts);
    }

    /** What a prompt repeats is one text. */
    private void addOpenings(Facts facts) {
      String source = facts.source();
      if (textsOfPrompt.add(source)) {
        count(new TallyTable.Opening(Side.PROMPT, source, facts.openings()[0]), facts.id());
      }

      count(new TallyTable.Opening(Side.OPENING_TURN, source, facts.openingTurn()), facts.id());
      for (int i = 0; i < facts.replyIds().length; i++) {
        if (textsOfPrompt.add(facts.replyIds()[i] + source)) {
          count(new TallyTable.Opening(Side.REPLY, source, facts.openings()[i + 1]), facts.id());
        }
      }

      String cluster = facts.cluster();
      if (cluster != null) {
        count(new TallyTable.Opening(Side.CLUSTER, facts.source(), cluster), facts.id());
      }

      if (openings.size() >= MAX_OPENINGS) {
        sendOpenings();
      }
    }

    private void count(TallyTable.Opening opening, String example) {
      if (opening.text().isEmpty()) {
        return;
      }

      openings.merge(opening, new TallyTable.Times(1, example), TallyTable.Times::plus);
    }

    private void sendOpenings() {
      openings.forEach((opening, times) -> out.add(TallyTable.row(opening, times)));
      openings.clear();
    }

    private void closePrompt() {
      boolean named = prompt.get(0).hasPrompt();
      sums.forEach((group, trials) -> add(tally(group).prompts(), trials, named));
      Set<Group> groupsOfPrompt = Set.copyOf(sums.keySet());
      sums.clear();
      if (pairs > limits.maxPairsPerPrompt()) {
        groupsOfPrompt.forEach(group -> tally(group).prompts().promptsLeftOut++);
      } else if (pairs > 1) {
        JudgedPrompt all = new JudgedPrompt(prompt);
        rowsByGroup()
            .forEach(
                (group, rows) ->
                    judge(group, rows.size() == prompt.size() ? all : new JudgedPrompt(rows)));
      } else {
        groupsOfPrompt.forEach(group -> tally(group).prompts().pairs++);
      }

      prompt.clear();
      textsOfPrompt = new HashSet<>();
      pairs = 0;
    }

    private static void add(PromptTally tally, PromptSums trials, boolean named) {
      if (named) {
        tally.add(trials);
      } else {
        tally.addTrials(trials);
      }
    }

    private Map<Group, List<Facts>> rowsByGroup() {
      Map<Group, List<Facts>> groups = new LinkedHashMap<>();
      for (Facts facts : prompt) {
        Group.of(facts)
            .forEach(group -> groups.computeIfAbsent(group, key -> new ArrayList<>()).add(facts));
      }

      return groups;
    }

    private void judge(Group group, JudgedPrompt judged) {
      Tally tally = tally(group);
      RowTally shown = tally.rows();
      judged.addOrder(
          tally.prompts(), (kind, rows) -> shown.keep(kind, new RowTally.Example(rows)));
      boolean one = group.kind() == GroupKind.SOURCE;
      judged.addAgreement(
          tally.prompts(),
          one ? limits.named(group.source()) : Set.of(),
          one ? limits.paired(group.source()) : Set.of());
      if (group.kind() == GroupKind.TOTAL) {
        judged.scores().forEach(scored -> out.add(TallyTable.row(promptKey, scored)));
      }
    }

    private void closeOpening() {
      openingRows.forEach((group, rows) -> tally(group).prompts().rowsPerOpening.add(rows[0]));
      openingRows.clear();
    }

    private Tally tally(Group group) {
      return tallies.computeIfAbsent(group, Tally::of);
    }

    void finish() {
      if (finished) {
        return;
      }

      finished = true;
      if (started) {
        closePrompt();
        closeOpening();
        sendOpenings();
        addUp();
      }

      tallies.values().forEach(tally -> out.add(TallyTable.row(tally)));
    }

    /** Row by row, only the finest groups were counted. */
    private void addUp() {
      for (Tally tally : List.copyOf(tallies.values())) {
        Group group = tally.group();
        if (group.kind() == GroupKind.SOURCE_AND_SPLIT) {
          tally(Group.ofSource(group.source())).rows().add(tally.rows());
          tally(new Group(GroupKind.SPLIT, "", group.split(), "")).rows().add(tally.rows());
        }
      }

      for (Tally tally : List.copyOf(tallies.values())) {
        if (tally.group().kind() == GroupKind.SOURCE) {
          tally(Group.ALL).rows().add(tally.rows());
        }
      }
    }
  }
}
