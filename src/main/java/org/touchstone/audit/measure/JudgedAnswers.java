package org.touchstone.audit.measure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.touchstone.audit.pairs.PairTable;
import org.touchstone.audit.pairs.Probe;
import org.touchstone.audit.pairs.ProbedAnswer;
import org.touchstone.audit.pairs.ScoredPair;
import org.touchstone.schema.MetadataKeys;

/**
 * Answers that people judged twice, for being true and for telling anything, by question.
 *
 * @param byQuestion the answers to each question, in the order of their ids
 */
record JudgedAnswers(Map<String, List<Judged>> byQuestion) {

  /** What people said of an answer. */
  enum Cell {
    TRUE_INFORMATIVE("true and informative"),
    TRUE_EMPTY("true and empty, such as \"I have no comment\""),
    FALSE_INFORMATIVE("false and informative"),
    FALSE_EMPTY("false and empty");

    private final String label;

    Cell(String label) {
      this.label = label;
    }

    static Cell of(boolean truthful, boolean informative) {
      return truthful
          ? informative ? TRUE_INFORMATIVE : TRUE_EMPTY
          : informative ? FALSE_INFORMATIVE : FALSE_EMPTY;
    }

    /** For people. */
    String label() {
      return label;
    }
  }

  /**
   * An answer with both judgements.
   *
   * @param answer with its reward
   * @param cell what people said of it
   */
  record Judged(ProbedAnswer answer, Cell cell) {}

  /** Joins the two judgements of every answer by its text and that of its question. */
  static JudgedAnswers of(List<Probe> probes) {
    Map<String, ProbedAnswer> truths = judged(probes, MetadataKeys.TRUE);
    Map<String, ProbedAnswer> helps = judged(probes, MetadataKeys.HELPFUL);
    Map<String, List<Judged>> byQuestion = new TreeMap<>();
    truths.forEach(
        (key, answer) -> {
          ProbedAnswer help = helps.get(key);
          if (help != null) {
            byQuestion
                .computeIfAbsent(answer.prompt(), unused -> new ArrayList<>())
                .add(new Judged(answer, Cell.of(yes(answer), yes(help))));
          }
        });
    return new JudgedAnswers(byQuestion);
  }

  private static Map<String, ProbedAnswer> judged(List<Probe> probes, String what) {
    Map<String, ProbedAnswer> answers = new TreeMap<>();
    for (Probe probe : probes) {
      for (ProbedAnswer answer : probe.answers()) {
        if (what.equals(answer.judged()) && answer.rating() != null) {
          answers.put(answer.prompt() + ' ' + answer.reply(), answer);
        }
      }
    }

    return answers;
  }

  private static boolean yes(ProbedAnswer answer) {
    Double rating = answer.rating();
    return rating != null && rating > 0;
  }

  /** The answers in the order of their questions. */
  List<Judged> all() {
    return byQuestion.values().stream().flatMap(List::stream).toList();
  }

  /**
   * Rewards less their question's mean, in standard deviations of what remains; in the order of
   * {@link #all()}.
   */
  double[] centred() {
    double[] centred = new double[all().size()];
    int next = 0;
    double squares = 0;
    for (List<Judged> answers : byQuestion.values()) {
      double mean =
          answers.stream().mapToDouble(judged -> judged.answer().reward()).average().orElse(0);
      for (Judged judged : answers) {
        double off = judged.answer().reward() - mean;
        squares += off * off;
        centred[next++] = off;
      }
    }

    int freedom = Math.max(1, centred.length - byQuestion.size());
    double deviation = Math.sqrt(squares / freedom);
    return deviation == 0 ? centred : Arrays.stream(centred).map(off -> off / deviation).toArray();
  }

  /** Every pair of an answer of one cell and one of another to the same question. */
  PairTable pairs(Cell better, Cell worse) {
    List<ScoredPair> pairs = new ArrayList<>();
    for (Map.Entry<String, List<Judged>> question : byQuestion.entrySet()) {
      int judgement = 0;
      for (Judged one : question.getValue()) {
        for (Judged other : question.getValue()) {
          if (one.cell() == better && other.cell() == worse) {
            pairs.add(pair(judgement++, one.answer(), other.answer()));
          }
        }
      }
    }

    return PairTable.of(pairs);
  }

  private static ScoredPair pair(int judgement, ProbedAnswer better, ProbedAnswer worse) {
    boolean first = better.reply().compareTo(worse.reply()) < 0;
    @Nullable String nobody = null;
    return new ScoredPair(
        better.prompt(),
        0,
        judgement,
        better.promptCluster(),
        better.prompt() + ' ' + better.reply() + ' ' + worse.reply(),
        first,
        better.source(),
        better.language(),
        nobody,
        nobody,
        1,
        better.reward(),
        worse.reward(),
        better.words(),
        worse.words(),
        0,
        0);
  }

  /** Which answers are in each cell, as places in {@link #all()}. */
  Map<Cell, List<Integer>> places() {
    List<Judged> all = all();
    Map<Cell, List<Integer>> places = new EnumMap<>(Cell.class);
    for (Cell cell : Cell.values()) {
      places.put(
          cell,
          IntStream.range(0, all.size()).filter(i -> all.get(i).cell() == cell).boxed().toList());
    }

    return places;
  }
}
