package org.touchstone.statistics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.touchstone.agreement.AnnotatorRecord;
import org.touchstone.agreement.Confusion;
import org.touchstone.agreement.FarAnnotators;
import org.touchstone.agreement.Scale;

/** From the tally of a group to what people read. */
final class Summary {

  private static final int FEWEST_COMMON_ITEMS = 10;
  private static final int MAX_PAIRS = 50;
  private static final int MAX_RECORDS = 50;

  private Summary() {}

  /** Summarises a group; clustered tells whether deduplicate has seen the rows. */
  static GroupStatistics of(Tally tally, Clustering clustering, TopTexts.Tops tops) {
    RowTally rows = tally.rows();
    PromptTally prompts = tally.prompts();
    return new GroupStatistics(
        rows.count(Count.ROWS),
        prompts.judgementsPerPrompt.count(),
        clustering == Clustering.NONE ? null : Long.valueOf(clusters(rows, prompts)),
        rows.count(Count.REPLIES),
        rows.count(Count.JUDGEMENTS),
        rows.count(Count.TIES),
        duplicates(rows),
        rows.count(Count.CONTRADICTORY_ROWS),
        lengths(rows),
        lengthBias(tally),
        rows.count(Count.REPEATS),
        rows.count(Count.ROWS_WITHOUT_PROMPT),
        Math.min(rows.replies.count(), rows.count(Count.REPLIES)),
        Map.copyOf(rows.languages).isEmpty() ? Map.of() : new LinkedHashMap<>(rows.languages),
        shares(prompts),
        rows.ratings.distribution(),
        rows.margins.distribution(),
        Concentration.of(prompts.judgementsPerPrompt),
        Concentration.of(prompts.rowsPerOpening),
        new Declining(
            rows.count(Count.REFUSALS),
            rows.count(Count.CHOSEN_REFUSALS),
            rows.count(Count.REJECTED_REFUSALS)),
        new PersonalDataCounts(
            rows.count(Count.ROWS_WITH_PERSONAL_DATA),
            RowTally.byKind(rows.personalRows),
            RowTally.byKind(rows.personalMatches)),
        order(prompts),
        people(rows, prompts),
        frequent(tally.group(), tops));
  }

  /** Equal prompts are in one cluster, so an estimate above their number is known to be wrong. */
  private static long clusters(RowTally rows, PromptTally prompts) {
    long most = prompts.judgementsPerPrompt.count() + rows.count(Count.ROWS_WITHOUT_PROMPT);
    return Math.min(rows.clusters.count(), most);
  }

  /** Whether the rows have clusters of prompts. */
  enum Clustering {
    NONE,
    KNOWN
  }

  private static Map<String, Long> duplicates(RowTally rows) {
    Map<String, Long> duplicates = new LinkedHashMap<>();
    duplicates.put("exact", rows.count(Count.DUPLICATE_EXACT));
    duplicates.put("near", rows.count(Count.DUPLICATE_NEAR));
    duplicates.put("swapped", rows.count(Count.DUPLICATE_SWAPPED));
    return duplicates;
  }

  private static Map<String, Lengths> lengths(RowTally rows) {
    Map<String, Lengths> lengths = new LinkedHashMap<>();
    for (Length length : Length.values()) {
      if (rows.length(length).count() > 0) {
        lengths.put(length.label(), rows.length(length).lengths());
      }
    }

    return lengths;
  }

  private static Map<String, LengthBias> lengthBias(Tally tally) {
    RowTally rows = tally.rows();
    Map<String, LengthBias> bias = new LinkedHashMap<>();
    bias.put(
        "words",
        LengthBias.of(
            tally.prompts().share(Share.LONGER_WINS),
            rows.words,
            rows.length(Length.CHOSEN_WORDS),
            rows.length(Length.REJECTED_WORDS)));
    bias.put(
        "characters",
        LengthBias.of(
            tally.prompts().share(Share.LONGER_WINS_CHARACTERS),
            rows.characters,
            rows.length(Length.CHOSEN_CHARACTERS),
            rows.length(Length.REJECTED_CHARACTERS)));
    return bias;
  }

