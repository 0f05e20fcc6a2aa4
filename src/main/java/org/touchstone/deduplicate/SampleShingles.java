package org.touchstone.deduplicate;

import java.util.Iterator;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.util.sketch.BloomFilter;

/** Reads pairs of shingle and node of one in so many wanted texts, chosen by their hashes. */
final class SampleShingles implements FlatMapFunction<Iterator<Row>, long[]> {

  private static final long serialVersionUID = 1L;

  private final DeduplicationSettings settings;
  private final Broadcast<BloomFilter> wanted;
  private final int oneIn;

  SampleShingles(DeduplicationSettings settings, Broadcast<BloomFilter> wanted, int oneIn) {
    this.settings = settings;
    this.wanted = wanted;
    this.oneIn = oneIn;
  }

  @Override
  public Iterator<long[]> call(Iterator<Row> comparisons) {
    WantedTexts texts = new WantedTexts(settings, wanted.value());
    return new Flattened<>(
        comparisons,
        row ->
            texts.of(row).stream()
                .filter(text -> Long.remainderUnsigned(text.node(), oneIn) == 0)
                .map(text -> SignTexts.pairs(text.shingles().hashes(), text.node()))
                .iterator());
  }
}
