package org.touchstone.deduplicate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.touchstone.text.ExactParts;
import org.touchstone.text.Shingling;

/** Marks of a group by its index, against those by comparing all with all. */
class FamilyTest {

  private static final NearSettings BRUTE = new NearSettings(0.8, 5, 5, 20, 21, 6, 100_000);
  private static final NearSettings INDEXED = new NearSettings(0.8, 5, 5, 20, 21, 6, 5);
  private static final Shingling SHINGLING = BRUTE.shingling();

  @Test
  void aLargeGroupIsMarkedAsIfAllWereComparedWithAll() {
    List<Candidate> chain = chain(400);

    Map<String, Row> expected = marks(BRUTE, chain);
    Map<String, Row> found = marks(INDEXED, chain);

    long equal = chain.stream().filter(c -> same(expected, found, c.comparisonId())).count();
    assertThat((double) equal / chain.size()).isGreaterThan(0.995);
    assertThat(found.values().stream().filter(row -> row.getString(4).equals("near")).count())
        .isGreaterThan(100);
  }

  @Test
  void aDuplicateNamesAKeptRowThatIsSimilarToItself() {
    List<Candidate> chain = chain(300);
    Map<String, Candidate> byId = new HashMap<>();
    chain.forEach(candidate -> byId.put(candidate.comparisonId(), candidate));

    Map<String, Row> marks = marks(INDEXED, chain);

    for (Candidate candidate : chain) {
      Row mark = Objects.requireNonNull(marks.get(candidate.comparisonId()));
      Candidate named = Objects.requireNonNull(byId.get(mark.getString(2)));
      Row namedMark = Objects.requireNonNull(marks.get(named.comparisonId()));
      assertThat(namedMark.getString(2)).isEqualTo(named.comparisonId());
      if (named != candidate) {
        assertThat(candidate.match(named, 0.8).similarity())
            .isEqualTo(mark.getDouble(5))
            .isGreaterThanOrEqualTo(0.8);
      }
    }
  }

  @Test
  void contradictionsAreFoundOnBothSidesOfTheLimit() {
    Family family = new Family(INDEXED);
    List<Row> marks = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      marks.addAll(
          family.mark(
              candidate("%03d".formatted(i), "set", words(0), List.of(1 + i % 2, 2 - i % 2))));
    }

