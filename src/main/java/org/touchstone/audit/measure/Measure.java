package org.touchstone.audit.measure;

import java.util.List;
import java.util.Optional;
import org.touchstone.report.Check;
import org.touchstone.report.Section;

/**
 * One part of the answer to a question: looks at the evidence and tells what it found. A new one is
 * a class of its own and a line in {@link #ALL}; the page draws any section under its question, so
 * nothing else changes.
 */
public interface Measure {

  /** The measures; those of one question in the order of the report. */
  List<Measure> ALL =
      List.of(
          new Agreement(),
          new Slices(),
          new HeldOutRows(),
          new HumanCeiling(),
          new StatedCeiling(),
          new BySource(),
          new LeftOutSources(),
          new NearTraining(),
          new RowWiseSplit(),
          new LearningCurve(),
          new Ladder(),
          new Sureness(),
          new Temperature(),
          new RiskCoverage(),
          new SpreadCoverage(),
          new ReviewPlan(),
          new Margins(),
          Probes.ofHonesty(),
          Probes.ofBestAnswers(),
          ProbeKinds.ofHonesty(),
          new InformedTruth(),
          new Behaviours(),
          new LengthBias(),
          Probes.ofTraps(),
          new AdversarialDrop(),
          ProbeKinds.ofTraps(),
          new EditedReplies(),
          new Exploits(),
          new UnderPressure(),
          new GoldAgainstProxy(),
          new LabelNoise(),
          new SharedMistakes(),
          new Retrained(),
          new ConfidentMistakes(),
          new Explanations(),
          new PublishedModels(),
          new Sanity());

  /**
   * What a measure found.
   *
   * @param section what to show
   * @param checks what its question is answered by, the most important first; may be empty
   */
  record Finding(Section section, List<Check> checks) {}

  /** The question that it helps to answer. */
  Question question();

  /** Looks at the evidence; empty if it holds nothing of the kind that is measured here. */
  Optional<Finding> of(Evidence evidence);
}
