package org.touchstone.audit;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.touchstone.audit.measure.Further;
import org.touchstone.audit.measure.Question;
import org.touchstone.audit.pairs.Contender;
import org.touchstone.audit.pairs.PairBuilder;
import org.touchstone.audit.pairs.PairTable;
import org.touchstone.audit.pairs.ScoredPair;
import org.touchstone.audit.settings.AuditSettings;
import org.touchstone.audit.statistic.Outcomes;
import org.touchstone.report.Example;
import org.touchstone.report.ReportFiles;
import org.touchstone.report.ReportPage;

/** The whole page, of a world like the shipped data; it is left in target to be looked at. */
class AuditPageTest {

  private static final String ATTACK =
      "</script><script>alert(1)</script><img src=x onerror=alert(1)> \"&amp;' {{ 1 + 1 }} é 中文 🚉";
  private static final List<String> SOURCES =
      List.of("harmless-base", "helpful-base", "helpful-online", "helpful-rejection-sampled");
  private static final Pattern ADDRESS =
      Pattern.compile("\\s(?:src|href|action|data|poster|srcset)\\s*=\\s*[\"']?([^\"'\\s>]+)");

  private static String json = "";
  private static String page = "";

  @BeforeAll
  static void draw() throws IOException {
    PairTable linear = world(2_000, 0.35, 0.012, 1);
    PairTable decoder =
        world(2_000, 0.6, 0.006, 2).where(pair -> pair.comparisonId().hashCode() % 4 == 0);
    AuditReport report =
        Examination.of(
            List.of(
                new Contender(
                    "decoder", Contender.Kind.AUDITED, "5f1c9ad03b7e42c6a1b2c3d4e5f60718", decoder),
                new Contender(
                    "linear, cross-fitted", Contender.Kind.MODEL, "0a17de5c9b3f4e21", linear)),
            List.of(
                new AuditReport.Coverage(
                    "decoder",
                    "5f1c9ad03b7e42c6a1b2c3d4e5f60718",
                    decoder.size(),
                    0,
                    decoder.size(),
                    0,
                    decoder.size()),
                new AuditReport.Coverage(
                    "linear, cross-fitted",
                    "0a17de5c9b3f4e21",
                    linear.size(),
                    0,
                    linear.size(),
                    0,
                    decoder.size())),
            AuditSettings.DEFAULT,
            new Provenance(
                "How far can the decoder be trusted?",
                "hh-rlhf sample, held-out prompts",
                "2026-11-23 11:30 UTC",
                "0.1.0",
                Map.of("Comparisons", "data/split, manifest 77aa", "Spark", "3.5.5, local[2]")),
            Further.NOTHING,
            AuditPageTest::examples);
    json = report.json();
    page = ReportPage.render(report.tree());
    Path folder = Files.createDirectories(Path.of("target", "report-sample"));
    Files.writeString(folder.resolve("report.html"), page);
    Files.writeString(folder.resolve("report.json"), json);
  }

  private static PairTable world(int clusters, double scale, double perWord, long seed) {
    SplittableRandom random = new SplittableRandom(7);
    SplittableRandom noise = new SplittableRandom(seed);
    List<ScoredPair> pairs = new ArrayList<>();
    for (int c = 0; c < clusters; c++) {
      int size = 1 + (int) (3 * Math.pow(random.nextDouble(), 3));
      for (int i = 0; i < size; i++) {
        int chosen = 10 + random.nextInt(110);
        int rejected = 10 + random.nextInt(100);
        double margin = scale * (noise.nextDouble(-2, 2) + 0.18) + perWord * (chosen - rejected);
        String source = SOURCES.get(Math.min(3, c * 5 / clusters));
        pairs.add(
            PairBuilder.pair(pairs.size() * 2654435761L)
                .cluster("c" + c)
                .item("item " + pairs.size())
                .chosenFirst(pairs.size() % 2 == 0)
                .source(source)
                .language(c % 7 == 0 ? "de" : "en")
                .split("test")
                .turns(1 + 2 * random.nextInt(4))
                .margin(margin)
                .words(chosen, rejected)
                .characters(6 * chosen, 6 * rejected)
                .build());
      }
    }

    return PairTable.of(pairs);
  }

  private static List<Example> examples(List<ScoredPair> pairs) {
    List<Example> examples = new ArrayList<>();
    for (ScoredPair pair : pairs) {
      examples.add(
          new Example(
              pair.comparisonId(),
              pair.occurrence(),
              pair.source(),
              pair.chosenReward(),
              pair.rejectedReward(),
              Outcomes.confidence(pair.chosenReward() - pair.rejectedReward()),
              pair.chosenWords(),
              pair.rejectedWords(),
              examples.size() == 1
                  ? ATTACK
                  : "user: What is a good way to keep basil fresh?\n\nassistant: In a glass of water.\n\nuser: And in winter?",
              "assistant: Cut it and freeze it in oil. ".repeat(5),
              examples.size() == 1 ? ATTACK : "assistant: You could simply buy some more."));
    }

    return examples;
  }

