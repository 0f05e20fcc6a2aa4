package org.touchstone.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SplittableRandom;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.touchstone.LocalSpark;
import org.touchstone.RandomText;
import org.touchstone.agreement.FarAnnotators;
import org.touchstone.preference.Comparison;
import org.touchstone.preference.Message;
import org.touchstone.preference.Reply;
import org.touchstone.preference.Role;
import org.touchstone.report.StatisticsPage;
import org.touchstone.schema.ComparisonTable;

/** A corpus small enough for brute force: twelve prompts, five replies each, four annotators. */
@Tag("spark")
class PeopleTest {

  private static final String ATTACK =
      "</script><script>alert(1)</script> \u2028 <img src=https://example.org/x.png onerror=alert(2)> jane@example.org {{ 7 * 7 }}";

  private static final List<Comparison> CORPUS = corpus();

  private static List<Comparison> corpus() {
    SplittableRandom random = new SplittableRandom(31);
    List<Comparison> corpus = new ArrayList<>();
    for (int prompt = 0; prompt < 12; prompt++) {
      for (int i = 0; i < 5; i++) {
        for (int j = i + 1; j < 5; j++) {
          for (int person = 0; person < 4; person++) {
            if (random.nextInt(4) > 0) {
              int[] ranks = {1, 1};
              ranks[random.nextInt(2)] += random.nextInt(3) == 0 ? 0 : 1;
              corpus.add(judged(prompt, i, j, ranks, "p" + person));
            }
          }
        }
      }
    }

    return corpus;
  }

  private static Comparison judged(int prompt, int i, int j, int[] ranks, String annotator) {
    return new Comparison(
        List.of(new Message(Role.USER, prompt == 0 ? ATTACK : "question number " + prompt)),
        List.of(reply(prompt, i), reply(prompt, j)),
        List.of(ranks[0], ranks[1]),
        null,
        0.5,
        annotator,
        prompt < 6 ? "x" : "y",
        prompt % 2 == 0 ? "en" : null,
        null,
        Map.of());
  }

