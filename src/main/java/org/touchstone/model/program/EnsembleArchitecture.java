package org.touchstone.model.program;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Several reward models as one program. Each member's reward is standardised first, because members
 * that were trained apart have scales of their own.
 *
 * <p>Shapes: B = sequences, M = members.
 *
 * <pre>
 *   z_{b, m} = (reward_{b, m} - mean_m) / deviation_m                (B, M)
 *   mean                   reward_b = 1/M sum_m z_{b, m}
 *   minimum                reward_b = min_m z_{b, m}
 *   mean minus variance    reward_b = mean_b - lambda 1/M sum_m (z_{b, m} - mean_b)^2
 * </pre>
 *
 * <p>The result stays standardised: its unit is one standard deviation of a member's rewards on
 * validation rows, and it is in no member's logits. So it does not depend on which member is the
 * first, and lambda means the same whatever the members' scales.
 *
 * <p>The variance is that of the population (divided by M), so an ensemble of one has none.
 *
 * <p>Source: Coste et al. 2023, arXiv:2310.02743, section 3: mean, worst-case and
 * uncertainty-weighted optimisation.
 *
 * @param members at least one, and no ensembles
 * @param rule how the members' rewards become one
 * @param lambda weight of the variance, at least 0; becomes 0 with the other rules, so that equal
 *     models are equal
 */
public record EnsembleArchitecture(List<Member> members, Rule rule, double lambda)
    implements Architecture {

  /** How the members' rewards become one. */
  public enum Rule {
    /** Their mean. */
    MEAN,
    /** The worst of them. */
    MINIMUM,
    /** Their mean, less where they disagree. */
    MEAN_MINUS_VARIANCE
  }

  /**
   * One model, and the scale of its rewards.
   *
   * @param architecture kind and sizes
   * @param rewardMean on validation rows
   * @param rewardStandardDeviation on validation rows, above 0
   */
  public record Member(Architecture architecture, double rewardMean, double rewardStandardDeviation)
      implements java.io.Serializable {

    /** Refuses ensembles, and scales by which nothing can be divided. */
    public Member {
      if (architecture instanceof EnsembleArchitecture) {
        throw new IllegalArgumentException(
            "Cannot make an ensemble a member of another: name its members instead");
      }

      if (!Double.isFinite(rewardMean)
          || !Double.isFinite(rewardStandardDeviation)
          || rewardStandardDeviation <= 0) {
        throw new IllegalArgumentException(
            "Cannot standardise rewards with mean %s and standard deviation %s: both must be finite and the deviation above 0"
                .formatted(rewardMean, rewardStandardDeviation));
      }
    }
  }

  /** Refuses ensembles of none, and weights that are no penalty. */
  public EnsembleArchitecture {
    members = List.copyOf(members);
    if (members.isEmpty()) {
      throw new IllegalArgumentException(
          "Cannot build an ensemble: it has no members, needed is at least 1");
    }

    if (!Double.isFinite(lambda) || lambda < 0) {
      throw new IllegalArgumentException(
          "Cannot build an ensemble: lambda is %s, must be at least 0 and finite"
              .formatted(lambda));
    }

    lambda = rule == Rule.MEAN_MINUS_VARIANCE ? lambda : 0;
  }

  /**
   * Returns what a member's parameters are called in the ensemble.
   *
   * @param member its index
   * @return what stands before their own names
   */
  public static String prefix(int member) {
    return "members." + member + ".";
  }

  @Override
  public List<TensorSpec> tensors(TokenSpace tokens) {
    List<TensorSpec> tensors = new ArrayList<>();
    for (int i = 0; i < members.size(); i++) {
      String prefix = prefix(i);
      for (TensorSpec own : members.get(i).architecture().tensors(tokens)) {
        tensors.add(own.named(prefix + own.name()));
      }
    }

    return List.copyOf(tensors);
  }

  @Override
  public String methods(TokenSpace tokens) {
    return EnsembleSource.methods(this, tokens);
  }

  @Override
  public Map<String, Object> config(TokenSpace tokens) {
    Map<String, Object> config =
        ConfigKeys.of("touchstone-ensemble", List.of("TouchstoneEnsemble"), tokens);
    config.put("rule", rule.name().toLowerCase(Locale.ROOT));
    config.put("lambda", lambda);
    config.put("reward_means", members.stream().map(Member::rewardMean).toList());
    config.put(
        "reward_standard_deviations",
        members.stream().map(Member::rewardStandardDeviation).toList());
    config.put(
        "members", members.stream().map(member -> member.architecture().config(tokens)).toList());
    return config;
  }

  @Override
  public boolean needsPreparation() {
    return members.stream().anyMatch(member -> member.architecture().needsPreparation());
  }

  @Override
  public double forwardOperations(int sequenceTokens) {
    return sum(architecture -> architecture.forwardOperations(sequenceTokens));
  }

  @Override
  public double executedOperations(int sequenceTokens) {
    return sum(architecture -> architecture.executedOperations(sequenceTokens));
  }

  private double sum(ToDoubleFunction<Architecture> operations) {
    return members.stream()
        .mapToDouble(member -> operations.applyAsDouble(member.architecture()))
        .sum();
  }

  @Override
  public Architecture published() {
    List<Member> published =
        members.stream()
            .map(
                member ->
                    new Member(
                        member.architecture().published(),
                        member.rewardMean(),
                        member.rewardStandardDeviation()))
            .toList();
    return new EnsembleArchitecture(published, rule, lambda);
  }
}
