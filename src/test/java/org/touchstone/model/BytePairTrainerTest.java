package org.touchstone.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.touchstone.HhRlhfSample;
import org.touchstone.text.PreTokenizer;

class BytePairTrainerTest {

  private static final int BASE = 8 + 256;

  @Test
  void agreesWithCountingEverythingAnewBeforeEachMerge() {
    SplittableRandom random = new SplittableRandom(5);
    for (int corpus = 0; corpus < 60; corpus++) {
      Map<String, Long> counts = randomCounts(random);
      long minCount = 1L + random.nextInt(3);
      List<BytePairVocabulary.Merge> merges =
          BytePairTrainer.train(counts.entrySet(), BASE + 40, minCount).merges();
      assertThat(merges).isEqualTo(bruteForce(counts, 40, minCount)).isNotEmpty();
    }
  }

  @Test
  void agreesWithBruteForceOnRealWords() {
    Map<String, Long> counts = new HashMap<>();
    for (String text : HhRlhfSample.transcripts().subList(0, 20)) {
      PreTokenizer.byteLevelPieces(text).forEach(piece -> counts.merge(piece, 1L, Long::sum));
    }

    assertThat(BytePairTrainer.train(counts.entrySet(), BASE + 150, 2).merges())
        .isEqualTo(bruteForce(counts, 150, 2))
        .hasSize(150);
  }

  @Test
  void doesNotDependOnTheOrderOfTheWordsNorOnHowCountsAreSplit() {
    Map<String, Long> counts = randomCounts(new SplittableRandom(9));
    List<Map.Entry<String, Long>> shuffled = new ArrayList<>();
    counts.forEach(
        (word, count) -> {
          shuffled.add(Map.entry(word, 1L));
          shuffled.add(Map.entry(word, count - 1));
        });
    BytePairVocabulary expected = BytePairTrainer.train(counts.entrySet(), BASE + 60, 1);
    for (long seed = 0; seed < 10; seed++) {
      Collections.shuffle(shuffled, new Random(seed));
      assertThat(BytePairTrainer.train(shuffled, BASE + 60, 1)).isEqualTo(expected);
    }
  }

  @Test
  void mergesTheMostFrequentPairFirstAndTiesBySmallerIds() {
    List<BytePairVocabulary.Merge> merges =
        BytePairTrainer.train(Map.of("cd", 2L, "ab", 2L, "xyz", 3L).entrySet(), BASE + 9, 2)
            .merges();
    assertThat(merges)
        .containsExactly(merge("x", "y"), merge("xy", "z"), merge("a", "b"), merge("c", "d"));
  }

  @Test
  void stopsAtTheVocabularySizeAndAtTheMinimumCount() {
    Map<String, Long> counts = Map.of("aaaa", 5L, "bc", 1L);
    assertThat(BytePairTrainer.train(counts.entrySet(), BASE + 1, 1).tokens()).hasSize(BASE + 1);
    assertThat(BytePairTrainer.train(counts.entrySet(), BASE + 100, 2).merges())
        .containsExactly(merge("a", "a"), merge("aa", "aa"));
    assertThat(BytePairTrainer.train(List.of(), BASE + 100, 1).tokens()).hasSize(BASE);
  }

  @Test
  void writesBytesInTheAlphabetOfGpt2() {
    List<String> tokens = BytePairTrainer.train(List.of(), BASE, 1).tokens();
    assertThat(tokens.subList(0, 3)).containsExactly("<|pad|>", "<|bos|>", "<|eos|>");
    assertThat(tokens.subList(8, 10)).containsExactly("!", "\"");
    assertThat(tokens).doesNotHaveDuplicates().contains("\u0120", "\u010A").hasSize(BASE);
    BytePairVocabulary spaces =
        BytePairTrainer.train(Map.of(" \u00E9", 3L).entrySet(), BASE + 2, 1);
    assertThat(spaces.merges().get(0)).isEqualTo(merge("\u00C3", "\u00A9"));
    assertThat(spaces.merges().get(1)).isEqualTo(merge("\u0120", "\u00C3\u00A9"));
  }

