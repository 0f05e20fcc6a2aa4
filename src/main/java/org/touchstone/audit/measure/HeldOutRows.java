package org.touchstone.audit.measure;

import java.util.List;
import java.util.Optional;
import org.touchstone.audit.pairs.Contender;
import org.touchstone.audit.pairs.PairTable;
import org.touchstone.report.Check;
import org.touchstone.report.Estimate;
import org.touchstone.report.Format;
import org.touchstone.report.Numbers;
import org.touchstone.report.Section;
import org.touchstone.report.Verdict;

/** Was the model kept from the rows that it is judged on, as far as they tell? */
final class HeldOutRows implements Measure {

  private static final String ID = "held-out";

  /** The name that split gives to the rows that models are trained on. */
  private static final String TRAINING = "train";

  @Override
  public Question question() {
    return Question.AGREES_WITH_PEOPLE;
  }

  @Override
  public Optional<Finding> of(Evidence evidence) {
    PairTable pairs = evidence.pairs();
    long split = pairs.pairs().stream().filter(pair -> pair.split() != null).count();
    if (split == 0) {
      return Optional.empty();
    }

    long training = pairs.pairs().stream().filter(pair -> TRAINING.equals(pair.split())).count();
    String digest = evidence.audited().digest();
    boolean crossFitted = digest != null && digest.startsWith(Contender.CROSS_FIT);
    Check check = check(pairs, training, crossFitted);
    return Optional.of(
        new Finding(
            new Section(
                ID,
                "Held-out rows",
                check.sentence(),
                List.of(),
                List.of(),
                List.of(
                    "Told by the column split of the rows and by whether each fold has a model of its own. Whether a model from elsewhere has seen these rows cannot be told.")),
            List.of(check)));
  }

  private static Check check(PairTable pairs, long training, boolean crossFitted) {
    double share = training / (double) pairs.size();
    boolean seen = training > 0 && !crossFitted;
    String sentence =
        seen
            ? "%s of %s pairs are of the split that models are trained on: if this one was, every number here flatters it. Score other splits, or held-out."
                .formatted(Numbers.count(training), Numbers.count(pairs.size()))
            : crossFitted
                ? "Each row was scored by the model that was not trained on its fold."
                : "No row is of the split that models are trained on.";
    return new Check(
        "held-out-rows",
        "Was it kept from the rows that it is judged on?",
        seen ? Verdict.WARN : Verdict.PASS,
        Estimate.bare(seen ? share : 0, pairs.size(), pairs.clusterCount(), "counted, no interval"),
        Format.PERCENT,
        "no row of the training split, or every row scored by a model of another fold",
        sentence,
        ID);
  }
}