  private static Map<String, ShareEstimate> shares(PromptTally prompts) {
    Map<String, ShareEstimate> shares = new LinkedHashMap<>();
    for (Share share : Share.values()) {
      ShareEstimate estimate = prompts.share(share).estimate();
      if (estimate != null) {
        shares.put(share.label(), estimate);
      }
    }

    return shares;
  }

  private static Order order(PromptTally prompts) {
    return new Order(
        prompts.pairs,
        prompts.pairsJudgedAgain,
        prompts.contradictedPairs,
        prompts.triples,
        prompts.cycles,
        over(prompts.cycles, prompts.triples),
        prompts.promptsWithTriples,
        prompts.promptsWithCycles,
        prompts.promptsWithoutOrder,
        prompts.repliesInCycles,
        prompts.promptsLeftOut);
  }

  private static @Nullable Double over(long part, long whole) {
    return whole == 0 ? null : Double.valueOf((double) part / whole);
  }

  private static People people(RowTally rows, PromptTally prompts) {
    return new People(
        rows.count(Count.ANNOTATED_ROWS),
        Math.min(rows.annotators.count(), rows.count(Count.ANNOTATED_ROWS)),
        prompts.items,
        over(prompts.unanimous, prompts.items),
        prompts.labels.alpha(Scale.NOMINAL),
        prompts.labels.alpha(Scale.ORDINAL),
        prompts.labels.alpha(Scale.INTERVAL),
        prompts.fleiss.value(),
        prompts.ratings.units(),
        prompts.ratings.alpha(Scale.ORDINAL),
        prompts.ratings.alpha(Scale.INTERVAL),
        pairs(prompts),
        far(prompts),
        records(prompts));
  }

  private static List<FarAnnotators.Far> far(PromptTally prompts) {
    return FarAnnotators.among(prompts.annotators).stream()
        .map(far -> far.named(AnnotatorNames.shown(far.annotator())))
        .toList();
  }

  private static List<People.PairAgreement> pairs(PromptTally prompts) {
    List<People.PairAgreement> pairs = new ArrayList<>();
    prompts.confusions.forEach((pair, confusion) -> addPair(pairs, pair, confusion));
    pairs.sort(
        Comparator.comparingLong(People.PairAgreement::items)
            .reversed()
            .thenComparing(People.PairAgreement::first)
            .thenComparing(People.PairAgreement::second));
    return pairs.subList(0, Math.min(MAX_PAIRS, pairs.size()));
  }

  private static void addPair(
      List<People.PairAgreement> pairs, PromptTally.AnnotatorPair pair, Confusion confusion) {
    Double agreement = confusion.agreement();
    if (agreement != null && confusion.items() >= FEWEST_COMMON_ITEMS) {
      pairs.add(
          new People.PairAgreement(
              AnnotatorNames.shown(pair.first()),
              AnnotatorNames.shown(pair.second()),
              confusion.items(),
              agreement,
              confusion.kappa()));
    }
  }

  private static List<People.Annotator> records(PromptTally prompts) {
    List<People.Annotator> records = new ArrayList<>();
    prompts.annotators.forEach((name, record) -> records.add(annotator(name, record)));
    records.sort(
        Comparator.comparingLong(People.Annotator::judgements)
            .reversed()
            .thenComparing(People.Annotator::name));
    return records.subList(0, Math.min(MAX_RECORDS, records.size()));
  }

  private static People.Annotator annotator(String name, AnnotatorRecord record) {
    return new People.Annotator(
        AnnotatorNames.shown(name),
        record.judgements(),
        record.ties(),
        record.asked(),
        record.agreed());
  }

  private static Map<String, List<Frequent>> frequent(Group group, TopTexts.Tops tops) {
    Map<String, List<Frequent>> frequent = new LinkedHashMap<>();
    boolean counted = group.kind() == GroupKind.TOTAL || group.kind() == GroupKind.SOURCE;
    for (Side side : Side.values()) {
      List<Frequent> texts = counted ? tops.at(side, group.source()) : List.of();
      if (!texts.isEmpty()) {
        frequent.put(side.name().toLowerCase(Locale.ROOT), texts);
      }
    }

    return frequent;
  }
}
