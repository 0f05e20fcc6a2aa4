package org.touchstone.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.loader.ClasspathLoader;
import io.pebbletemplates.pebble.template.PebbleTemplate;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Draws {@code report.html} from {@code report.json} alone: one file of its own, with styles, chart
 * library and data inside and no address outside. Every text is escaped; every chart is drawn from
 * a table that stands in the page too.
 */
public final class ReportPage {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FOLDER = "org/touchstone/report/";

  private ReportPage() {}

  /**
   * Draws the page.
   *
   * @param report the tree of {@code report.json}
   * @return the HTML
   * @throws IllegalArgumentException if something that the page shows is not in the report
   */
  public static String render(JsonNode report) {
    Map<String, Object> names = new HashMap<>();
    names.put("report", JSON.convertValue(report, Map.class));
    names.put("audited", JSON.convertValue(report.path("standings").path(0), Map.class));
    names.put("tally", tally(report));
    names.put("chapters", chapters(report));
    names.put("figure_heading", "h4");
    names.put("figures", embedded(charts(report)));
    return draw("report", names);
  }

  /** Fills a template; styles, script and chart library come with it. */
  static String draw(String template, Map<String, Object> names) {
    names.put("css", resource("palette.css") + resource("report.css") + resource("chart.css"));
    names.put("script", resource("report.js"));
    names.put("echarts", resource("echarts/echarts.min.js"));
    StringWriter page = new StringWriter();
    try {
      template(template).evaluate(page, names, Locale.ROOT);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot draw the report", e);
    }

    return page.toString();
  }

  private static PebbleTemplate template(String name) {
    ClasspathLoader loader = new ClasspathLoader(ReportPage.class.getClassLoader());
    loader.setPrefix(FOLDER);
    loader.setSuffix(".peb");
    return new PebbleEngine.Builder()
        .loader(loader)
        .strictVariables(true)
        .autoEscaping(true)
        .extension(new PageFilters())
        .build()
        .getTemplate(name);
  }

  /** How often each verdict was given, those that ask for attention first. */
  private static List<Map<String, Object>> tally(JsonNode report) {
    List<Map<String, Object>> tally = new ArrayList<>();
    for (Verdict verdict :
        List.of(Verdict.FAIL, Verdict.WARN, Verdict.NOT_MEASURED, Verdict.PASS)) {
      int times = 0;
      for (JsonNode answer : report.path("answers")) {
        times += answer.path("verdict").asText().equals(verdict.words()) ? 1 : 0;
      }

      if (times > 0) {
        tally.add(Map.of("verdict", verdict.words(), "times", times));
      }
    }

    return tally;
  }

  /** Each answer with its checks and its sections; what became of an earlier audit comes first. */
  private static List<Map<String, Object>> chapters(JsonNode report) {
    List<JsonNode> answers = new ArrayList<>();
    if (report.path("since").isObject()) {
      answers.add(report.path("since"));
    }

    report.path("answers").forEach(answers::add);
    List<Map<String, Object>> chapters = new ArrayList<>();
    for (JsonNode answer : answers) {
      List<Map<?, ?>> checks = named(answer.path("checks"), report.path("checks"));
      chapters.add(
          Map.of(
              "deciding",
              deciding(answer.path("verdict").asText(), checks),
              "answer",
              JSON.convertValue(answer, Map.class),
              "checks",
              checks,
              "sections",
              named(answer.path("sections"), report.path("sections"))));
    }

    return chapters;
  }

  /** The check that gave an answer its verdict, if its number is known; else empty. */
  private static Map<?, ?> deciding(String verdict, List<Map<?, ?>> checks) {
    return checks.stream()
        .filter(check -> verdict.equals(check.get("verdict")))
        .findFirst()
        .filter(check -> check.get("estimate") instanceof Map<?, ?> e && e.get("value") != null)
        .orElse(Map.of());
  }

  /** The parts of a report that a list of ids names, in the order of the list. */
  private static List<Map<?, ?>> named(JsonNode ids, JsonNode parts) {
    List<Map<?, ?>> named = new ArrayList<>();
    for (JsonNode id : ids) {
      for (JsonNode part : parts) {
        if (part.path("id").equals(id)) {
          named.add(JSON.convertValue(part, Map.class));
        }
      }
    }

    return named;
  }

  static List<JsonNode> charts(JsonNode report) {
    List<JsonNode> charts = new ArrayList<>();
    for (JsonNode section : report.path("sections")) {
      for (JsonNode figure : section.path("figures")) {
        if (!figure.path("chart").isNull()) {
          charts.add(figure);
        }
      }
    }

    return charts;
  }

  /** JSON that can stand in a script element: nothing in it can close the element or a line. */
  static String embedded(Object value) {
    Map<String, String> escapes = new LinkedHashMap<>();
    escapes.put("<", "\\u003c");
    escapes.put(">", "\\u003e");
    escapes.put("&", "\\u0026");
    escapes.put("\u2028", "\\u2028");
    escapes.put("\u2029", "\\u2029");
    try {
      String json = JSON.writeValueAsString(value);
      for (Map.Entry<String, String> escape : escapes.entrySet()) {
        json = json.replace(escape.getKey(), escape.getValue());
      }

      return json;
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("Cannot embed the charts", e);
    }
  }

  static String resource(String name) {
    try (InputStream stream =
        ReportPage.class.getClassLoader().getResourceAsStream(FOLDER + name)) {
      if (stream == null) {
        throw new IllegalStateException(
            "Cannot draw the report: %s%s is not on the class path".formatted(FOLDER, name));
      }

      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + name, e);
    }
  }
}