  private static Reply reply(int prompt, int index) {
    String text = index == 0 ? ATTACK : "answer " + "word ".repeat(index * 3) + prompt;
    return new Reply(List.of(new Message(Role.ASSISTANT, text)), null);
  }

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
        units.add(java.util.Arrays.stream(labels).map(v -> -v).toArray());
      }
    }

    int[] all = units.stream().flatMapToInt(java.util.Arrays::stream).toArray();
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

  @Test
  void openingsCountTextsAndNotRows() {
    try (Statistics counted = counted(table(CORPUS), 64)) {
      GroupStatistics total = counted.statistics().total();
      GroupStatistics x = Objects.requireNonNull(counted.statistics().bySource().get("x"));
      GroupStatistics y = Objects.requireNonNull(counted.statistics().bySource().get("y"));
      assertThat(total.frequent().get("reply"))
          .extracting(Frequent::text, Frequent::count)
          .contains(tuple("answer word word word", 48L));
      assertThat(x.frequent().get("reply"))
          .extracting(Frequent::text, Frequent::count)
          .contains(tuple("answer word word word", 24L));
      assertThat(total.frequent()).as("every prompt begins otherwise").doesNotContainKey("prompt");
      long rows = CORPUS.stream().filter(row -> prompt(row) == 11).count();
      assertThat(y.frequent().get("opening_turn"))
          .extracting(Frequent::text, Frequent::count)
          .contains(tuple("question number 11", rows));
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

  private static int prompt(Comparison row) {
    String text = row.prompt().get(0).content();
    return text.equals(ATTACK) ? 0 : Integer.parseInt(text.substring(text.lastIndexOf(' ') + 1));
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
      assertThat(
              new ObjectMapper()
                  .<com.fasterxml.jackson.databind.JsonNode>valueToTree(many.statistics()))
          .isEqualTo(new ObjectMapper().valueToTree(one.statistics()));
      assertThat(many.measures()).isEqualTo(one.measures());
      assertThat(many.replyScores().collectAsList())
          .hasSize(60)
          .containsExactlyInAnyOrderElementsOf(one.replyScores().collectAsList());
    }
  }

  @Test
  void sourcesBeyondTheCapAreCountedTogether() {
    List<Comparison> many = new ArrayList<>(CORPUS);
    for (int i = 0; i < 40; i++) {
      many.add(Comparison.pair(List.of(), reply(40 + i, 1), reply(40 + i, 2), "rare" + i));
    }

    try (Statistics counted = counted(table(many), 2)) {
      CorpusStatistics statistics = counted.statistics();
      assertThat(statistics.bySource()).containsOnlyKeys("x", "y", "(others)");
      assertThat(Objects.requireNonNull(statistics.bySource().get("(others)")).rows())
          .isEqualTo(40);
      assertThat(statistics.total().rowsWithoutPrompt()).isEqualTo(40);
      assertThat(statistics.total().distinctPrompts()).isEqualTo(12);
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

  @Test
  void anotherVersionDriftsAndTheSameDoesNot() {
    List<Comparison> longer = new ArrayList<>();
    for (Comparison row : CORPUS) {
      List<Reply> replies =
          row.replies().stream()
              .map(each -> new Reply(List.of(each.messages().get(0), each.messages().get(0)), null))
              .toList();
      longer.add(
          new Comparison(
              row.prompt(),
              replies,
              row.ranks(),
              null,
              null,
              row.annotator(),
              row.source(),
              "de",
              null,
              Map.of()));
    }

    try (Statistics before = counted(table(CORPUS), 64);
        Statistics now = counted(table(longer), 64)) {
      Map<String, Drift> drifts = new HashMap<>();
      now.driftFrom(before).stream()
          .filter(drift -> drift.source().isEmpty())
          .forEach(drift -> drifts.put(drift.measure(), drift));
      Drift words = Objects.requireNonNull(drifts.get("reply-words"));
      assertThat(words.now()).isCloseTo(2 * Objects.requireNonNull(words.before()), within(1e-9));
      assertThat(words.psi()).isGreaterThan(0.25);
      assertThat(words.low()).isPositive();
      assertThat(Objects.requireNonNull(drifts.get("languages")).js()).isGreaterThan(0.9);
      assertThat(Objects.requireNonNull(drifts.get("longer-wins-share")).shift()).isZero();
      assertThat(before.driftFrom(before))
          .allSatisfy(
              drift -> {
                assertThat(drift.psi() == null ? 0 : drift.psi()).isCloseTo(0, within(1e-12));
                assertThat(drift.shift() == null ? 0 : drift.shift()).isZero();
              });
    }
  }

  @Test
  void hostileTextsAreCounted() {
    SplittableRandom random = new SplittableRandom(77);
    List<Comparison> hostile = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      hostile.add(
          Comparison.pair(
              List.of(new Message(Role.USER, RandomText.next(random))),
              text(RandomText.next(random)),
              text(RandomText.next(random)),
              RandomText.next(random)));
    }

    CorpusStatistics statistics = Statistics.of(table(hostile), null);
    assertThat(statistics.total().rows()).isEqualTo(200);
    assertThat(statistics.bySource().values().stream().mapToLong(GroupStatistics::rows).sum())
        .isEqualTo(200);
  }

  @Test
  void thePageShowsTextsAsTextsAndNothingFromOutside() {
    Dataset<Row> table = table(CORPUS);
    try (Statistics counted = counted(table, 64)) {
      StatisticsPage page =
          StatisticsReport.page(
              "<b>Sample</b>",
              counted,
              table,
              new RowChanges(0, 0, CORPUS.size()),
              counted.driftFrom(counted),
              List.of(
                  Expectation.of(Map.of("measure", "rows", "at-least", 1))
                      .check(counted.measures())),
              Map.of("input", "data"));
      String html = page.render();

      assertThat(html)
          .contains("&lt;b&gt;Sample")
          .contains("Rank 1")
          .contains("Splits and languages")
          .contains("in both, by comparison and occurrence")
          .contains("&lt;img")
          .doesNotContain("jane@example.org")
          .contains("[email]");
      String outsideScripts = html.replaceAll("(?s)<script.*?</script>", "");
      assertThat(outsideScripts)
          .doesNotContainPattern("<[a-zA-Z][^<>]*(src|href)\\s*=\\s*[\"']?(?!#)[^\"'#]");
      assertThat(outsideScripts).doesNotContain("<img").doesNotContain("alert(1)</script>");
      assertThat(html.split("<script", -1)).as("three scripts of the page's own").hasSize(4);
      assertThat(outsideScripts).doesNotContain("url(").doesNotContain("@import");
      assertThat(page.sections().get(0).figures()).isNotEmpty();
    }
  }

  @Test
  void withoutTextsNothingThatPeopleWroteIsInAnyResult() {
    List<Comparison> corpus = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      corpus.add(
          new Comparison(
              List.of(
                  new Message(Role.USER, "zebra opening " + i % 3),
                  new Message(Role.ASSISTANT, "zebra middle"),
                  new Message(Role.USER, "zebra question " + i % 3)),
              List.of(text("zebra reply " + i), text("zebra sorry, but I can't " + i)),
              List.of(1, 2),
              null,
              null,
              "zoe@example.org",
              "s",
              null,
              null,
              Map.of()));
    }

    Dataset<Row> table = table(corpus);
    StatisticsSettings usual = StatisticsSettings.USUAL;
    StatisticsSettings silent =
        new StatisticsSettings(
            usual.maxSources(),
            usual.maxPairsPerPrompt(),
            usual.maxAnnotators(),
            usual.pairedAnnotators(),
            usual.openings(),
            StatisticsSettings.Texts.NONE);
    for (StatisticsSettings settings : List.of(usual, silent)) {
      try (Statistics counted = Statistics.count(table, null, settings)) {
        String page =
            StatisticsReport.page("t", counted, table, null, List.of(), List.of(), Map.of())
                .render();
        String json = new ObjectMapper().valueToTree(counted.statistics()).toString();
        assertThat(page + json).doesNotContain("zoe@").contains("annotator-");
        assertThat(page.contains("zebra")).isEqualTo(settings == usual);
        assertThat(json.contains("zebra")).isEqualTo(settings == usual);
      }
    }
  }

  private static Statistics counted(Dataset<Row> table, int maxSources) {
    return Statistics.count(
        table,
        null,
        new StatisticsSettings(maxSources, 1_000, 50, 10, 8, StatisticsSettings.Texts.SHORT));
  }

  private static Reply text(String text) {
    return new Reply(List.of(new Message(Role.ASSISTANT, text)), null);
  }

  private static Dataset<Row> table(List<Comparison> comparisons) {
    List<Row> rows = comparisons.stream().map(each -> ComparisonTable.toRow(each, 0)).toList();
    return LocalSpark.session().createDataFrame(rows, ComparisonTable.SCHEMA);
  }
}
