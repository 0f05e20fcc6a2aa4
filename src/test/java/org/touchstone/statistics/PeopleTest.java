package org.touchstone.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.touchstone.statistics.JudgedCorpus.ATTACK;
import static org.touchstone.statistics.JudgedCorpus.CORPUS;
import static org.touchstone.statistics.JudgedCorpus.counted;
import static org.touchstone.statistics.JudgedCorpus.judged;
import static org.touchstone.statistics.JudgedCorpus.prompt;
import static org.touchstone.statistics.JudgedCorpus.reply;
import static org.touchstone.statistics.JudgedCorpus.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.touchstone.agreement.FarAnnotators;
import org.touchstone.preference.Comparison;
import org.touchstone.preference.Reply;
import org.touchstone.schema.ComparisonTable;

/** How people agree, contradict each other and themselves, by brute force over a small corpus. */
@Tag("spark")
class PeopleTest {

  @Test
  void cyclesAndAgreementAreThoseOfBruteForce() {
    GroupStatistics total = Statistics.of(table(CORPUS), null).total();
    Map<List<Integer>, Map<String, Integer>> items = items();
    long[] cycles = cycles(items);
    long asked = 0;
    long agreed = 0;
    long split = 0;
    double larger = 0;
    double decided = 0;
    for (Map<String, Integer> item : items.values()) {
      long first = item.values().stream().filter(v -> v > 0).count();
      long second = item.values().stream().filter(v -> v < 0).count();
      larger += item.size() < 2 ? 0 : Math.max(first, second);
      decided += item.size() < 2 ? 0 : first + second;
      for (Map.Entry<String, Integer> own : item.entrySet()) {
        int others = -own.getValue() + item.values().stream().mapToInt(v -> v).sum();
        if (own.getValue() != 0 && others != 0) {
          asked++;
          agreed += Integer.signum(others) == own.getValue() ? 1 : 0;
        }

        split += own.getValue() != 0 && others == 0 && item.size() > 1 ? 1 : 0;
      }
    }

    assertThat(total.order().triples()).isEqualTo(cycles[0]);
    assertThat(total.order().cycles()).isEqualTo(cycles[1]).isPositive();
    assertThat(share(total, "leave-one-out-agreement"))
        .returns(asked, ShareEstimate::trials)
        .returns((double) agreed, ShareEstimate::successes);
    assertThat(share(total, "leave-one-out-agreement-splits-half"))
        .returns(asked + split, ShareEstimate::trials)
        .returns(agreed + split / 2.0, ShareEstimate::successes);
    assertThat(share(total, "majority-share").value()).isEqualTo(larger / decided);
    assertThat(total.people().items())
        .isEqualTo(items.values().stream().filter(item -> item.size() > 1).count());
    assertThat(total.people().annotators()).as("four names in each of two sources").isEqualTo(8);
  }

  /** Krippendorff's alpha by its definition, every item in both directions. */
  @Test
  void alphaAndContradictionsAreThoseOfBruteForce() {
    GroupStatistics total = Statistics.of(table(CORPUS), null).total();
    List<int[]> units = new ArrayList<>();
    long contradicted = 0;
    long again = 0;
    for (Map<String, Integer> item : items().values()) {
      int[] labels = item.values().stream().mapToInt(v -> v).toArray();
      contradicted += item.containsValue(1) && item.containsValue(-1) ? 1 : 0;
      again += labels.length > 1 ? 1 : 0;
      if (labels.length > 1) {
        units.add(labels);
        units.add(Arrays.stream(labels).map(v -> -v).toArray());
      }
    }

    int[] all = units.stream().flatMapToInt(Arrays::stream).toArray();
    double observed =
        units.stream().mapToDouble(unit -> different(unit) / (unit.length - 1.0)).sum();
    double expected = different(all) / (all.length - 1.0);
    assertThat(total.people().alphaNominal()).isCloseTo(1 - observed / expected, within(1e-12));
    assertThat(total.order().contradictedPairs()).isEqualTo(contradicted).isPositive();
    assertThat(total.order().pairsJudgedAgain()).isEqualTo(again);
  }

  private static double different(int[] values) {
    double different = 0;
    for (int one : values) {
      for (int other : values) {
        different += one == other ? 0 : 1;
      }
    }

    return different;
  }

  @Test
  void examplesShowAWholeCycleAndBothSidesOfAContradiction() {
    Map<String, Comparison> rows = new HashMap<>();
    for (Comparison each : CORPUS) {
      Row row = ComparisonTable.toRow(each, 0);
      rows.put(row.getString(0), each);
    }

    try (Statistics counted = counted(table(CORPUS), 64)) {
      assertThat(counted.examples().get(ExampleKind.CYCLE))
          .isNotEmpty()
          .allSatisfy(
              ids -> {
                assertThat(ids).hasSize(3);
                for (int i = 0; i < 3; i++) {
                  Comparison row = Objects.requireNonNull(rows.get(ids.get(i)));
                  Comparison next = Objects.requireNonNull(rows.get(ids.get((i + 1) % 3)));
                  assertThat(ranked(row, 2)).isEqualTo(ranked(next, 1));
                }
              });
      assertThat(counted.examples().get(ExampleKind.CONTRADICTION))
          .isNotEmpty()
          .allSatisfy(
              ids -> {
                Comparison one = Objects.requireNonNull(rows.get(ids.get(0)));
                Comparison other = Objects.requireNonNull(rows.get(ids.get(1)));
                assertThat(ranked(one, 1)).isEqualTo(ranked(other, 2));
                assertThat(ranked(one, 2)).isEqualTo(ranked(other, 1));
              });
    }
  }