  @Test
  void refusesNegativeCountsAndTooSmallNumbers() {
    assertThatThrownBy(() -> BytePairTrainer.train(Map.of("ab", -1L).entrySet(), BASE, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1");
    assertThatThrownBy(() -> BytePairTrainer.train(List.of(), BASE - 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("264");
    assertThatThrownBy(() -> BytePairTrainer.train(List.of(), BASE, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 1");
  }

  private static BytePairVocabulary.Merge merge(String left, String right) {
    return new BytePairVocabulary.Merge(left, right);
  }

  private static Map<String, Long> randomCounts(SplittableRandom random) {
    Map<String, Long> counts = new HashMap<>();
    String letters = "abc\u00E9 ";
    for (int word = 0; word < 30; word++) {
      StringBuilder text = new StringBuilder();
      int length = 1 + random.nextInt(9);
      for (int i = 0; i < length; i++) {
        text.append(letters.charAt(random.nextInt(letters.length())));
      }

      counts.put(text.toString(), 1L + random.nextInt(4));
    }

    return counts;
  }

  /** The definition, with nothing kept from one merge to the next. */
  private static List<BytePairVocabulary.Merge> bruteForce(
      Map<String, Long> counts, int wanted, long minCount) {
    List<String> tokens = new ArrayList<>(BytePairVocabulary.of(List.of()).tokens());
    Map<List<String>, Long> words = new HashMap<>();
    counts.forEach((word, count) -> words.put(bytes(word), count));
    List<BytePairVocabulary.Merge> merges = new ArrayList<>();
    while (merges.size() < wanted) {
      Optional<BytePairVocabulary.Merge> found = best(words, tokens, minCount);
      if (found.isEmpty()) {
        break;
      }

      BytePairVocabulary.Merge best = found.get();
      merges.add(best);
      tokens.add(best.left() + best.right());
      Map<List<String>, Long> merged = new HashMap<>();
      words.forEach((word, count) -> merged.merge(apply(word, best), count, Long::sum));
      words.clear();
      words.putAll(merged);
    }

    return merges;
  }

  private static Optional<BytePairVocabulary.Merge> best(
      Map<List<String>, Long> words, List<String> tokens, long minCount) {
    Map<BytePairVocabulary.Merge, Long> pairs = new HashMap<>();
    words.forEach(
        (word, count) -> {
          for (int i = 0; i + 1 < word.size(); i++) {
            pairs.merge(merge(word.get(i), word.get(i + 1)), count, Long::sum);
          }
        });
    Comparator<Map.Entry<BytePairVocabulary.Merge, Long>> order =
        Map.Entry.<BytePairVocabulary.Merge, Long>comparingByValue().reversed();
    return pairs.entrySet().stream()
        .filter(pair -> pair.getValue() >= minCount)
        .filter(pair -> !tokens.contains(pair.getKey().left() + pair.getKey().right()))
        .min(
            order
                .thenComparing(pair -> tokens.indexOf(pair.getKey().left()))
                .thenComparing(pair -> tokens.indexOf(pair.getKey().right())))
        .map(Map.Entry::getKey);
  }

  private static List<String> apply(List<String> word, BytePairVocabulary.Merge merge) {
    List<String> merged = new ArrayList<>(word);
    for (int i = 0; i + 1 < merged.size(); i++) {
      if (merged.get(i).equals(merge.left()) && merged.get(i + 1).equals(merge.right())) {
        merged.set(i, merge.left() + merge.right());
        merged.remove(i + 1);
      }
    }

    return merged;
  }

  private static List<String> bytes(String word) {
    List<String> characters = new ArrayList<>();
    for (int symbol : ByteAlphabet.symbols(word)) {
      characters.add(String.valueOf(ByteAlphabet.character(symbol)));
    }

    return characters;
  }
}
