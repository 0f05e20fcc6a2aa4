package org.touchstone.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShinglingTest {

  private static final Shingling SHINGLING = new Shingling(3, 5, 20, 0.8);

  @Test
  void similaritiesAreThoseOfTheSetsOfStrings() {
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 200; i++) {
      String a = words(random, 25 + random.nextInt(40), 6);
      String b = edited(a, random);

      assertThat(SHINGLING.similarity(a, b))
          .isCloseTo(expected(a, b), within(1e-12))
          .isEqualTo(SHINGLING.similarity(b, a));
    }
  }

  @Test
  void textsNearTheBorderCanBeCompared() {
    String nineteen = words(new SplittableRandom(1), 19, 1_000);

    assertThat(SHINGLING.of(nineteen))
        .extracting(ShingleSet::kind)
        .containsExactly(ShingleKind.CHARACTERS);
    assertThat(SHINGLING.of(nineteen + " end"))
        .extracting(ShingleSet::kind)
        .containsExactly(ShingleKind.CHARACTERS, ShingleKind.WORDS);
    assertThat(SHINGLING.of(nineteen + " one two three four five six"))
        .extracting(ShingleSet::kind)
        .containsExactly(ShingleKind.WORDS);
    assertThat(SHINGLING.similarity(nineteen, nineteen + " end")).isGreaterThan(0.9);
  }

  @Test
  void scriptsWithoutBlanksGiveCharacters() {
    String chinese = "我们今天去公园玩 然后回家吃饭 ".repeat(30).strip();

    assertThat(SHINGLING.of(chinese))
        .extracting(ShingleSet::kind)
        .containsExactly(ShingleKind.CHARACTERS);
  }

  @Test
  void shortTextsAreOneShingleAndEmptyOnesNone() {
    assertThat(SHINGLING.of("hi")).extracting(ShingleSet::size).containsExactly(1);
    assertThat(SHINGLING.of("")).isEmpty();
    assertThat(SHINGLING.similarity("hi", "hi")).isEqualTo(1);
    assertThat(SHINGLING.similarity("hi", "ho")).isZero();
  }

  @Test
  void refusesSizesThatMakeNoShingles() {
    assertThatThrownBy(() -> new Shingling(5, 5, 4, 0.8))
        .hasMessageContaining("texts from 4 words");
    assertThatThrownBy(() -> new Shingling(3, 5, 20, 1.2))
        .hasMessageContaining("1.2: must be in (0, 1]");
  }

  @Test
  void minHashEstimatesTheSimilarity() {
    SplittableRandom random = new SplittableRandom(5);
    MinHash minHash = new MinHash(64, 16);
    double error = 0;
    for (int i = 0; i < 100; i++) {
      String a = words(random, 60 + random.nextInt(60), 50);
      String b = edited(a, random);
      ShingleSet left = SHINGLING.of(a).get(0);
      ShingleSet right = SHINGLING.of(b).get(0);
      int[] x = minHash.sign(left.windows());
      int[] y = minHash.sign(right.windows());
      long equal = IntStream.range(0, x.length).filter(slot -> x[slot] == y[slot]).count();
      double truth = left.similarity(right, 0);

      // Five standard errors of a share of 1,024 draws.
      assertThat((double) equal / x.length).isCloseTo(truth, within(5 * 0.5 / 32));
      error += (double) equal / x.length - truth;
    }

    assertThat(error / 100).isCloseTo(0, within(0.005));
  }

  @Test
  void bandsMeetAsOftenAsTheFormulaSays() {
    SplittableRandom random = new SplittableRandom(9);
    MinHash minHash = new MinHash(10, 4);
    double expected = 0;
    int met = 0;
    int trials = 2_000;
    for (int i = 0; i < trials; i++) {
      String a = words(random, 40, 50);
      ShingleSet left = SHINGLING.of(a).get(0);
      ShingleSet right = SHINGLING.of(edited(a, random)).get(0);
      double similarity = left.similarity(right, 0);
      expected += 1 - Math.pow(1 - Math.pow(similarity, 4), 10);
      met +=
          share(minHash.bandKeys(left.windows(), 0), minHash.bandKeys(right.windows(), 0)) ? 1 : 0;
    }

    // One set of functions serves all trials, so they are not independent: four points of leeway.
    assertThat((double) met / trials).isCloseTo(expected / trials, within(0.04));
  }

  /** The expected slots come from a few lines of Python that follow the Javadoc. */
  @Test
  void signaturesAreThoseOfVersionTwo() {
    Windows shingles = SHINGLING.windows("how do i bake a cake").get(0);

    assertThat(new MinHash(2, 2).sign(shingles))
        .containsExactly(7088331, 946762, 224871079, 310528692);
  }

  private static boolean share(long[] a, long[] b) {
    return IntStream.range(0, a.length).anyMatch(band -> a[band] == b[band]);
  }

  private static String words(SplittableRandom random, int count, int vocabulary) {
    return IntStream.range(0, count)
        .mapToObj(i -> "word" + random.nextInt(vocabulary))
        .collect(Collectors.joining(" "));
  }

  private static String edited(String text, SplittableRandom random) {
    String[] words = text.split(" ");
    int edits = random.nextInt(8);
    for (int i = 0; i < edits; i++) {
      words[random.nextInt(words.length)] = "edit" + i;
    }

    return String.join(" ", words);
  }

  /** Word trigrams as strings in a HashSet. */
  private static double expected(String a, String b) {
    Set<String> left = trigrams(a);
    Set<String> right = trigrams(b);
    Set<String> shared = new HashSet<>(left);
    shared.retainAll(right);
    return (double) shared.size() / (left.size() + right.size() - shared.size());
  }

  private static Set<String> trigrams(String text) {
    List<String> words = Arrays.asList(text.split(" "));
    return IntStream.rangeClosed(0, words.size() - 3)
        .mapToObj(i -> String.join(" ", words.subList(i, i + 3)))
        .collect(Collectors.toSet());
  }
}
