package org.touchstone.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Learns byte-pair merges from word counts: again and again the most frequent pair of adjacent
 * tokens within words becomes one token.
 *
 * <p>The result depends on the counts alone, not on the order in which they come. Of pairs with
 * equal counts the one with the smaller left id wins, then the smaller right id, as in Hugging
 * Face's trainer; ids are those of the finished vocabulary. A pair whose text is a token already is
 * passed over: one token, one merge.
 *
 * <p>Counts are kept per pair and changed where a merge changes words, so that the cost is about
 * that of the changed words: a heap holds each pair under a count it once had, and a pair that
 * comes up with an outdated count goes back with the present one.
 *
 * <p>Source: R. Sennrich, B. Haddow and A. Birch 2016, arXiv:1508.07909, sec. 3.2.
 */
public final class BytePairTrainer {

  private static final int BASE = SpecialToken.values().length + ByteAlphabet.SIZE;

  private final List<WordSymbols> words = new ArrayList<>();
  private final Map<Long, PairUses> uses = new HashMap<>();
  private final PriorityQueue<Candidate> heap = new PriorityQueue<>();
  private final List<String> tokens = BytePairVocabulary.base();
  private final Set<String> known = new HashSet<>(tokens);
  private final List<BytePairVocabulary.Merge> merges = new ArrayList<>();
  private final long minPairCount;

  private BytePairTrainer(long minPairCount) {
    this.minPairCount = minPairCount;
  }

  /**
   * Learns a vocabulary.
   *
   * @param wordCounts the pieces of {@link org.touchstone.text.PreTokenizer#byteLevelPieces} and
   *     how often each occurs, at least 0; a piece that comes twice counts with the sum
   * @param vocabularySize tokens wanted, the special ones and the 256 bytes among them; fewer come
   *     back when no pair is left that occurs often enough
   * @param minPairCount how often a pair must occur to be merged, at least 1
   * @return the vocabulary
   * @throws IllegalArgumentException if a count is negative, or a number is out of its range
   */
  public static BytePairVocabulary train(
      Iterable<Map.Entry<String, Long>> wordCounts, int vocabularySize, long minPairCount) {
    if (vocabularySize < BASE) {
      throw new IllegalArgumentException(
          "Cannot train a tokenizer: vocabulary size is %d, must be at least %d"
              .formatted(vocabularySize, BASE));
    }

    if (minPairCount < 1) {
      throw new IllegalArgumentException(
          "Cannot train a tokenizer: minimum pair count is %d, must be at least 1"
              .formatted(minPairCount));
    }

    BytePairTrainer trainer = new BytePairTrainer(minPairCount);
    WordCounts.summed(wordCounts).forEach(trainer::addWord);
    return trainer.run(vocabularySize);
  }

  private void addWord(String word, long count) {
    WordSymbols symbols = new WordSymbols(ByteAlphabet.symbols(word), BASE - ByteAlphabet.SIZE);
    int index = words.size();
    words.add(symbols.weighing(count));
    symbols.forEachPair(pair -> use(pair).add(index, count));
  }

  private BytePairVocabulary run(int vocabularySize) {
    uses.forEach((pair, use) -> offer(pair, use.count()));
    while (tokens.size() < vocabularySize && !heap.isEmpty()) {
      Candidate best = heap.remove();
      PairUses use = uses.get(best.pair());
      if (use == null) {
        continue;
      }

      if (use.count() != best.count()) {
        offer(best.pair(), use.count());
      } else if (!known.contains(text(best.pair()))) {
        merge(best.pair(), use);
      }
    }

    return BytePairVocabulary.of(merges);
  }

  private String text(long pair) {
    return tokens.get(Pairs.left(pair)) + tokens.get(Pairs.right(pair));
  }

  private void merge(long pair, PairUses use) {
    int merged = tokens.size();
    merges.add(
        new BytePairVocabulary.Merge(tokens.get(Pairs.left(pair)), tokens.get(Pairs.right(pair))));
    tokens.add(text(pair));
    known.add(text(pair));

    // Only pairs with the new token gain, and they are new: no count in the heap is ever too low.
    Set<Long> gained = new HashSet<>();
    use.forEachWord(index -> rewrite(index, pair, merged, gained));
    uses.remove(pair);
    gained.forEach(gain -> offer(gain, use(gain).count()));
  }

  private void rewrite(int index, long pair, int merged, Set<Long> gained) {
    WordSymbols word = words.get(index);
    if (!word.contains(pair)) {
      return; // an earlier merge took the pair out of this word
    }

    word.forEachPair(lost -> use(lost).add(-word.weight()));
    word.merge(pair, merged);
    word.forEachPair(
        kept -> {
          if (Pairs.left(kept) == merged || Pairs.right(kept) == merged) {
            use(kept).add(index, word.weight());
            gained.add(kept);
          } else {
            use(kept).add(word.weight());
          }
        });
  }

  private PairUses use(long pair) {
    return uses.computeIfAbsent(pair, key -> new PairUses());
  }

  private void offer(long pair, long count) {
    if (count >= minPairCount) {
      heap.add(new Candidate(pair, count));
    }
  }

  /** A pair under the count that it had when it was offered; the best comes first. */
  private record Candidate(long pair, long count) implements Comparable<Candidate> {
    @Override
    public int compareTo(Candidate other) {
      int byCount = Long.compare(other.count, count);
      return byCount != 0 ? byCount : Long.compare(pair, other.pair);
    }
  }
}