    assertThat(contradictions(marks, "set")).contains("000", "001", "003", "007", "009", "011");
    assertThat(marks.stream().map(mark -> mark.getString(4))).contains("swapped");
  }

  @Test
  void similarTextsWithOppositeRanksAreNearContradictionsAndNoDuplicates() {
    Candidate first = candidate("000", words(0), List.of(1, 2));
    Candidate second = candidate("001", words(1), List.of(2, 1));
    Candidate third = candidate("002", words(2), List.of(1, 2));

    Map<String, Row> marks = marks(BRUTE, List.of(first, second, third));

    assertThat(mark(marks, "001").getString(2)).isEqualTo("001");
    assertThat((Object[]) mark(marks, "001").get(6)).isEmpty();
    assertThat((Object[]) mark(marks, "001").get(7)).containsExactly("000");
    assertThat((Object[]) mark(marks, "002").get(7)).containsExactly("001");
    assertThat(mark(marks, "002").getString(2)).isEqualTo("000");
    assertThat(mark(marks, "002").getString(4)).isEqualTo("near");
  }

  @Test
  void aRowListsAtMostAHundredNearContradictionsHoweverLargeItsGroup() {
    for (NearSettings settings : List.of(BRUTE, INDEXED)) {
      Family family = new Family(settings);
      Map<String, Integer> listed = new HashMap<>();
      int rows = 0;
      for (int i = 0; i < 300; i++) {
        List<Integer> ranks = i % 2 == 0 ? List.of(1, 2) : List.of(2, 1);
        for (Row mark : family.mark(candidate("%03d".formatted(i), words(i % 20), ranks))) {
          listed.merge(mark.getString(0), ((Object[]) mark.get(7)).length, Integer::sum);
          rows++;
        }
      }

      assertThat(listed.values()).allMatch(ids -> ids <= 100).contains(100);
      assertThat(rows).isLessThan(300 * 101);
    }
  }

  /** A long program with one sign changed may have to be judged in the opposite way. */
  @Test
  void textsThatDifferInOneOperatorAreNeitherDuplicatesNorContradictions() {
    Candidate first = candidate("000", words(0) + " x + y", List.of(1, 2));
    Candidate second = candidate("001", words(0) + " x - y", List.of(2, 1));
    Candidate third = candidate("002", words(0) + " x * y", List.of(1, 2));

    Map<String, Row> marks = marks(BRUTE, List.of(first, second, third));

    for (String id : List.of("000", "001", "002")) {
      assertThat(mark(marks, id).getString(2)).isEqualTo(id);
      assertThat((Object[]) mark(marks, id).get(6)).isEmpty();
      assertThat((Object[]) mark(marks, id).get(7)).isEmpty();
    }
  }

  private static Row mark(Map<String, Row> marks, String id) {
    return Objects.requireNonNull(marks.get(id));
  }

  private static List<String> contradictions(List<Row> marks, String setId) {
    return marks.stream()
        .filter(mark -> mark.getString(0).equals(setId))
        .flatMap(mark -> Arrays.stream((Object[]) mark.get(6)).map(String.class::cast))
        .toList();
  }

  private static boolean same(Map<String, Row> expected, Map<String, Row> found, String id) {
    return Objects.equals(
        Objects.requireNonNull(expected.get(id)).getString(2),
        Objects.requireNonNull(found.get(id)).getString(2));
  }

  private static Map<String, Row> marks(NearSettings settings, List<Candidate> candidates) {
    Family family = new Family(settings);
    Map<String, Row> marks = new HashMap<>();
    for (Candidate candidate : candidates) {
      for (Row mark : family.mark(candidate)) {
        if (!mark.isNullAt(4)) {
          marks.put("" + candidate.comparisonId(), mark);
        }
      }
    }

    return marks;
  }

  /** Texts that drift by a word a step, in the order of ids that know nothing of the steps. */
  private static List<Candidate> chain(int length) {
    SplittableRandom random = new SplittableRandom(8);
    String[] words =
        IntStream.range(0, 80).mapToObj(i -> "word" + letters(i)).toArray(String[]::new);
    List<Candidate> chain = new ArrayList<>();
    for (int step = 0; step < length; step++) {
      words[random.nextInt(words.length)] = "changed" + letters(step);
      String id = Long.toHexString(random.nextLong());
      chain.add(candidate(id, String.join(" ", words), List.of(1, 2)));
    }

    chain.sort((a, b) -> a.comparisonId().compareTo(b.comparisonId()));
    return chain;
  }

  /** A number as letters: texts that differ in digits only are not similar. */
  private static String letters(int number) {
    return Integer.toString(number)
        .chars()
        .mapToObj(digit -> Character.toString(digit - '0' + 'a'))
        .collect(Collectors.joining());
  }

  private static String words(int changed) {
    return IntStream.range(0, 100)
        .mapToObj(i -> i == 50 ? "changed" + "x".repeat(changed) : "word" + i)
        .collect(Collectors.joining(" "));
  }

  private static Candidate candidate(String id, String reply, List<Integer> ranks) {
    return candidate(id, "set" + id, reply, ranks);
  }

  private static Candidate candidate(String id, String setId, String reply, List<Integer> ranks) {
    return new Candidate(
        id,
        0,
        setId,
        ranks.toString(),
        List.of(id),
        SHINGLING.of("what is the question"),
        List.of(SHINGLING.of("no"), SHINGLING.of(reply)),
        ExactParts.of("what is the question"),
        List.of(ExactParts.of("no"), ExactParts.of(reply)),
        ranks);
  }
}
