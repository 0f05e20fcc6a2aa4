package org.touchstone.audit;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.touchstone.audit.measure.Further;
import org.touchstone.audit.pairs.Contender;
import org.touchstone.audit.pairs.PairTable;
import org.touchstone.audit.pairs.PanelWorld;
import org.touchstone.audit.pairs.World;
import org.touchstone.audit.settings.AuditSettings;
import org.touchstone.report.Ceiling;
import org.touchstone.report.Chart;
import org.touchstone.report.Format;
import org.touchstone.report.ReportPage;
import org.touchstone.report.ReportSchema;
import org.touchstone.report.Verdict;

class ReportSchemaTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String REPORT = report(World.bradleyTerry(400, 1, 3)).json();

  private static AuditReport report(PairTable pairs) {
    return Examination.of(
        List.of(new Contender("decoder", Contender.Kind.AUDITED, "d0", pairs)),
        List.of(new AuditReport.Coverage("decoder", "d0", 1, 0, 1, 0, 1)),
        AuditSettings.DEFAULT,
        new Provenance("A test", "made up", "2026-11-23T00:00:00Z", "0.1.0", Map.of("a", "b")),
        Further.NOTHING,
        chosen -> List.of());
  }

  /** Reports of enough, of few and of unanimous rows, and of rows that several people judged. */
  static Stream<PairTable> worlds() {
    double[] right = new double[7_000];
    Arrays.fill(right, 2);
    return Stream.of(
        World.bradleyTerry(400, 1, 3),
        World.bradleyTerry(40, 1, 3),
        World.bradleyTerry(8, 1, 3),
        World.ofMargins(1),
        World.ofMargins(right),
        PanelWorld.table(PanelWorld.votes(300, 3, 0.8, 0.1, 5), item -> 1));
  }

  @ParameterizedTest
  @MethodSource("worlds")
  void whatAnAuditWritesIsAccepted(PairTable pairs) {
    assertThatCode(() -> ReportSchema.read(report(pairs).json(), "report.json"))
        .doesNotThrowAnyException();
  }

  @Test
  void aKeyThatIsMissingIsNamed() {
    for (String key :
        List.of("provenance", "since", "answers", "checks", "standings", "sections")) {
      assertThatThrownBy(() -> read(report -> report.remove(key)))
          .hasMessage(
              "Cannot read r.json: against report.schema.json, $: required property '%s' not found"
                  .formatted(key));
    }

    assertThatThrownBy(() -> read(report -> estimate(report).remove("n")))
        .hasMessageContaining("$.checks[0].estimate: required property 'n' not found");
    assertThatThrownBy(() -> read(report -> estimate(report).remove("method")))
        .hasMessageContaining("$.checks[0].estimate: required property 'method' not found");
    assertThatThrownBy(() -> read(report -> object(report.at("/standings/0")).remove("accuracy")))
        .hasMessageContaining("$.standings[0]: required property 'accuracy' not found");
  }

  @Test
  void aValueOfAnotherTypeIsNamed() {
    assertThatThrownBy(() -> read(report -> estimate(report).put("value", "NaN")))
        .hasMessageContaining("$.checks[0].estimate.value: string found, [number, null] expected");
    assertThatThrownBy(() -> read(report -> estimate(report).put("n", 1.5)))
        .hasMessageContaining("$.checks[0].estimate.n: number found, integer expected");
    assertThatThrownBy(() -> read(report -> estimate(report).put("method", "")))
        .hasMessageContaining("$.checks[0].estimate.method");
    assertThatThrownBy(() -> read(report -> object(report.at("/checks/0")).put("verdict", "MAYBE")))
        .hasMessageContaining("$.checks[0].verdict");
    assertThatThrownBy(() -> read(report -> object(report.at("/answers/0")).put("verdikt", "PASS")))
        .hasMessageContaining("$.answers[0]: property 'verdikt'");
  }

  @Test
  void aNumberWithoutAnIntervalSaysWhy() {
    assertThatThrownBy(
            () -> read(report -> estimate(report).putNull("low").putNull("high").putNull("reason")))
        .hasMessageContaining("$.checks[0].estimate.reason");
    assertThatThrownBy(() -> read(report -> estimate(report).putNull("high")))
        .hasMessageContaining("$.checks[0].estimate.high");
  }

  @Test
  void namesMustLeadSomewhere() {
    assertThatThrownBy(
            () -> read(report -> ((ArrayNode) report.at("/answers/0/checks")).add("no-such")))
        .hasMessageContaining("$.answers[0].checks: nothing in the report has the id \"no-such\"");
    assertThatThrownBy(
            () -> read(report -> object(report.at("/checks/0")).put("section", "nowhere")))
        .hasMessageContaining("$.checks[0].section: nothing in the report has the id \"nowhere\"");
    assertThatThrownBy(
            () -> read(report -> ((ArrayNode) report.at("/checks")).add(report.at("/checks/0"))))
        .hasMessageContaining("is there twice, must be once");
  }

  @Test
  void tablesHoldWhatTheirColumnsAnnounce() {
    String table = "/sections/0/figures/0/table";
    assertThatThrownBy(
            () -> read(report -> ((ArrayNode) report.at(table + "/rows/0")).set(1, "many")))
        .hasMessageContaining(
            "$.sections[0].figures[0].table.rows[0][1]: \"many\" does not fit the column's format, percent-estimate");
    assertThatThrownBy(() -> read(report -> ((ArrayNode) report.at(table + "/rows/0")).remove(0)))
        .hasMessageContaining("$.sections[0].figures[0].table.rows[0]: 5 cells, must be 6");
    assertThatThrownBy(
            () -> read(report -> object(report.at("/sections/0/figures/0/chart")).put("x", "no")))
        .hasMessageContaining("$.sections[0].figures[0].chart: the table has no column \"no\"");
  }

  @Test
  void anotherVersionAndWhatIsNoJsonAreRefused() {
    assertThatThrownBy(() -> read(report -> report.put("version", "audit-report-v1")))
        .hasMessage(
            "Cannot read r.json: $.version is \"audit-report-v1\", this version of Touchstone reads \"%s\"; audit again to get one"
                .formatted(AuditReport.VERSION));
    assertThatThrownBy(() -> ReportSchema.read("{", "r.json"))
        .hasMessageStartingWith("Cannot read r.json: it is no JSON: ");
  }

  @Test
  void theHumanCeilingStandsBesideTheModels() throws JsonProcessingException {
    PairTable panel = PanelWorld.table(PanelWorld.votes(300, 3, 0.8, 0.1, 5), item -> 1);
    List<Ceiling> measured = report(panel).ceilings();

    assertThat(measured).hasSize(2);
    double agreement = requireNonNull(measured.get(0).share().value());
    assertThat(measured.get(0).share().bounded()).isTrue();
    // Two people who are right in 80 % agree in 0.8 squared plus 0.2 squared.
    assertThat(agreement).isCloseTo(0.68, within(0.05));
    assertThat(measured.get(1).share().value())
        .isCloseTo((1 + Math.sqrt(2 * agreement - 1)) / 2, within(1e-12));

    Ceiling unknown = report(World.bradleyTerry(400, 1, 3)).ceilings().get(0);
    assertThat(unknown.share().value()).isNull();
    assertThat(ReportPage.render(JSON.readTree(REPORT)))
        .contains("<th scope=\"row\">two people</th>", unknown.share().reason());
  }

  @Test
  void theSmallestDifferenceThatShowsStandsInTheReport() throws JsonProcessingException {
    JsonNode accuracy = JSON.readTree(REPORT).at("/standings/0/accuracy");

    // Two-sided 5 % and a power of 80 %.
    assertThat(accuracy.path("detectable").doubleValue())
        .isCloseTo((1.96 + 0.8416) * accuracy.path("standard_error").doubleValue(), within(1e-5));
  }

  @Test
  void theSchemaKnowsEveryWordOfTheCode() throws JsonProcessingException {
    JsonNode schema = JSON.readTree(ReportSchema.text());

    assertThat(schema.at("/properties/version/const").asText()).isEqualTo(AuditReport.VERSION);
    assertThat(words(schema.at("/$defs/verdict/enum")))
        .containsExactlyInAnyOrder(of(Verdict.values()));
    assertThat(words(schema.at("/$defs/format/enum")))
        .containsExactlyInAnyOrder(of(Format.values()));
    assertThat(words(schema.at("/$defs/standing/properties/kind/enum")))
        .containsExactlyInAnyOrder(of(Contender.Kind.values()));
    assertThat(words(schema.at("/$defs/chart/properties/kind/enum")))
        .containsExactlyInAnyOrder(of(Chart.Kind.values()));
  }

  private static String[] of(Object[] values) {
    return words(JSON.valueToTree(values)).toArray(String[]::new);
  }

  private static List<String> words(JsonNode array) {
    List<String> words = new ArrayList<>();
    array.forEach(word -> words.add(word.asText()));
    return words;
  }

  private static void read(Consumer<ObjectNode> change) throws JsonProcessingException {
    ObjectNode report = object(JSON.readTree(REPORT));
    change.accept(report);
    ReportSchema.read(JSON.writeValueAsString(report), "r.json");
  }

  private static ObjectNode estimate(JsonNode report) {
    return object(report.at("/checks/0/estimate"));
  }

  private static ObjectNode object(JsonNode node) {
    return (ObjectNode) node;
  }
}
