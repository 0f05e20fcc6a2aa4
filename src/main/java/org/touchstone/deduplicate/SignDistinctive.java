package org.touchstone.deduplicate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.util.sketch.BloomFilter;
import org.touchstone.text.MinHash;
import org.touchstone.text.Windows;

/**
 * Signs what is left of crowded texts without the shingles that a template gave to all of them, so
 * that those filled alike meet, and only those.
 */
final class SignDistinctive implements FlatMapFunction<Iterator<Row>, long[]> {

  private static final long serialVersionUID = 1L;

  /** Added to the number of a space, so that a band of what is left meets no whole text's. */
  private static final int SPACE_OFFSET = 1 << 10;

  private final DeduplicationSettings settings;
  private final Broadcast<BloomFilter> crowded;
  private final Broadcast<long[]> template;

  /**
   * Prepares the signing.
   *
   * @param settings bands of each part
   * @param crowded the nodes of crowded stars, and a few more
   * @param template the shingles to leave out, sorted
   */
  SignDistinctive(
      DeduplicationSettings settings, Broadcast<BloomFilter> crowded, Broadcast<long[]> template) {
    this.settings = settings;
    this.crowded = crowded;
    this.template = template;
  }

  @Override
  public Iterator<long[]> call(Iterator<Row> comparisons) {
    List<MinHash> signers = new ArrayList<>();
    for (Part part : Part.values()) {
      NearSettings near = settings.of(part);
      signers.add(new MinHash(near.bands(), near.rowsPerBand()));
    }

    WantedTexts sets = new WantedTexts(settings, crowded.value());
    return new Flattened<>(
        comparisons,
        row ->
            sets.of(row).stream()
                .map(text -> sign(text, signers))
                .filter(flat -> flat.length > 0)
                .iterator());
  }

  private long[] sign(WantedTexts.Text text, List<MinHash> signers) {
    long[] left = distinctive(text.shingles().hashes());
    if (left.length == 0) {
      return left;
    }

    int part = Part.ofSpace(text.space()).ordinal();
    Windows shingles = new Windows(text.shingles().kind(), left);
    long[] keys = signers.get(part).bandKeys(shingles, text.space() + SPACE_OFFSET);
    return SignTexts.pairs(keys, text.node());
  }

  private long[] distinctive(long[] shingles) {
    long[] common = template.value();
    return Arrays.stream(shingles).filter(x -> Arrays.binarySearch(common, x) < 0).toArray();
  }
}
