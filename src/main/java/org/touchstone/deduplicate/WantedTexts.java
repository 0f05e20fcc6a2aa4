package org.touchstone.deduplicate;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.util.sketch.BloomFilter;
import org.touchstone.text.Windows;

/** Reads the shingles of wanted texts, once each where a partition's memory allows. */
final class WantedTexts {

  /** One text in one space. */
  record Text(long node, int space, Windows shingles) {}

  private final DeduplicationSettings settings;
  private final BloomFilter wanted;
  private final SeenNumbers seen = new SeenNumbers();

  WantedTexts(DeduplicationSettings settings, BloomFilter wanted) {
    this.settings = settings;
    this.wanted = wanted;
  }

  /** Returns the wanted texts of a comparison, and a few more. */
  List<Text> of(Row comparison) {
    RowTexts texts = RowTexts.of(comparison, settings.form());
    List<Text> found = new ArrayList<>();
    for (Part part : Part.values()) {
      for (String text : texts.of(part)) {
        long vertex = part.vertex(text);
        if (isWanted(part, vertex) && seen.add(vertex)) {
          for (Windows shingles : settings.shingling(part).windows(text)) {
            int space = part.space(shingles.kind());
            long node = Part.node(vertex, space);
            if (wanted.mightContainLong(node)) {
              found.add(new Text(node, space, shingles));
            }
          }
        }
      }
    }

    return found;
  }

  private boolean isWanted(Part part, long vertex) {
    for (int space : part.spaces()) {
      if (wanted.mightContainLong(Part.node(vertex, space))) {
        return true;
      }
    }

    return false;
  }
}
