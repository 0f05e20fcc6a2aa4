package org.touchstone.audit.measure;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.touchstone.audit.pairs.Contender;
import org.touchstone.audit.pairs.Probe;
import org.touchstone.audit.pairs.ProbedAnswer;
import org.touchstone.audit.pairs.ScoredPair;
import org.touchstone.audit.pairs.World;
import org.touchstone.audit.settings.AuditSettings;

/** Probes whose truth is known, for tests. */
final class ProbeWorld {

  private ProbeWorld() {}

  /** Evidence that holds probes of one kind alone. */
  static Evidence evidence(List<Probe> honesty, List<Probe> traps, List<Probe> behaviours) {
    Contender audited =
        new Contender("m", Contender.Kind.AUDITED, "d", World.ofMargins(1, -1, 1, 1));
    return new Evidence(
        AuditSettings.DEFAULT,
        audited,
        List.of(audited),
        List.of(),
        Further.builder().honesty(honesty).traps(traps).behaviours(behaviours).build(),
        shown -> List.of());
  }

  /** An answer to a question, judged for truth or for information. */
  static ProbedAnswer judged(
      String question, int reply, String what, boolean yes, double reward, int words) {
    return new ProbedAnswer(
        what + question,
        0,
        question,
        "s",
        null,
        question,
        "r" + reply,
        null,
        what,
        false,
        yes ? 1.0 : 0.0,
        yes ? 1 : 2,
        reward,
        words);
  }

  /** One side of a pair of {@link World}, with what is known of its question. */
  static ProbedAnswer side(
      ScoredPair pair, String reply, @Nullable String category, @Nullable String judged) {
    return new ProbedAnswer(
        pair.comparisonId(),
        pair.occurrence(),
        pair.promptCluster(),
        pair.source(),
        null,
        pair.promptCluster(),
        reply,
        category,
        judged,
        false,
        null,
        1,
        0,
        0);
  }
}
