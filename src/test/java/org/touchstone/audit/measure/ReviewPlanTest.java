package org.touchstone.audit.measure;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.touchstone.audit.pairs.PairTable;
import org.touchstone.audit.pairs.Standing;
import org.touchstone.audit.pairs.World;
import org.touchstone.audit.settings.ReviewSettings;
import org.touchstone.audit.statistic.ClusteredMean;

class ReviewPlanTest {

  private static final ClusteredMean MEANS = ClusteredMean.of(1, 200);

  @Test
  void theEndsAreTheModelAloneAndPeopleAlone() {
    PairTable pairs = World.bradleyTerry(300, 1, 2);
    List<ReviewPlan.Plan> plans =
        ReviewPlan.plans(pairs, new ReviewSettings(0.25, "EUR", 1), MEANS);
    ReviewPlan.Plan none = plans.get(0);
    ReviewPlan.Plan all = plans.get(plans.size() - 1);

    assertThat(none.share()).isZero();
    assertThat(none.accuracy()).isEqualTo(Standing.accuracy(pairs, MEANS));
    assertThat(none.cost()).isZero();
    assertThat(all.share()).isEqualTo(1);
    assertThat(all.accuracy().value()).isEqualTo(1);
    assertThat(all.cost()).isCloseTo(1_000 * 0.25, within(1e-9));
    assertThat(plans).allMatch(p -> requireNonNull(p.accuracy().value()) >= p.atRandom() - 0.01);
  }

  /** Least sure first: wrong, right, right, right, wrong; two fifths go to people. */
  @Test
  void fivePairsByHand() {
    PairTable pairs = World.ofMargins(-1, 2, 3, 4, -5);

    ReviewPlan.Plan plan = ReviewPlan.plans(pairs, new ReviewSettings(2, "EUR", 0.8), MEANS).get(5);

    assertThat(plan.share()).isEqualTo(0.4);
    assertThat(plan.accuracy().value()).isCloseTo((2 * 0.8 + 2) / 5, within(1e-12));
    assertThat(plan.atRandom()).isCloseTo(0.6 * 0.6 + 0.4 * 0.8, within(1e-12));
    assertThat(plan.cost()).isCloseTo(800, within(1e-9));
  }

  @Test
  void senselessPricesAreRefused() {
    assertThatThrownBy(() -> new ReviewSettings(-1, "EUR", 1))
        .hasMessage("Cannot audit: review.price-per-label is -1.0, must be at least 0 and finite");
    assertThatThrownBy(() -> new ReviewSettings(1, "EUR", 1.2))
        .hasMessage("Cannot audit: review.human-accuracy is 1.2, must be from 0 to 1");
  }
}
