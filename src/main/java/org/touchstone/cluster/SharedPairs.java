package org.touchstone.cluster;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.touchstone.text.ContentHash;
import org.touchstone.train.EncodedComparison;
import org.touchstone.train.LossSettings.Weighting;
import scala.Tuple2;

/**
 * Makes one of all judgements of the same two replies, whoever made them and in whichever order the
 * replies were shown. It does not depend on the order in which they come together.
 */
final class SharedPairs {

  private SharedPairs() {}

  static JavaRDD<PairEncoding.Encoded> of(
      JavaRDD<PairEncoding.Encoded> encoded, Weighting weighting) {
    return encoded
        .map(SharedPairs::smallerFirst)
        .mapToPair(pair -> new Tuple2<>(key(pair), pair))
        .reduceByKey((a, b) -> merged(a, b, weighting))
        .values();
  }

  /** The replies in the order of their tokens. */
  private static PairEncoding.Encoded smallerFirst(PairEncoding.Encoded encoded) {
    return new PairEncoding.Encoded(
        encoded.kept().stream().map(SharedPairs::smallerFirst).toList(),
        encoded.fold(),
        encoded.source(),
        encoded.counts());
  }

  private static EncodedComparison smallerFirst(EncodedComparison pair) {
    int[] first = pair.replies()[0];
    int[] second = pair.replies()[1];
    int[] ranks = pair.rankings()[0];
    return Arrays.compare(first, second) <= 0
        ? pair
        : new EncodedComparison(
            pair.group(),
            new int[][] {second, first},
            new int[][] {{ranks[1], ranks[0]}},
            pair.ratings(),
            pair.margin(),
            pair.weight(),
            pair.pairWeight());
  }

  /** Judgements that are not kept come together too: only their counts are left. */
  private static String key(PairEncoding.Encoded encoded) {
    return encoded.kept().stream()
        .map(
            pair ->
                ContentHash.of(
                    pair.group(),
                    Arrays.toString(pair.replies()[0]),
                    Arrays.toString(pair.replies()[1])))
        .findFirst()
        .orElse("");
  }

  private static PairEncoding.Encoded merged(
      PairEncoding.Encoded a, PairEncoding.Encoded b, Weighting weighting) {
    List<EncodedComparison> kept =
        a.kept().isEmpty()
            ? List.of()
            : List.of(merged(a.kept().get(0), b.kept().get(0), weighting));
    String source = a.source().compareTo(b.source()) < 0 ? a.source() : b.source();
    return new PairEncoding.Encoded(kept, a.fold(), source, a.counts().plus(b.counts()));
  }

  private static EncodedComparison merged(
      EncodedComparison a, EncodedComparison b, Weighting weighting) {
    int[][] rankings =
        Stream.concat(Arrays.stream(a.rankings()), Arrays.stream(b.rankings()))
            .sorted(Arrays::compare)
            .toArray(int[][]::new);
    float weight =
        switch (weighting) {
          case COMPARISONS -> Math.max(a.weight(), b.weight());
          case JUDGEMENTS -> a.weight() + b.weight();
        };
    return new EncodedComparison(
        a.group(),
        a.replies(),
        rankings,
        a.ratings(),
        a.margin(),
        weight,
        Math.max(a.pairWeight(), b.pairWeight()));
  }
}
