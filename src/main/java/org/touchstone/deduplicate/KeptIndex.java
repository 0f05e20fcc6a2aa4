package org.touchstone.deduplicate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.touchstone.text.MinHash;
import org.touchstone.text.ShingleSet;

/**
 * The kept candidates of a large group, by the MinHash bands of their texts. Similar candidates
 * have similar texts one by one, so looking for one text of a candidate is enough.
 */
final class KeptIndex {

  /** Some 4 KB each; what is kept beyond is compared with no later candidate. */
  private static final int MAX_KEPT = 100_000;

  private static final int MAX_COMPARED = 64;

  private final MinHash signer;
  private final List<Candidate> kept = new ArrayList<>();
  private final Map<Long, List<Integer>> byBand = new HashMap<>();

  KeptIndex(NearSettings settings) {
    this.signer = new MinHash(settings.bands(), settings.rowsPerBand());
  }

  /** Returns false of a candidate beyond the last that there is room for. */
  boolean add(Candidate candidate) {
    if (kept.size() == MAX_KEPT) {
      return false;
    }

    int number = kept.size();
    kept.add(candidate);
    for (List<ShingleSet> text : texts(candidate)) {
      for (long key : keys(text)) {
        List<Integer> bucket = byBand.computeIfAbsent(key, band -> new ArrayList<>(1));
        if (bucket.size() < MAX_COMPARED) {
          bucket.add(number);
        }
      }
    }

    return true;
  }

  /** Returns the first kept candidates that share a band with the longest text of this one. */
  List<Candidate> near(Candidate candidate) {
    List<ShingleSet> longest =
        texts(candidate).stream().max(Comparator.comparingInt(KeptIndex::size)).orElse(List.of());
    Set<Integer> numbers = new TreeSet<>(); // in the order of ids, which decides between equals
    for (long key : keys(longest)) {
      numbers.addAll(byBand.getOrDefault(key, List.of()));
    }

    return numbers.stream().limit(MAX_COMPARED).map(kept::get).toList();
  }

  private static List<List<ShingleSet>> texts(Candidate candidate) {
    List<List<ShingleSet>> texts = new ArrayList<>(candidate.replies());
    texts.add(candidate.prompt());
    return texts;
  }

  private static int size(List<ShingleSet> text) {
    return text.stream().mapToInt(ShingleSet::size).sum();
  }

  private List<Long> keys(List<ShingleSet> text) {
    List<Long> keys = new ArrayList<>();
    for (ShingleSet set : text) {
      for (long key : signer.bandKeys(set.windows(), set.kind().ordinal())) {
        keys.add(key);
      }
    }

    return keys;
  }
}
