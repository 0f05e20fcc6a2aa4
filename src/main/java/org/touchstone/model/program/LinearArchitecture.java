package org.touchstone.model.program;

import java.util.List;
import java.util.Map;

/**
 * A linear model over hashed unigrams and bigrams of token ids, computed inside the program.
 *
 * <p>Shapes: B = sequences, T = padded length, N = 2 T - 1 features a sequence.
 *
 * <pre>
 *   reward_b = sum over distinct buckets k of  w_k damp(count_{b, k})
 *   k = hash(unigram) mod buckets,  hash(bigram) mod buckets
 * </pre>
 *
 * <p>Padding has no features, nor does a bigram that touches it. All weights start at zero, so that
 * the first loss is exactly ln 2. Colliding features share a weight, as in Weinberger et al. 2009,
 * arXiv:0902.2206, but without its signs: counts are positive and are to be damped.
 *
 * @param buckets number of weights, from 1 to 2^30
 * @param damping how a count becomes the value of a feature
 */
public record LinearArchitecture(int buckets, Damping damping) implements Architecture {

  /** What a feature that occurs c times is worth. */
  public enum Damping {
    /** c. */
    COUNT("torch.ones_like(counts)"),
    /** The square root of c, as in Jaakkola-style bags of words: long texts shout less. */
    SQUARE_ROOT("torch.rsqrt(counts)"),
    /** The natural logarithm of 1 + c. */
    LOGARITHM("torch.div(torch.log1p(counts), counts)"),
    /** 1. */
    PRESENCE("torch.reciprocal(counts)");

    /** Share of the value that each of the c occurrences carries. */
    private final String perOccurrence;

    Damping(String perOccurrence) {
      this.perOccurrence = perOccurrence;
    }
  }

  private static final int MAX_BUCKETS = 1 << 30;

  /** Refuses sizes that an index cannot reach. */
  public LinearArchitecture {
    if (buckets < 1 || buckets > MAX_BUCKETS) {
      throw new IllegalArgumentException(
          "Cannot build a linear model: buckets is %d, must be from 1 to %d"
              .formatted(buckets, MAX_BUCKETS));
    }
  }

  @Override
  public List<TensorSpec> tensors(TokenSpace tokens) {
    return List.of(TensorSpec.of("weight", TensorSpec.Start.ZEROS, buckets, 1));
  }

  /**
   * The hash works on the low 32 bits of an int64: multiply, fold, multiply, fold (the finaliser of
   * MurmurHash3, A. Appleby). Products wrap, which keeps their low bits right.
   *
   * <p>Counts come from sorting each row: the number of features that equal a value is the distance
   * between its two insertion points.
   */
  @Override
  public String methods(TokenSpace tokens) {
    return """
      def mix(self: %%1$s, x: Tensor) -> Tensor:
        a = torch.bitwise_and(torch.mul(torch.bitwise_xor(x, torch.__rshift__(x, 16)), 2246822507), 4294967295)
        b = torch.bitwise_and(torch.mul(torch.bitwise_xor(a, torch.__rshift__(a, 13)), 3266489909), 4294967295)
        return torch.bitwise_xor(b, torch.__rshift__(b, 16))
      def forward(self: %%1$s, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        length = torch.size(input_ids, 1)
        single = self.mix(torch.add(input_ids, 1))
        before = torch.slice(single, 1, 0, length - 1)
        after = torch.slice(single, 1, 1, length)
        pair = self.mix(torch.bitwise_and(torch.add(torch.mul(before, 31), after), 4294967295))
        seen = torch.mul(torch.slice(attention_mask, 1, 0, length - 1), torch.slice(attention_mask, 1, 1, length))
        present = torch.gt(torch.cat([attention_mask, seen], 1), 0)
        hashed = torch.remainder(torch.cat([single, pair], 1), %1$d)
        features = torch.where(present, hashed, torch.full_like(hashed, %1$d))
        %2$s
        share = torch.mul(%3$s, torch.to(present, 6))
        weights = torch.squeeze(torch.embedding(self.weight, torch.where(present, hashed, torch.zeros_like(hashed))), -1)
        return torch.sum(torch.mul(weights, share), [1], True)
    """
        .formatted(buckets, counts(), damping.perOccurrence);
  }

  private String counts() {
    return damping == Damping.COUNT
        ? "counts = torch.to(present, 6)"
        : """
    ordered = torch.contiguous((torch.sort(features, 1))[0])
        above = torch.searchsorted(ordered, features, right=True)
        counts = torch.to(torch.sub(above, torch.searchsorted(ordered, features)), 6)\
    """
            .strip();
  }

  @Override
  public Map<String, Object> config(TokenSpace tokens) {
    Map<String, Object> config =
        ConfigKeys.of("touchstone-linear", List.of("TouchstoneLinear"), tokens);
    config.put("buckets", buckets);
    config.put("damping", damping.name().toLowerCase(java.util.Locale.ROOT));
    return config;
  }

  @Override
  public double forwardOperations(int sequenceTokens) {
    return 2.0 * (2 * sequenceTokens - 1);
  }
}
