package org.touchstone.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;
import static org.touchstone.statistics.JudgedCorpus.CORPUS;
import static org.touchstone.statistics.JudgedCorpus.counted;
import static org.touchstone.statistics.JudgedCorpus.prompt;
import static org.touchstone.statistics.JudgedCorpus.reply;
import static org.touchstone.statistics.JudgedCorpus.table;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.touchstone.RandomText;
import org.touchstone.preference.Comparison;
import org.touchstone.preference.Message;
import org.touchstone.preference.Reply;
import org.touchstone.preference.Role;
import org.touchstone.report.StatisticsPage;

/** What results and the page show of texts, whoever wrote them. */
@Tag("spark")
class ShownTextsTest {

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

  private static Reply text(String text) {
    return new Reply(List.of(new Message(Role.ASSISTANT, text)), null);
  }
}
