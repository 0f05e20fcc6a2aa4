package org.touchstone.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** Everything that is drawn from {@code report.json} alone, without a cluster. */
public final class ReportFiles {

  /** The page. */
  public static final String PAGE = "report.html";

  private static final String FIGURES = "figures/";

  private ReportFiles() {}

  /**
   * Draws the page, the model card's part, every chart as SVG and every table as CSV.
   *
   * @param report the tree of {@code report.json}, checked by {@link ReportSchema}
   * @return texts by the names of their files
   */
  public static Map<String, String> of(JsonNode report) {
    Map<String, String> files = new LinkedHashMap<>();
    files.put(PAGE, ReportPage.render(report));
    files.put("model-card.md", ModelCardText.of(report));
    for (JsonNode section : report.path("sections")) {
      for (JsonNode figure : section.path("figures")) {
        String id = figure.path("id").asText();
        files.put(FIGURES + id + ".csv", FigureCsv.of(figure.path("table")));
        if (figure.path("chart").isObject()) {
          files.put(FIGURES + id + ".svg", ChartDrawing.file(figure));
        }
      }
    }

    return files;
  }
}
