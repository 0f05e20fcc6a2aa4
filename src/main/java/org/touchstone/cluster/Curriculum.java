package org.touchstone.cluster;

import java.io.Serializable;
import org.touchstone.text.ContentHash;

/** Which comparisons one of many independent models learns from. */
public sealed interface Curriculum extends Serializable {

  /**
   * Names the model's folder, so that a repeated run finds it.
   *
   * @return letters, digits, points and hyphens
   */
  String name();

  /** Whether it learns from a comparison. */
  boolean learns(PairEncoding.Encoded encoded);

  /** The seed of the order in which it learns. */
  default long seed(long ofTheRun) {
    return ofTheRun;
  }

  /**
   * All rows that have a fold, but those of one: cross-fitting.
   *
   * @param fold that is left out, from 0
   */
  record AllButFold(int fold) implements Curriculum {

    @Override
    public String name() {
      return "fold-" + fold;
    }

    @Override
    public boolean learns(PairEncoding.Encoded encoded) {
      return encoded.fold() >= 0 && encoded.fold() != fold;
    }
  }

  /**
   * As {@link AllButFold}, where folds were drawn row by row: what a split that leaks would train.
   *
   * @param fold that is left out, from 0
   */
  record AllButRows(int fold) implements Curriculum {

    @Override
    public String name() {
      return "row-wise-" + fold;
    }

    @Override
    public boolean learns(PairEncoding.Encoded encoded) {
      return encoded.fold() >= 0 && encoded.fold() != fold;
    }
  }

  /**
   * A share of the prompt clusters, drawn by keyed hash; of one draw, a smaller share is part of a
   * larger one. Draws differ in rows and order, not in first weights.
   *
   * @param share of the clusters, in (0, 1]
   * @param draw number of the draw, from 0
   * @param seed of the run
   */
  record Drawn(double share, int draw, long seed) implements Curriculum {

    @Override
    public String name() {
      return "share-%s-draw-%d".formatted(share, draw);
    }

    @Override
    public boolean learns(PairEncoding.Encoded encoded) {
      return ContentHash.uniform(seed(seed), encoded.kept().get(0).group()) < share;
    }

    @Override
    public long seed(long ofTheRun) {
      return ContentHash.keyed(ofTheRun, "draw " + draw);
    }
  }

  /**
   * One of the two halves of the prompt clusters: what one learned from, the other never saw.
   *
   * @param half 0 or 1
   * @param seed of the run
   */
  record Half(int half, long seed) implements Curriculum {

    @Override
    public String name() {
      return "half-" + half;
    }

    @Override
    public boolean learns(PairEncoding.Encoded encoded) {
      boolean first =
          ContentHash.uniform(ContentHash.keyed(seed, "halves"), encoded.kept().get(0).group())
              < 0.5;
      return first == (half == 0);
    }
  }

  /**
   * A part of the first half, for models that are asked together: as in bagging, parts overlap.
   *
   * @param part number of the part, from 0
   * @param seed of the run
   */
  record PartOfHalf(int part, long seed) implements Curriculum {

    private static final double SHARE = 0.7;

    @Override
    public String name() {
      return "half-0-part-" + part;
    }

    @Override
    public boolean learns(PairEncoding.Encoded encoded) {
      return new Half(0, seed).learns(encoded)
          && ContentHash.uniform(seed(seed), encoded.kept().get(0).group()) < SHARE;
    }

    @Override
    public long seed(long ofTheRun) {
      return ContentHash.keyed(ofTheRun, "part " + part);
    }
  }

  /**
   * All sources but one.
   *
   * @param source that is left out
   */
  record AllButSource(String source) implements Curriculum {

    @Override
    public String name() {
      return "without-" + ContentHash.of(source).substring(0, 12);
    }

    @Override
    public boolean learns(PairEncoding.Encoded encoded) {
      return !encoded.source().equals(source);
    }
  }
}
