package org.touchstone.deduplicate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.touchstone.text.MinHash;
import org.touchstone.text.Windows;

/** Signs the texts of comparisons: a pair of band key and node for each band of each text. */
final class SignTexts implements FlatMapFunction<Iterator<Row>, long[]> {

  private static final long serialVersionUID = 1L;

  private final DeduplicationSettings settings;

  SignTexts(DeduplicationSettings settings) {
    this.settings = settings;
  }

  @Override
  public Iterator<long[]> call(Iterator<Row> comparisons) {
    List<MinHash> signers = new ArrayList<>();
    for (Part part : Part.values()) {
      NearSettings near = settings.of(part);
      signers.add(new MinHash(near.bands(), near.rowsPerBand()));
    }

    SeenNumbers seen = new SeenNumbers();
    return new Flattened<>(
        comparisons, row -> sign(RowTexts.of(row, settings.form()), signers, seen).iterator());
  }

  private List<long[]> sign(RowTexts texts, List<MinHash> signers, SeenNumbers seen) {
    List<long[]> signed = new ArrayList<>();
    for (Part part : Part.values()) {
      for (String text : texts.of(part)) {
        long vertex = part.vertex(text);
        List<Windows> windows =
            seen.add(vertex) ? settings.shingling(part).windows(text) : Collections.emptyList();
        for (Windows shingles : windows) {
          int space = part.space(shingles.kind());
          long[] keys = signers.get(part.ordinal()).bandKeys(shingles, space);
          signed.add(pairs(keys, Part.node(vertex, space)));
        }
      }
    }

    return signed;
  }

  /** Pairs each key with the node. */
  static long[] pairs(long[] keys, long node) {
    long[] flat = new long[2 * keys.length];
    for (int band = 0; band < keys.length; band++) {
      flat[2 * band] = keys[band];
      flat[2 * band + 1] = node;
    }

    return flat;
  }
}
