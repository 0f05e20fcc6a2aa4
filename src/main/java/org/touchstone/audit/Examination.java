package org.touchstone.audit;

import java.util.ArrayList;
import java.util.List;
import org.touchstone.audit.measure.Ceilings;
import org.touchstone.audit.measure.Evidence;
import org.touchstone.audit.measure.Further;
import org.touchstone.audit.measure.Measure;
import org.touchstone.audit.measure.Question;
import org.touchstone.audit.pairs.Contender;
import org.touchstone.audit.pairs.DoubtfulLabel;
import org.touchstone.audit.pairs.ExampleSource;
import org.touchstone.audit.pairs.Standing;
import org.touchstone.audit.settings.AuditSettings;
import org.touchstone.report.Answer;
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
   * @param further what there is beside the comparisons
   * @param examples texts of pairs
   */
  static AuditReport of(
      List<Contender> models,
      List<AuditReport.Coverage> coverage,
      AuditSettings settings,
      Provenance provenance,
      Further further,
      ExampleSource examples) {
    Contender audited = models.get(0);
    List<Contender> contenders = new ArrayList<>(models);
    contenders.add(Contender.longerWins(audited.table()));
    contenders.add(Contender.lengthAlone(audited.table(), settings.seed()));
    contenders.add(Contender.coin(audited.table()));
    List<Standing> standings =
        contenders.stream().map(contender -> Standing.of(contender, audited, settings)).toList();

    Evidence evidence = new Evidence(settings, audited, contenders, standings, further, examples);
    List<Answer> answers = new ArrayList<>();
    List<Check> checks = new ArrayList<>();
    List<Section> sections = new ArrayList<>();
    for (Question question : Question.values()) {
      List<Measure.Finding> findings = findings(question, evidence);
      List<Check> own = findings.stream().flatMap(finding -> finding.checks().stream()).toList();
      answers.add(answer(question, own, findings));
      checks.addAll(own);
      findings.forEach(finding -> sections.add(finding.section()));
    }

    return new AuditReport(
        AuditReport.VERSION,
        provenance,
        settings,
        coverage,
        null,
        answers,
        checks,
        standings,
        Ceilings.of(evidence),
        sections,
        DoubtfulLabel.of(audited.table(), settings.relabel()));
  }

  private static List<Measure.Finding> findings(Question question, Evidence evidence) {
    return Measure.ALL.stream()
        .filter(measure -> measure.question() == question)
        .flatMap(measure -> measure.of(evidence).stream())
        .toList();
  }

  private static Answer answer(
      Question question, List<Check> checks, List<Measure.Finding> findings) {
    return Answer.of(
        question.number(),
        question.id(),
        question.asks(),
        findings.isEmpty() ? question.needs() : findings.get(0).section().answer(),
        checks,
        findings.stream().map(finding -> finding.section().id()).toList());
  }
}
