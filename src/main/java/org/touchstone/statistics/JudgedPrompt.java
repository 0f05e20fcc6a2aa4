package org.touchstone.statistics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.touchstone.agreement.AnnotatorRecord;
import org.touchstone.agreement.BradleyTerry;
import org.touchstone.agreement.Choice;
import org.touchstone.agreement.LeaveOneOut;
import org.touchstone.agreement.ReplyGraph;
import org.touchstone.statistics.RowTally.RowKey;

/**
 * All that people said of the replies to one prompt.
 *
 * <p>Exact repeats of a row are one judgement. A vote is what a named annotator said of two
 * replies, the first time; rows without a name count towards cycles and scores and not towards
 * agreement, since nothing tells whether they are two people's. Which of two replies is first means
 * nothing, so each item enters the coefficients in both directions.
 */
final class JudgedPrompt {

  /** Imagined games of each reply against an average one; see {@link BradleyTerry}. */
  private static final double PRIOR = 1;

  private static final int FEWEST_OPPONENTS = 2;

  private record Pair(int first, int second) {}

  private record Vote(@Nullable String annotator, Choice choice, Facts row) {}

  /**
   * A reply that met several others.
   *
   * @param replyId which
   * @param example a comparison that has it
   * @param opponents how many others it met
   * @param component of the prompt's replies that met one another, directly or through others, from
   *     0; scores of two components are not comparable
   * @param score in logits
   * @param standardError in logits; NaN if too many replies met
   * @param converged whether the score is at the maximum
   */
  record ScoredReply(
      String replyId,
      String example,
      int opponents,
      int component,
      double score,
      double standardError,
      boolean converged) {}

  private final Map<String, Integer> indices = new TreeMap<>();
  private final Map<String, String> examples = new TreeMap<>();
  private final Map<Pair, List<Vote>> votes = new LinkedHashMap<>();
  private final List<Facts> rows;
  private final ReplyGraph graph;
  private final ReplyGraph.Cycles cycles;

  JudgedPrompt(List<Facts> rows) {
    this.rows = rows.stream().filter(row -> row.occurrence() == 0).toList();
    for (Facts row : this.rows) {
      for (String id : row.replyIds()) {
        indices.putIfAbsent(id, 0);
        examples.putIfAbsent(id, row.id());
      }
    }

    int[] next = new int[1];
    indices.replaceAll((id, unset) -> next[0]++);
    graph = new ReplyGraph(indices.size());
    this.rows.forEach(this::addVotes);
    cycles = graph.cycles();
  }

  private void addVotes(Facts row) {
    for (int i = 0; i < row.ranks().length; i++) {
      for (int j = i + 1; j < row.ranks().length; j++) {
        int one = index(row.replyIds()[i]);
        int other = index(row.replyIds()[j]);
        int order = Integer.compare(row.ranks()[j], row.ranks()[i]) * (one < other ? 1 : -1);
        if (one != other) {
          Choice choice = order == 0 ? Choice.TIE : order > 0 ? Choice.FIRST : Choice.SECOND;
          Pair pair = new Pair(Math.min(one, other), Math.max(one, other));
          graph.add(pair.first, pair.second, choice);
          votes
              .computeIfAbsent(pair, unseen -> new ArrayList<>(2))
              .add(new Vote(row.annotator(), choice, row));
        }
      }
    }
  }

  private int index(String replyId) {
    return indices.getOrDefault(replyId, -1);
  }

  /** Adds cycles and contradictions, and lists of rows that show them. */
  void addOrder(PromptTally tally, BiConsumer<ExampleKind, List<RowKey>> example) {
    tally.triples += cycles.triples();
    tally.cycles += cycles.threes();
    tally.promptsWithTriples += cycles.triples() > 0 ? 1 : 0;
    tally.promptsWithCycles += cycles.threes() > 0 ? 1 : 0;
    tally.promptsWithoutOrder += cycles.replies() > 0 ? 1 : 0;
    tally.repliesInCycles += cycles.replies();
    tally.pairs += votes.size();
    tally.contradictedPairs += graph.contradictions();
    for (List<Vote> judged : votes.values()) {
      tally.pairsJudgedAgain += judged.size() > 1 ? 1 : 0;
      RowKey first = saying(judged, Choice.FIRST);
      RowKey second = saying(judged, Choice.SECOND);
      if (first != null && second != null) {
        example.accept(ExampleKind.CONTRADICTION, List.of(first, second));
      }
    }

    List<RowKey> cycle = aCycle();
    if (!cycle.isEmpty()) {
      example.accept(ExampleKind.CYCLE, cycle);
    }
  }

  private static @Nullable RowKey saying(List<Vote> judged, Choice choice) {
    return judged.stream()
        .filter(vote -> vote.choice == choice)
        .map(vote -> new RowKey(vote.row.id(), vote.row.occurrence()))
        .findFirst()
        .orElse(null);
  }

  /** For each reply of the cycle a row that prefers it to the next. */
  private List<RowKey> aCycle() {
    List<Integer> replies = cycles.example();
    List<RowKey> rows = new ArrayList<>();
    for (int i = 0; i < replies.size(); i++) {
      int better = replies.get(i);
      int worse = replies.get((i + 1) % replies.size());
      Pair pair = new Pair(Math.min(better, worse), Math.max(better, worse));
      Choice choice = better < worse ? Choice.FIRST : Choice.SECOND;
      RowKey row = saying(votes.getOrDefault(pair, List.of()), choice);
      if (row != null) {
        rows.add(row);
      }
    }

    return rows;
  }

