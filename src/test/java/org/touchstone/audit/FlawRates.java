package org.touchstone.audit;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.touchstone.report.Verdict;

/**
 * How often the checks of an audit fire on a planted flaw.
 *
 * @param worlds that were audited
 * @param verdicts how often each verdict was given, by check
 */
record FlawRates(int worlds, Map<String, Map<Verdict, Integer>> verdicts) {

  /** Audits the flaw in worlds of the seeds 0, 1, 2, ... */
  static FlawRates of(Flaw flaw, int worlds) {
    List<Map<String, Verdict>> audits =
        LongStream.range(0, worlds)
            .parallel()
            .mapToObj(seed -> FlawedAudit.verdicts(FlawWorld.of(seed), flaw))
            .toList();
    Map<String, Map<Verdict, Integer>> counts = new TreeMap<>();
    for (Map<String, Verdict> audit : audits) {
      audit.forEach(
          (check, verdict) ->
              counts
                  .computeIfAbsent(check, unused -> new TreeMap<>())
                  .merge(verdict, 1, Integer::sum));
    }

    return new FlawRates(worlds, counts);
  }

  /** In how many worlds a check gave a verdict; never, if there is no such check. */
  int count(String check, Verdict verdict) {
    return verdicts.getOrDefault(check, Map.of()).getOrDefault(verdict, 0);
  }
}
