package org.touchstone.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.touchstone.loss.BradleyTerryLoss;
import org.touchstone.loss.CenteringRegulariser;
import org.touchstone.loss.DavidsonLoss;
import org.touchstone.loss.LengthDebiasedLoss;
import org.touchstone.loss.PlackettLuceLoss;
import org.touchstone.loss.RatingRegressionLoss;
import org.touchstone.loss.SoftLabelLoss;

/**
 * From the rewards of a micro-batch to the sum of its weighted losses; knows nothing of the program
 * that gave the rewards.
 *
 * <p>Shapes: P = comparisons of the micro-batch, B = their replies, in the order of {@link
 * MicroBatches#rows}, K = replies of the longest comparison.
 *
 * <p>Every term belongs to one comparison, so that micro-batches add up to the whole batch, with
 * one exception: the correlations of the length-debiased loss are taken in each micro-batch and
 * averaged with the weights of its pairs.
 */
final class Objective {

  /**
   * The losses of a micro-batch.
   *
   * @param perComparison unweighted, (P)
   * @param weightedSum (), what a backward pass begins from
   */
  record Losses(NDArray perComparison, NDArray weightedSum) {}

  private final LossSettings settings;

  Objective(LossSettings settings) {
    this.settings = settings;
  }

  /** Says whether outputs are to be (B, 2), the quality head first, instead of (B). */
  boolean needsLengthHead() {
    return settings.kind() == LossSettings.Kind.LENGTH_DEBIASED;
  }

  /** Returns the column of the outputs that is the reward, (B). */
  NDArray rewards(NDArray outputs) {
    return needsLengthHead() ? outputs.get(new NDIndex(":, 0")) : outputs;
  }

  /**
   * Returns the losses of some comparisons, differentiable in the outputs.
   *
   * @param outputs of the model, (B), or (B, 2) where a length head is needed
   * @param comparisons what the rows stand for
   * @param manager owns what is made on the way
   */
  Losses losses(NDArray outputs, List<EncodedComparison> comparisons, NDManager manager) {
    NDArray losses = terms(outputs, comparisons, manager); // (P)
    if (settings.centering() > 0) {
      Lists lists = Lists.of(rewards(outputs), comparisons, manager);
      losses =
          losses.add(
              CenteringRegulariser.perList(lists.rewards(), lists.present(), settings.centering()));
    }

    NDArray weights = array(comparisons, EncodedComparison::weight, manager); // (P)
    return new Losses(losses, losses.mul(weights).sum());
  }

  /**
   * Returns what the heads themselves cost, differentiable in their weights: once for every
   * comparison, whatever the batch.
   *
   * @param quality weight of the head of rewards, (1, D)
   * @param length weight of the length head, (1, D)
   * @param weightSum of the comparisons that it is added to
   */
  NDArray headPenalty(NDArray quality, NDArray length, double weightSum) {
    return LengthDebiasedLoss.orthogonality(quality.flatten(), length.flatten())
        .mul((float) (settings.orthogonalityPenalty() * weightSum)); // ()
  }

  private NDArray terms(NDArray outputs, List<EncodedComparison> comparisons, NDManager manager) {
    return switch (settings.kind()) {
      case BRADLEY_TERRY -> bradleyTerry(outputs, comparisons, manager);
      case SOFT_LABELS ->
          SoftLabelLoss.perPair(
              side(outputs, comparisons, 0),
              side(outputs, comparisons, 1),
              array(comparisons, EncodedComparison::firstShare, manager));
      case DAVIDSON ->
          DavidsonLoss.perPair(
              side(outputs, comparisons, 0),
              side(outputs, comparisons, 1),
              array(comparisons, Objective::tied, manager),
              settings.tieOdds());
      case PLACKETT_LUCE -> {
        Lists lists = Lists.of(outputs, comparisons, manager);
        yield PlackettLuceLoss.perList(lists.rewards(), lists.ranks());
      }
      case RATING_REGRESSION -> {
        Lists lists = Lists.of(outputs, comparisons, manager);
        yield RatingRegressionLoss.perList(
            lists.rewards(), lists.ratings(), lists.present(), settings.huberDelta());
      }
      case LENGTH_DEBIASED -> lengthDebiased(outputs, comparisons, manager);
    }; // (P)
  }

  private NDArray bradleyTerry(NDArray rewards, List<EncodedComparison> pairs, NDManager manager) {
    NDArray chosen = side(rewards, pairs, 0); // (P)
    NDArray rejected = side(rewards, pairs, 1); // (P)
    NDArray margins = array(pairs, EncodedComparison::margin, manager); // (P)
    return settings.labelSmoothing() == 0
        ? BradleyTerryLoss.perPair(chosen, rejected, margins)
        : SoftLabelLoss.smoothed(chosen.sub(margins), rejected, settings.labelSmoothing());
  }

  private NDArray lengthDebiased(
      NDArray outputs, List<EncodedComparison> pairs, NDManager manager) {
    NDArray quality = rewards(outputs); // (B)
    NDArray length = outputs.get(new NDIndex(":, 1")); // (B)
    NDArray ranking =
        LengthDebiasedLoss.perPair(
            side(quality, pairs, 0),
            side(length, pairs, 0),
            side(quality, pairs, 1),
            side(length, pairs, 1)); // (P)
    NDArray tokens = manager.create(replyTokens(pairs)); // (B)
    NDArray correlation = LengthDebiasedLoss.correlation(quality, length, tokens); // ()
    return ranking.add(correlation.mul((float) settings.lengthPenalty())); // (P)
  }

  /**
   * Comparisons of any size, padded to the longest.
   *
   * @param rewards 0th reply's where absent, (P, K)
   * @param ranks from 1, 0 where absent, (P, K)
   * @param ratings in logits, 0 where absent, (P, K)
   * @param present 1, or 0 where absent, (P, K)
   */
  private record Lists(NDArray rewards, NDArray ranks, NDArray ratings, NDArray present) {

    static Lists of(NDArray rewards, List<EncodedComparison> comparisons, NDManager manager) {
      RankedLists lists = RankedLists.of(comparisons);
      Shape shape = new Shape(comparisons.size(), lists.longest());
      NDArray places = manager.create(lists.places()); // (P K)
      return new Lists(
          rewards.gather(places, 0).reshape(shape),
          manager.create(lists.ranks(), shape),
          manager.create(lists.ratings(), shape),
          manager.create(lists.present(), shape));
    }
  }

  /** The first halves of the rows are the first replies. */
  private static NDArray side(NDArray rewards, List<EncodedComparison> pairs, int position) {
    int count = pairs.size();
    return rewards.get(new NDIndex(position * count + ":" + (position + 1) * count)); // (P)
  }

  /** Without what both replies begin with, which is the prompt. */
  private static float[] replyTokens(List<EncodedComparison> pairs) {
    int count = pairs.size();
    float[] tokens = new float[2 * count];
    for (int i = 0; i < count; i++) {
      EncodedComparison pair = pairs.get(i);
      int shared = pair.sharedTokens();
      tokens[i] = pair.replies()[0].length - shared;
      tokens[count + i] = pair.replies()[1].length - shared;
    }

    return tokens;
  }

  private static double tied(EncodedComparison pair) {
    return pair.rankings()[0][0] == pair.rankings()[0][1] ? 1 : 0;
  }

  private static NDArray array(
      List<EncodedComparison> comparisons,
      ToDoubleFunction<EncodedComparison> value,
      NDManager manager) {
    float[] values = new float[comparisons.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) value.applyAsDouble(comparisons.get(i));
    }

    return manager.create(values); // (P)
  }
}
