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
import org.touchstone.preference.Comparison;
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
      return;
    }

    try {
      result.addAll(ties ? List.of(comparison(kept)) : pairs(kept));
    } catch (Refusal refusal) {
      kept.forEach(parsed -> result.add(parsed.refusedFor(refusal)));
    }
  }

  /** Each pair of replies with different ratings; the first of them accounts for all records. */
  private static List<Parsed> pairs(List<Parsed> kept) throws Refusal {
    kept.sort(PLACE);
    Parsed whole = comparison(new ArrayList<>(kept));
    List<Parsed> pairs = new ArrayList<>();
    for (int i = 0; i < kept.size(); i++) {
      int index = 0;
      for (int j = i + 1; j < kept.size(); j++) {
        if (rated(kept.get(i)).rating() != rated(kept.get(j)).rating()) {
          Parsed pair = comparison(new ArrayList<>(List.of(kept.get(i), kept.get(j))));
          pairs.add(
              pairs.isEmpty()
                  ? pair.standingFor(index++, whole.records(), whole.characters())
                  : pair.standingFor(index++, 0, Characters.NONE));
        }
      }
    }

    return pairs;
  }

  /** Best first, then by content. */
  private static Parsed comparison(List<Parsed> kept) throws Refusal {
    kept.sort(Comparator.comparingDouble(parsed -> -rated(parsed).rating()));
    Parsed first = kept.stream().min(PLACE).orElseThrow();
    RatedReply best = rated(kept.get(0));
    Comparison comparison =
        Candidates.rated(
            best.prompt(),
            kept.stream().map(parsed -> rated(parsed).reply()).toList(),
            kept.stream().map(parsed -> rated(parsed).rating()).toList(),
            best.origin());
    Characters texts =
        kept.stream().map(Parsed::characters).reduce(Characters.NONE, Characters::plus);
    return first.compared(comparison, kept.size(), texts);
  }

  private static Parsed refused(Parsed parsed, RejectionReason reason, String detail) {
    return parsed.refusedFor(new Refusal(reason, detail));
  }

  private static RatedReply rated(Parsed parsed) {
    return Objects.requireNonNull(parsed.rated());
  }
}