  @Test
  void thePageNeedsNothingFromOutside() {
    List<String> addresses = new ArrayList<>();
    Matcher tag = Pattern.compile("<[a-zA-Z][^<>]*>").matcher(withoutScripts());
    while (tag.find()) {
      ADDRESS.matcher(tag.group()).results().forEach(found -> addresses.add(found.group(1)));
    }

    assertThat(addresses).isNotEmpty().allMatch(address -> address.startsWith("#"));
    assertThat(withoutScripts())
        .doesNotContain("<link", "<iframe", "<object", "<embed", "@import", "url(", "//");
    assertThat(page).contains("default-src 'none'");
    // What remains of addresses in the chart library: names of XML spaces and licences.
    assertThat(Pattern.compile("https?://[^\"'\\s)]+").matcher(page).results())
        .extracting(found -> found.group())
        .allMatch(
            address ->
                address.startsWith("http://www.w3.org/")
                    || address.equals("http://www.apache.org/licenses/LICENSE-2.0")
                    || address.endsWith("/LICENSE.txt"));
  }

  @Test
  void thePageStaysUnderTwoMegabytesWithTheLicenceInside() {
    assertThat(page.getBytes(StandardCharsets.UTF_8).length).isLessThan(2_000_000);
    assertThat(page).contains("Licensed to the Apache Software Foundation");
  }

  @Test
  void textsOfPeopleAreEscaped() {
    assertThat(page)
        .doesNotContain("<script>alert", "<img src=x")
        .contains("&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;", "{{ 1 + 1 }} é 中文 🚉");
    assertThat(page.split("</script>", -1)).hasSize(4);
  }

  @Test
  void everyChartHasItsTableAndItsDataInThePage() throws IOException {
    String data =
        page.substring(
            page.indexOf("id=\"figures\">") + "id=\"figures\">".length(),
            page.indexOf("</script>"));
    JsonNode figures = new ObjectMapper().readTree(data);

    assertThat(figures.size()).isGreaterThanOrEqualTo(5);
    for (JsonNode figure : figures) {
      String id = figure.path("id").asText();
      String html = page.substring(page.indexOf("<figure id=\"" + id + "\">"));
      assertThat(html.substring(0, html.indexOf("</figure>")))
          .contains(
              "data-figure=\"" + id + "\" hidden", "<details class=\"numbers\" open", "<caption>");
      assertThat(figure.path("table").path("rows").size()).isPositive();
    }
  }

  @Test
  void theModelCardIsWrittenFromTheReport() throws IOException {
    JsonNode report = new ObjectMapper().readTree(json);
    String card = requireNonNull(ReportFiles.of(report).get("model-card.md"));

    String[] parts = card.split("---\n", 3);
    JsonNode index = new YAMLMapper().readTree(parts[1]).at("/model-index/0");
    assertThat(index.path("name").asText()).isEqualTo("decoder");
    JsonNode accuracy = index.at("/results/0/metrics/0");
    assertThat(accuracy.path("value")).isEqualTo(report.at("/standings/0/accuracy/value"));
    assertThat(accuracy.path("name").asText()).startsWith("Accuracy, n = ").contains("bootstrap");
    for (JsonNode answer : report.path("answers")) {
      assertThat(parts[2]).contains("| " + answer.path("question").asText() + " | ");
    }

    assertThat(parts[2].lines().filter(line -> line.startsWith("|")))
        .hasSize(4 + Question.values().length + report.path("standings").size() + 1);
  }

  @Test
  void everyChartCanBeSeenWithoutAScript() {
    int charts = withoutScripts().split("data-figure=", -1).length - 1;

    assertThat(charts).isGreaterThanOrEqualTo(5);
    assertThat(withoutScripts().split("<svg class=\"svg-chart\" role=\"img\"", -1).length - 1)
        .isEqualTo(charts);
    assertThat(withoutScripts().contains("class=\"still\" hidden")).isFalse();
  }

  @Test
  void theStructureCanBeReadAloud() {
    assertThat(page.split("<h1", -1)).hasSize(2);
    assertThat(page)
        .contains("class=\"skip\" href=\"#main\"", "<main id=\"main\"", "<nav aria-label");
    int tables = page.split("<table", -1).length;
    assertThat(page.split("<caption>", -1)).hasSize(tables);
    assertThat(Pattern.compile("<th(?! scope| *ead)[ >]").matcher(withoutScripts()).find())
        .isFalse();
    List<String> ids =
        Pattern.compile(" id=\"([^\"]+)\"")
            .matcher(withoutScripts())
            .results()
            .map(found -> found.group(1))
            .toList();
    assertThat(ids).doesNotHaveDuplicates();
    Pattern.compile("href=\"#([^\"]+)\"")
        .matcher(withoutScripts())
        .results()
        .forEach(link -> assertThat(ids).contains(link.group(1)));
  }

  @Test
  void thePageIsDrawnFromTheJsonAlone() throws IOException {
    assertThat(ReportPage.render(new ObjectMapper().readTree(json))).isEqualTo(page);
  }

  @Test
  void everyVerdictIsInWordsOnThePage() throws IOException {
    JsonNode checks = new ObjectMapper().readTree(json).path("checks");

    assertThat(checks.size()).isGreaterThanOrEqualTo(8);
    for (JsonNode check : checks) {
      assertThat(page).contains(check.path("verdict").asText() + "</span>");
    }

    JsonNode answers = new ObjectMapper().readTree(json).path("answers");
    assertThat(answers.size()).isEqualTo(Question.values().length);
    assertThat(page.split("class=\"asked\"", -1)).hasSize(answers.size() + 1);
  }

  private static String withoutScripts() {
    return page.replaceAll("(?s)<script.*?</script>", "");
  }
}