  /**
   * Adds agreement.
   *
   * @param named annotators with a record of their own
   * @param paired those of whom Cohen's kappa is computed
   */
  void addAgreement(PromptTally tally, Set<String> named, Set<String> paired) {
    long[] agreeing = new long[2];
    long[] majority = new long[2];
    long[] answers = new long[LeaveOneOut.values().length];
    for (List<Vote> all : votes.values()) {
      Map<String, Choice> byAnnotator = new TreeMap<>();
      for (Vote vote : all) {
        String annotator = vote.annotator;
        if (annotator != null) {
          byAnnotator.putIfAbsent(annotator, vote.choice);
        }
      }

      addItem(byAnnotator, tally, agreeing, majority);
      addRecords(byAnnotator, tally, named, answers);
      addPairs(byAnnotator, tally, paired);
    }

    tally.share(Share.PAIRWISE_AGREEMENT).add(agreeing[0], agreeing[1]);
    tally.share(Share.MAJORITY).add(majority[0], majority[1]);
    addAnswers(tally, answers);
    addRatings(tally);
  }

  private static void addAnswers(PromptTally tally, long[] answers) {
    long agrees = answers[LeaveOneOut.AGREES.ordinal()];
    long split = answers[LeaveOneOut.SPLIT.ordinal()];
    long asked = agrees + answers[LeaveOneOut.DISAGREES.ordinal()];
    tally.share(Share.LEAVE_ONE_OUT).add(agrees, asked);
    tally.share(Share.LEAVE_ONE_OUT_SPLITS_HALF).add(agrees + split / 2.0, asked + split);
  }

  private static void addItem(
      Map<String, Choice> byAnnotator, PromptTally tally, long[] agreeing, long[] majority) {
    int size = byAnnotator.size();
    if (size < 2) {
      return;
    }

    int[] counts = new int[Choice.values().length];
    byAnnotator.values().forEach(choice -> counts[choice.ordinal()]++);
    int first = counts[Choice.FIRST.ordinal()];
    int second = counts[Choice.SECOND.ordinal()];
    int ties = counts[Choice.TIE.ordinal()];
    tally.fleiss.add(first, second, ties);
    tally.fleiss.add(second, first, ties);
    tally.labels.add(labels(first, second, ties));
    tally.labels.add(labels(second, first, ties));
    tally.items++;
    tally.unanimous += first == size || second == size || ties == size ? 1 : 0;
    majority[0] += Math.max(first, second);
    majority[1] += first + second;
    agreeing[1] += (long) size * (size - 1) / 2;
    for (int count : counts) {
      agreeing[0] += (long) count * (count - 1) / 2;
    }
  }

  /** -1, 0, 1: a tie lies between the two preferences. */
  private static double[] labels(int first, int second, int ties) {
    double[] labels = new double[first + second + ties];
    java.util.Arrays.fill(labels, 0, first, -1);
    java.util.Arrays.fill(labels, first, first + second, 1);
    return labels;
  }

  private static void addRecords(
      Map<String, Choice> byAnnotator, PromptTally tally, Set<String> named, long[] answers) {
    List<Choice> choices = List.copyOf(byAnnotator.values());
    int at = 0;
    for (Map.Entry<String, Choice> vote : byAnnotator.entrySet()) {
      LeaveOneOut answer = LeaveOneOut.of(choices, at++);
      answers[answer.ordinal()]++;
      if (named.contains(vote.getKey())) {
        tally.annotators.merge(
            vote.getKey(),
            AnnotatorRecord.NONE.plus(vote.getValue(), answer),
            AnnotatorRecord::plus);
      }
    }
  }

  private static void addPairs(
      Map<String, Choice> byAnnotator, PromptTally tally, Set<String> paired) {
    List<String> names = byAnnotator.keySet().stream().filter(paired::contains).toList();
    for (int i = 0; i < names.size(); i++) {
      for (int j = i + 1; j < names.size(); j++) {
        String first = names.get(i);
        String second = names.get(j);
        tally.addConfusion(
            new PromptTally.AnnotatorPair(first, second),
            byAnnotator.getOrDefault(first, Choice.TIE),
            byAnnotator.getOrDefault(second, Choice.TIE));
      }
    }
  }

  private void addRatings(PromptTally tally) {
    Map<String, Map<String, Double>> byReply = new TreeMap<>();
    for (Facts row : rows) {
      String annotator = row.annotator();
      double[] ratings = row.ratings();
      for (int i = 0; annotator != null && ratings != null && i < ratings.length; i++) {
        if (Double.isFinite(ratings[i])) {
          byReply
              .computeIfAbsent(row.replyIds()[i], unseen -> new TreeMap<>())
              .putIfAbsent(annotator, Amounts.level(ratings[i]));
        }
      }
    }

    byReply
        .values()
        .forEach(
            ratings ->
                tally.ratings.add(
                    ratings.values().stream().mapToDouble(Double::doubleValue).toArray()));
  }

  /** Scores of the replies that met several others; empty if none did. */
  List<ScoredReply> scores() {
    int[] met = graph.met();
    if (java.util.Arrays.stream(met).allMatch(opponents -> opponents < FEWEST_OPPONENTS)) {
      return List.of();
    }

    BradleyTerry fit = BradleyTerry.fit(graph, PRIOR);
    int[] components = components();
    List<ScoredReply> scored = new ArrayList<>();
    indices.forEach(
        (id, index) -> {
          if (met[index] >= FEWEST_OPPONENTS) {
            scored.add(
                new ScoredReply(
                    id,
                    examples.getOrDefault(id, ""),
                    met[index],
                    components[index],
                    fit.scores()[index],
                    fit.standardErrors()[index],
                    fit.converged()));
          }
        });
    return scored;
  }

  private int[] components() {
    int[] components = new int[indices.size()];
    int[][] parts = graph.parts();
    for (int part = 0; part < parts.length; part++) {
      for (int reply : parts[part]) {
        components[reply] = part;
      }
    }

    return components;
  }
}
