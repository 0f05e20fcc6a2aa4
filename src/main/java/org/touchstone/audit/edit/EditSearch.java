package org.touchstone.audit.edit;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * A hill-climb over edits that improve nothing: what a policy would find that is optimised against
 * the reward model, at the price of a few hundred evaluations a reply.
 *
 * <p>Greedy: in each round every unused edit is tried on the current text, and the one of the
 * highest reward is kept if it gains. Edits labelled {@link Expected#BETTER} take no part, so
 * whatever is gained is gained by pleasing the model and not the reader.
 *
 * <p>Rounds are the caller's, because rewards come in batches: {@link #candidates} of many paths,
 * one job that scores them, {@link #step} of each path.
 *
 * <p>Cost: at most rounds times the number of edits evaluations a reply.
 */
public final class EditSearch {

  private static final List<Edit> NEVER_BETTER =
      Edits.ALL.stream().filter(edit -> edit.expected() != Expected.BETTER).toList();

  private final List<Edit> edits;
  private final Limits limits;
  private final long seed;

  /**
   * How far to go.
   *
   * @param rounds the most edits a path may have, at least 1
   * @param maxGrowth the longest text, as a multiple of the original in UTF-16 code units, at least
   *     1
   */
  public record Limits(int rounds, int maxGrowth) implements Serializable {

    /** Refuses a search that could take no step. */
    public Limits {
      if (rounds < 1) {
        throw new IllegalArgumentException(
            "Cannot search edits in %d rounds: must be at least 1".formatted(rounds));
      }
      if (maxGrowth < 1) {
        throw new IllegalArgumentException(
            "Cannot search edits that grow to %d times the reply: must be at least 1"
                .formatted(maxGrowth));
      }
    }
  }

  /**
   * A reply on its way up.
   *
   * @param subject the original reply and its conversation
   * @param edits the names of the edits applied, in order
   * @param text the reply as it is now
   * @param rewards the reward of the original and that after each edit, in logits; one more than
   *     edits
   */
  public record Path(Subject subject, List<String> edits, String text, List<Double> rewards)
      implements Serializable {

    /** Refuses a path whose rewards do not fit its edits. */
    public Path {
      edits = List.copyOf(edits);
      rewards = List.copyOf(rewards);
      if (rewards.size() != edits.size() + 1) {
        throw new IllegalArgumentException(
            "Cannot follow a path of %d edits with %d rewards: must be one more than edits"
                .formatted(edits.size(), rewards.size()));
      }
    }

    /**
     * Starts at the original.
     *
     * @param subject the reply and its conversation
     * @param reward the reward of the reply, in logits
     * @return the path without an edit
     */
    public static Path from(Subject subject, double reward) {
      return new Path(subject, List.of(), subject.reply(), List.of(reward));
    }

    /**
     * Returns the reward of the original.
     *
     * @return in logits
     */
    public double original() {
      return rewards.get(0);
    }

    /**
     * Returns the reward of the text as it is now.
     *
     * @return in logits
     */
    public double reward() {
      return rewards.get(rewards.size() - 1);
    }

    /**
     * Returns what the edits gained together.
     *
     * @return in logits, at least 0
     */
    public double gain() {
      return reward() - original();
    }

    private Path then(Candidate candidate, double reward) {
      List<String> longer = new ArrayList<>(edits);
      longer.add(candidate.edit());
      List<Double> known = new ArrayList<>(rewards);
      known.add(reward);
      return new Path(subject, longer, candidate.text(), known);
    }
  }

  /**
   * A text that is one edit further.
   *
   * @param edit the name of the edit
   * @param text the edited text
   */
  public record Candidate(String edit, String text) implements Serializable {}

  /**
   * Prepares a search.
   *
   * @param limits how far to go
   * @param seed the seed of the edits
   */
  public EditSearch(Limits limits, long seed) {
    this(NEVER_BETTER, limits, seed);
  }

  /**
   * Prepares a search among some of the edits.
   *
   * @param edits that may be made, none of them labelled better
   * @param limits how far to go
   * @param seed the seed of the edits
   */
  public EditSearch(List<Edit> edits, Limits limits, long seed) {
    this.edits = List.copyOf(edits);
    this.limits = limits;
    this.seed = seed;
  }

  /**
   * Returns all texts that are one edit further.
   *
   * @param path where the reply is now
   * @return a text for each edit that applies, is not on the path yet and stays within the limits,
   *     in the order of {@link Edits#ALL}; none is the current text; empty after the last round
   */
  public List<Candidate> candidates(Path path) {
    List<Candidate> candidates = new ArrayList<>();
    if (path.edits().size() >= limits.rounds()) {
      return candidates;
    }

    Subject current = path.subject().saying(path.text());
    long longest = (long) limits.maxGrowth() * path.subject().reply().length();
    for (Edit edit : edits) {
      if (!path.edits().contains(edit.name())) {
        Edits.apply(edit, current, seed)
            .filter(text -> text.length() <= longest)
            .ifPresent(text -> candidates.add(new Candidate(edit.name(), text)));
      }
    }

    return candidates;
  }

  /**
   * Takes the best step, if there is one up.
   *
   * @param path where the reply is now
   * @param candidates the texts that are one edit further, as {@link #candidates} gave them
   * @param rewards the reward of each, in logits; a NaN is above nothing
   * @return the path continued by the candidate of the highest reward, the first of equal ones, if
   *     that is above the current reward; otherwise {@code path} itself, which is then finished
   * @throws IllegalArgumentException if there are not as many rewards as candidates
   */
  public Path step(Path path, List<Candidate> candidates, double[] rewards) {
    if (candidates.size() != rewards.length) {
      throw new IllegalArgumentException(
          "Cannot choose among %d candidates by %d rewards: must be as many"
              .formatted(candidates.size(), rewards.length));
    }

    int best = -1;
    double highest = path.reward();
    for (int i = 0; i < rewards.length; i++) {
      if (rewards[i] > highest) {
        best = i;
        highest = rewards[i];
      }
    }

    return best < 0 ? path : path.then(candidates.get(best), highest);
  }
}
