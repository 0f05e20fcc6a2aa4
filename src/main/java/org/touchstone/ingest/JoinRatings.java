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

    if (kept.size() < 2) {
      kept.forEach(parsed -> result.add(refused(parsed, RejectionReason.LONE_REPLY, LONE)));
    } else {
      result.addAll(compared(kept));
    }

    return result.iterator();
  }

  /** Best first, then by content; one judgement, or a refusal of every record. */
  private static List<Parsed> compared(List<Parsed> kept) {
    kept.sort(Comparator.comparingDouble(parsed -> -rated(parsed).rating()));
    Parsed first = kept.stream().min(PLACE).orElseThrow();
    RatedReply best = rated(kept.get(0));
    try {
      Comparison comparison =
          Candidates.rated(
              best.prompt(),
              kept.stream().map(parsed -> rated(parsed).reply()).toList(),
              kept.stream().map(parsed -> rated(parsed).rating()).toList(),
              best.origin());
      Characters texts =
          kept.stream().map(Parsed::characters).reduce(Characters.NONE, Characters::plus);
      return List.of(first.compared(comparison, kept.size(), texts));
    } catch (Refusal refusal) {
      return kept.stream().map(parsed -> parsed.refusedFor(refusal)).toList();
    }
  }

  private static Parsed refused(Parsed parsed, RejectionReason reason, String detail) {
    return parsed.refusedFor(new Refusal(reason, detail));
  }

  private static RatedReply rated(Parsed parsed) {
    return Objects.requireNonNull(parsed.rated());
  }
}
