package org.touchstone.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The page about a corpus, in the way of {@link ReportPage}: one file, every text escaped, every
 * chart a table too, no address outside.
 *
 * @param title first line
 * @param facts what a reader looks for first, in their order
 * @param sections the chapters
 * @param details where the numbers come from
 */
public record StatisticsPage(
    String title, Map<String, String> facts, List<Chapter> sections, Map<String, String> details) {

  private static final ObjectMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  /**
   * A section and the rows that show what it says.
   *
   * @param id stable name, kebab-case
   * @param title a few words
   * @param answer what was found
   * @param figures tables and charts
   * @param rows examples
   * @param notes method and caveats
   */
  public record Chapter(
      String id,
      String title,
      String answer,
      List<Figure> figures,
      List<ShownRow> rows,
      List<String> notes) {

    /** Copies the lists. */
    public Chapter {
      figures = List.copyOf(figures);
      rows = List.copyOf(rows);
      notes = List.copyOf(notes);
    }
  }

  /** Copies what it is given, the details sorted. */
  public StatisticsPage {
    facts = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(facts));
    sections = List.copyOf(sections);
    details = java.util.Collections.unmodifiableMap(new TreeMap<>(details));
  }

  /**
   * Draws the page.
   *
   * @return the HTML
   */
  public String render() {
    JsonNode tree = JSON.valueToTree(this);
    Map<String, Object> names = new HashMap<>();
    names.put("report", JSON.convertValue(tree, Map.class));
    names.put("figure_heading", "h3");
    names.put("figures", ReportPage.embedded(ReportPage.charts(tree)));
    return ReportPage.draw("statistics", names);
  }
}
