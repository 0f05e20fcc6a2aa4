package org.touchstone.audit;

import java.util.ArrayList;
import java.util.List;
import org.touchstone.report.Check;
import org.touchstone.report.Section;

/** The measures over tables in memory: no Spark, so that it can be tested to the last digit. */
final class Examination {

  private Examination() {}

  /**
   * Takes every measure.
   *
   * @param models the model under audit first
   * @param coverage which rows every model had
   * @param settings of the audit
   * @param provenance what it rests on
   * @param examples texts of pairs
   */
  static AuditReport of(
      List<Contender> models,
      List<AuditReport.Coverage> coverage,
      AuditSettings settings,
      Provenance provenance,
      ExampleSource examples) {
    Contender audited = models.get(0);
    List<Contender> contenders = new ArrayList<>(models);
    contenders.add(Contender.longerWins(audited.table()));
    contenders.add(Contender.coin(audited.table()));
    List<Standing> standings =
        contenders.stream().map(contender -> Standing.of(contender, audited, settings)).toList();

    Evidence evidence = new Evidence(settings, audited, standings, examples);
    List<Check> checks = new ArrayList<>();
    List<Section> sections = new ArrayList<>();
    for (Measure measure : Measure.ALL) {
      Measure.Finding finding = measure.of(evidence);
      checks.addAll(finding.checks());
      sections.add(finding.section());
    }

    return new AuditReport(
        AuditReport.VERSION, provenance, settings, coverage, checks, standings, sections);
  }
}
