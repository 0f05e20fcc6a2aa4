package org.touchstone.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class ReportFilesTest {

  private static final ObjectMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();
  private static final String ATTACK = "a \"name\", </svg><script>alert(1)</script> & more";

  private static Estimate estimate(double value) {
    return new Estimate(value, value - 0.05, value + 0.05, 0.025, 100, 90, "m", null);
  }

  private static JsonNode figure(Chart chart, Object... firstCells) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (int i = 0; i < firstCells.length; i++) {
      rows.add(Table.row(firstCells[i], estimate(0.5 + 0.1 * i), 10 * (i + 1)));
    }

    rows.add(Table.row(firstCells[0], null, null));
    Format first = firstCells[0] instanceof String ? Format.TEXT : Format.PERCENT;
    Table table =
        new Table(
            "A table",
            List.of(
                new Table.Column("first", "First", first),
                new Table.Column("share", "Share", Format.PERCENT_ESTIMATE),
                new Table.Column("pairs", "Pairs", Format.COUNT)),
            rows);
    return JSON.valueToTree(new Figure("f", "What <it> shows", "See this.", chart, table));
  }

  private static Element parsed(JsonNode figure) throws Exception {
    String file = ChartDrawing.file(figure);
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    Document document =
        factory
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)));
    assertThat(file.replace("http://www.w3.org/2000/svg", "")).doesNotContain("//", "url(");
    return document.getDocumentElement();
  }

  private static List<Double> attributes(Element svg, String element, String name) {
    NodeList found = svg.getElementsByTagName(element);
    List<Double> values = new ArrayList<>();
    for (int i = 0; i < found.getLength(); i++) {
      values.add(Double.valueOf(((Element) found.item(i)).getAttribute(name)));
    }

    return values;
  }

  @Test
  void intervalsStandWhereTheirNumbersAre() throws Exception {
    Element svg =
        parsed(figure(Chart.intervals("share", "first", 0.5, "coin"), ATTACK, "second", "third"));

    List<Double> dots = attributes(svg, "circle", "cx");
    assertThat(dots).hasSize(3);
    assertThat(dots.get(1) - dots.get(0)).isCloseTo(dots.get(2) - dots.get(1), within(0.11));
    assertThat(attributes(svg, "circle", "cy")).isSorted().doesNotHaveDuplicates();
    assertThat(svg.getTextContent()).contains("coin", "50.0", "n = 100");
    Element guide = guide(svg);
    // The first row has the value of the line to compare with.
    assertThat(Double.parseDouble(guide.getAttribute("x1"))).isCloseTo(dots.get(0), within(0.11));
  }

  private static Element guide(Element svg) {
    NodeList lines = svg.getElementsByTagName("line");
    for (int i = 0; i < lines.getLength(); i++) {
      if (((Element) lines.item(i)).getAttribute("class").equals("guide")) {
        return (Element) lines.item(i);
      }
    }

    throw new AssertionError("no dashed line");
  }

  @Test
  void everyKindIsAPictureThatCanBeReadAloud() throws Exception {
    for (JsonNode figure :
        List.of(
            figure(Chart.intervals("share", "first", 0.5, "coin"), ATTACK, "b"),
            figure(Chart.reliability("first", "share", "pairs"), 0.5, 0.6, 0.7),
            figure(Chart.bars("first", "pairs"), ATTACK, "b", "c"),
            figure(Chart.lines("first", "share", "pairs").against(0.5, "coin"), 0.1, 0.5, 1.0))) {
      Element svg = parsed(figure);
      assertThat(svg.getAttribute("role")).isEqualTo("img");
      assertThat(svg.getAttribute("aria-labelledby")).isEqualTo("f-title f-desc");
      assertThat(svg.getElementsByTagName("title").item(0).getTextContent())
          .isEqualTo("What <it> shows");
      assertThat(svg.getElementsByTagName("desc").item(0).getTextContent()).isEqualTo("See this.");
      assertThat(svg.getElementsByTagName("script").getLength()).isZero();
      assertThat(ChartDrawing.inline(figure)).doesNotContain("NaN", "Infinity", "<script");
    }
  }

  @Test
  void barsAreAsHighAsTheirNumbers() throws Exception {
    Element svg = parsed(figure(Chart.bars("first", "pairs"), "a", "b", "c"));
    List<Double> heights = attributes(bars(svg), "rect", "height");

    assertThat(heights.get(1)).isCloseTo(2 * heights.get(0), within(0.2));
    assertThat(heights.get(2)).isCloseTo(3 * heights.get(0), within(0.3));
  }

  /** Without the background. */
  private static Element bars(Element svg) {
    svg.removeChild(svg.getElementsByTagName("rect").item(0));
    return svg;
  }

  @Test
  void ticksAreRoundAndWithinTheAxis() {
    assertThat(new Axis(0.03, 0.97, 0, 100).ticks())
        .usingComparatorForType(
            (a, b) -> Math.abs(a - b) < 1e-12 ? 0 : Double.compare(a, b), Double.class)
        .containsExactly(0.2, 0.4, 0.6, 0.8);
    assertThat(new Axis(-12, 31, 0, 100).ticks()).containsExactly(-10.0, 0.0, 10.0, 20.0, 30.0);
    assertThat(new Axis(0, 4, 10, 50).at(1)).isEqualTo(20);
    assertThat(Axis.written(-0.025, Format.POINTS)).isEqualTo("−2.5");
    assertThat(Axis.written(0.5, Format.PERCENT)).isEqualTo("50\u00a0%");
  }

  @Test
  void aTableIsAFileToo() {
    String csv =
        FigureCsv.of(
            figure(Chart.intervals("share", "first", 0.5, "coin"), ATTACK, "b").path("table"));

    assertThat(csv.split("\r\n"))
        .containsExactly(
            "first,share,share_low,share_high,share_standard_error,share_n,share_method,pairs",
            "\"a \"\"name\"\", </svg><script>alert(1)</script> & more\",0.5,0.45,0.55,0.025,100,m,10",
            "b,0.6,0.5499999999999999,0.65,0.025,100,m,20",
            "\"a \"\"name\"\", </svg><script>alert(1)</script> & more\",,,,,,,");
  }
}
