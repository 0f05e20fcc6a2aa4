package org.touchstone.ingest;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.touchstone.conversation.Refusal;
import org.touchstone.conversation.RejectionReason;
import org.touchstone.schema.ContentIds;
import scala.Tuple2;

/**
 * Compares the rated replies of one prompt, source and annotator with one another. Repeats are
 * refused, and replies whose ratings contradict one another. The result does not depend on the
 * order of the records.
 */
final class JoinRatings implements FlatMapFunction<Tuple2<String, Iterable<Parsed>>, Parsed> {

  private static final long serialVersionUID = 1L;

  private static final String LONE = "no other reply to its prompt is rated";
  private static final String SAME = "every other reply to its prompt has the same label";
  private static final String REPEATED = "an earlier record has the same reply and rating";
  private static final String OTHERWISE = "another record rates the same reply otherwise";

  private static final Comparator<Parsed> PLACE =
      Comparator.comparing(Parsed::path).thenComparing(Parsed::line);

  @Override
  public Iterator<Parsed> call(Tuple2<String, Iterable<Parsed>> group) {
    Map<String, List<Parsed>> byReply = new TreeMap<>();
    for (Parsed parsed : group._2()) {
      String id = ContentIds.ofMessages(rated(parsed).reply().messages());
      byReply.computeIfAbsent(id, key -> new ArrayList<>()).add(parsed);
    }

    List<Parsed> result = new ArrayList<>();
    List<Parsed> kept = new ArrayList<>();
    for (List<Parsed> same : byReply.values()) {
      same.sort(PLACE);
      if (same.stream().mapToDouble(parsed -> rated(parsed).rating()).distinct().count() > 1) {
        same.forEach(
            parsed -> result.add(refused(parsed, RejectionReason.CONTRADICTORY_RATING, OTHERWISE)));
      } else {
        kept.add(same.get(0));
        same.subList(1, same.size())
            .forEach(
                parsed -> result.add(refused(parsed, RejectionReason.REPEATED_REPLY, REPEATED)));
      }
    }

    addComparisons(kept, result);
    return result.iterator();
  }

  private static void addComparisons(List<Parsed> kept, List<Parsed> result) {
    boolean ties = kept.stream().allMatch(parsed -> rated(parsed).ties() == RatedReply.Ties.EQUAL);
    boolean oneRating =
        kept.stream().mapToDouble(parsed -> rated(parsed).rating()).distinct().count() < 2;
    if (kept.size() < 2 || !ties && oneRating) {
      String detail = kept.size() < 2 ? LONE : SAME;
      kept.forEach(parsed -> result.add(refused(parsed, RejectionReason.LONE_REPLY, detail)));
    } else if (ties) {
      result.add(comparison(kept));
    } else {
      result.addAll(pairs(kept));
    }
  }

  /** Each pair of replies with different ratings. */
  private static List<Parsed> pairs(List<Parsed> kept) {
    kept.sort(PLACE);
    List<Parsed> pairs = new ArrayList<>();
    for (int i = 0; i < kept.size(); i++) {
      int index = 0;
      for (int j = i + 1; j < kept.size(); j++) {
        if (rated(kept.get(i)).rating() != rated(kept.get(j)).rating()) {
          List<Parsed> both = new ArrayList<>(List.of(kept.get(i), kept.get(j)));
          pairs.add(comparison(both).withIndex(index++));
        }
      }
    }

    return pairs;
  }

  /** Best first, then by content. */
  private static Parsed comparison(List<Parsed> kept) {
    kept.sort(Comparator.comparingDouble(parsed -> -rated(parsed).rating()));
    Parsed first = kept.stream().min(PLACE).orElseThrow();
    RatedReply best = rated(kept.get(0));
    try {
      return new Parsed(
          first.path(),
          first.line(),
          first.index(),
          Candidates.rated(
              best.prompt(),
              kept.stream().map(parsed -> rated(parsed).reply()).toList(),
              kept.stream().map(parsed -> rated(parsed).rating()).toList(),
              best.origin()),
          null,
          null,
          first.raw());
    } catch (Refusal refusal) {
      return Parsed.refused(first.path(), first.line(), refusal, first.raw());
    }
  }

  private static Parsed refused(Parsed parsed, RejectionReason reason, String detail) {
    return Parsed.refused(parsed.path(), parsed.line(), new Refusal(reason, detail), parsed.raw());
  }

  private static RatedReply rated(Parsed parsed) {
    return Objects.requireNonNull(parsed.rated());
  }
}