  private static String ranked(Comparison row, int rank) {
    return row.replies().get(row.ranks().indexOf(rank)).messages().get(0).content();
  }

  /** Forty prompts with two replies; one of five people always says the opposite. */
  @Test
  void theOneWhoContradictsEverybodyIsFarInItsSource() {
    List<Comparison> corpus = new ArrayList<>();
    for (int prompt = 1; prompt <= 40; prompt++) {
      for (int person = 0; person < 5; person++) {
        corpus.add(
            judged(prompt, 1, 2, person == 4 ? new int[] {2, 1} : new int[] {1, 2}, "p" + person));
      }
    }

    try (Statistics counted = counted(table(corpus), 64)) {
      GroupStatistics y = Objects.requireNonNull(counted.statistics().bySource().get("y"));
      assertThat(y.people().far())
          .singleElement()
          .returns("p4", FarAnnotators.Far::annotator)
          .returns(35L, far -> far.share().trials());
      Expectation none = Expectation.of(Map.of("measure", "far-annotators", "at-most", 0));
      assertThat(none.check(counted.measures()).found()).isEqualTo(1.0);
    }
  }

  private static ShareEstimate share(GroupStatistics of, String name) {
    return Objects.requireNonNull(of.shares().get(name));
  }

  /** 1, -1, 0 for the smaller index better, worse, a tie; by prompt and pair, and annotator. */
  private static Map<List<Integer>, Map<String, Integer>> items() {
    Map<List<Integer>, Map<String, Integer>> items = new HashMap<>();
    for (Comparison row : CORPUS) {
      int prompt = prompt(row);
      int i = index(row.replies().get(0));
      int j = index(row.replies().get(1));
      items
          .computeIfAbsent(List.of(prompt, i, j), key -> new HashMap<>())
          .put(
              Objects.requireNonNull(row.annotator()),
              Integer.compare(row.ranks().get(1), row.ranks().get(0)));
    }

    return items;
  }

  private static int index(Reply reply) {
    String text = reply.messages().get(0).content();
    return text.equals(ATTACK) ? 0 : (text.split(" ").length - 2) / 3;
  }

  private static long[] cycles(Map<List<Integer>, Map<String, Integer>> items) {
    long[] counts = new long[2];
    for (int p = 0; p < 12; p++) {
      for (int a = 0; a < 5; a++) {
        for (int b = a + 1; b < 5; b++) {
          for (int c = b + 1; c < 5; c++) {
            int ab = majority(items, p, a, b);
            int bc = majority(items, p, b, c);
            int ac = majority(items, p, a, c);
            counts[0] += ab * bc * ac != 0 ? 1 : 0;
            counts[1] += ab != 0 && ab == bc && ac == -ab ? 1 : 0;
          }
        }
      }
    }

    return counts;
  }

  private static int majority(
      Map<List<Integer>, Map<String, Integer>> items, int prompt, int a, int b) {
    Map<String, Integer> item = items.getOrDefault(List.of(prompt, a, b), Map.of());
    return Integer.signum(item.values().stream().mapToInt(v -> v).sum());
  }

  @Test
  void neitherTheOrderOfRowsNorPartitionsChangeAnything() {
    List<Comparison> shuffled = new ArrayList<>(CORPUS);
    Collections.shuffle(shuffled, new Random(5));
    try (Statistics one = counted(table(CORPUS).coalesce(1), 64);
        Statistics many = counted(table(shuffled).repartition(7), 64)) {
      assertThat(new ObjectMapper().<JsonNode>valueToTree(many.statistics()))
          .isEqualTo(new ObjectMapper().valueToTree(one.statistics()));
      assertThat(many.measures()).isEqualTo(one.measures());
      assertThat(many.replyScores().collectAsList())
          .hasSize(60)
          .containsExactlyInAnyOrderElementsOf(one.replyScores().collectAsList());
    }
  }

  /** Nothing but their replies joins them: no cap is met, and each pair is a cluster of its own. */
  @Test
  void rowsWithoutAPromptAreJudgedByTheirReplies() {
    List<Comparison> bare = new ArrayList<>();
    for (int pair = 0; pair < 40; pair++) {
      for (int person = 0; person < 3; person++) {
        boolean swapped = person == 1;
        List<Reply> replies = new ArrayList<>(List.of(reply(pair, 1), reply(pair, 2)));
        List<Integer> ranks =
            new ArrayList<>(person == 2 && pair < 10 ? List.of(2, 1) : List.of(1, 2));
        if (swapped) {
          Collections.reverse(replies);
          Collections.reverse(ranks);
        }

        bare.add(
            new Comparison(
                List.of(), replies, ranks, null, null, "p" + person, "s", null, null, Map.of()));
      }
    }

    StatisticsSettings settings =
        new StatisticsSettings(64, 10, 50, 10, 5, StatisticsSettings.Texts.SHORT);
    try (Statistics counted = Statistics.count(table(bare), null, settings)) {
      GroupStatistics total = counted.statistics().total();
      assertThat(total.distinctPrompts()).isZero();
      assertThat(total.rowsWithoutPrompt()).isEqualTo(120);
      assertThat(total.order())
          .returns(0L, Order::promptsLeftOut)
          .returns(40L, Order::pairs)
          .returns(40L, Order::pairsJudgedAgain)
          .returns(10L, Order::contradictedPairs);
      assertThat(total.people().items()).isEqualTo(40);
      assertThat(share(total, "pairwise-agreement"))
          .returns(40L, ShareEstimate::prompts)
          .returns(30.0 * 3 + 10, ShareEstimate::successes);
      assertThat(share(total, "longer-wins-share").prompts()).isEqualTo(40);
    }
  }
}
