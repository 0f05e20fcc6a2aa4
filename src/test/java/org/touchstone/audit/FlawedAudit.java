package org.touchstone.audit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.touchstone.audit.measure.Further;
import org.touchstone.audit.measure.SharedMistakes;
import org.touchstone.audit.pairs.Contender;
import org.touchstone.audit.pairs.Contest;
import org.touchstone.audit.pairs.CurvePoint;
import org.touchstone.audit.pairs.PairTable;
import org.touchstone.audit.pairs.Pool;
import org.touchstone.audit.pairs.Probe;
import org.touchstone.audit.pairs.ScoredPair;
import org.touchstone.audit.settings.SettingsBuilder;
import org.touchstone.audit.statistic.ClusterBootstrap;
import org.touchstone.report.Check;
import org.touchstone.report.Verdict;

/** The whole audit of a model of a {@link FlawWorld}, without Spark. */
final class FlawedAudit {

  private static final Provenance PROVENANCE =
      new Provenance("A flawed model", "a made world", "2026-11-28T00:00:00Z", "0", Map.of());

  private FlawedAudit() {}

  /** The verdicts by check. */
  static Map<String, Verdict> verdicts(FlawWorld world, Flaw model) {
    PairTable pairs = table(world.items(), model);
    Contender rival = rival(world);
    AuditReport report =
        Examination.of(
            List.of(new Contender("audited", Contender.Kind.AUDITED, "d", pairs), rival),
            List.of(),
            SettingsBuilder.quick().statedAgreement(world.agreement()).build(),
            PROVENANCE,
            Further.builder()
                .probed(Optional.of(FlawedEdits.of(world, model)))
                .curve(curve(pairs, model))
                .honesty(List.of(new Probe("truths", table(world.truths(), model))))
                .traps(List.of(new Probe("traps", table(world.traps(), model))))
                .pools(pools(world, model))
                .contests(List.of(contest(pools(world, model))))
                .build(),
            shown -> List.of());
    Map<String, Verdict> verdicts = new LinkedHashMap<>();
    for (Check check : report.checks()) {
      verdicts.put(check.id(), check.verdict());
    }

    return verdicts;
  }

  /** How alike a model and its rival are in being right, beyond chance. */
  static SharedMistakes.Pairing besideRival(FlawWorld world, Flaw model) {
    return SharedMistakes.of(
        table(world.items(), model),
        rival(world),
        ClusterBootstrap.of(
            SettingsBuilder.quick().build().seed(), SettingsBuilder.quick().build().resamples()),
        1);
  }

  private static Contender rival(FlawWorld world) {
    List<ScoredPair> pairs =
        world.items().stream().flatMap(item -> item.pairs(Flaw::rival, false).stream()).toList();
    return new Contender("rival", Contender.Kind.MODEL, "r", PairTable.of(pairs));
  }

  private static PairTable table(List<FlawedItem> items, Flaw model) {
    return PairTable.of(
        items.stream()
            .flatMap(item -> item.pairs(model::reward, model.showsTrainingRows()).stream())
            .toList());
  }

  /** Models that saw a quarter, a half and all of the data, two draws each. */
  private static List<CurvePoint> curve(PairTable pairs, Flaw model) {
    List<CurvePoint> curve = new ArrayList<>();
    for (int size = 1; size <= 4; size *= 2) {
      double share = size / 4.0;
      for (int draw = 0; draw < 2; draw++) {
        String purpose = "share %s, draw %d".formatted(share, draw);
        PairTable blurred =
            pairs.rewardedBy(
                pair -> pair.chosenReward() + blur(model, share, purpose, pair, pair.chosenFirst()),
                pair ->
                    pair.rejectedReward() + blur(model, share, purpose, pair, !pair.chosenFirst()));
        curve.add(new CurvePoint(share, draw, null, null, 1_000 * size, blurred));
      }
    }

    for (int half = 0; half < 2; half++) {
      String purpose = "half " + half;
      PairTable blurred =
          pairs.rewardedBy(
              pair -> pair.chosenReward() + blur(model, 0.5, purpose, pair, pair.chosenFirst()),
              pair -> pair.rejectedReward() + blur(model, 0.5, purpose, pair, !pair.chosenFirst()));
      curve.add(new CurvePoint(Double.NaN, 0, null, half, 2_000, blurred));
    }

    return curve;
  }

  /** The other model is as people are. */
  private static Contest contest(List<Pool> pools) {
    return new Contest("made replies", "a model of people", pools, List.of(), List.of(), 0);
  }

  private static double blur(
      Flaw model, double share, String purpose, ScoredPair pair, boolean first) {
    return model.blur(share) * FlawedReply.noise(purpose, pair.item() + (first ? "a" : "b"));
  }

  /** What people think of a reply is its utility, but for their own noise. */
  private static List<Pool> pools(FlawWorld world, Flaw model) {
    List<Pool> pools = new ArrayList<>();
    for (List<FlawedReply> replies : world.pools()) {
      pools.add(
          new Pool(
              "pool " + pools.size(),
              replies.stream().mapToDouble(model::reward).toArray(),
              replies.stream().mapToDouble(r -> r.utility() + r.noise("people")).toArray(),
              replies.stream().mapToDouble(FlawedReply::words).toArray()));
    }

    return pools;
  }
}
