package org.touchstone.audit.pairs;

import java.util.List;

/**
 * Pools from which a model chooses and another one, which learned from other rows, says what the
 * choice is worth. The lists hold the same pools in one order: {@link Pool#gold()} is the reward of
 * the other model, {@link Pool#rewards()} what is chosen by.
 *
 * @param name of the pools
 * @param gold what the other model is, for people
 * @param single chosen by one model's reward
 * @param mean chosen by the mean of several models' standardised rewards; empty without several
 * @param worst chosen by the least of them; empty without several
 * @param withoutReward replies left out, as a model could not score them
 */
public record Contest(
    String name,
    String gold,
    List<Pool> single,
    List<Pool> mean,
    List<Pool> worst,
    long withoutReward) {

  /** Copies the lists. */
  public Contest {
    single = List.copyOf(single);
    mean = List.copyOf(mean);
    worst = List.copyOf(worst);
  }

  /** Whether several models choose together. */
  public boolean several() {
    return !mean.isEmpty();
  }
}
