package org.touchstone.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What an audit has to say in the card of its model, as Markdown: results for the front matter as
 * model hubs read it, the answers, and the key numbers with their intervals.
 */
final class ModelCardText {

  private final JsonNode report;
  private final JsonNode audited;
  private final StringBuilder card = new StringBuilder();

  private ModelCardText(JsonNode report) {
    this.report = report;
    this.audited = report.at("/standings/0");
  }

  static String of(JsonNode report) {
    ModelCardText text = new ModelCardText(report);
    text.frontMatter();
    text.heading();
    text.answers();
    text.numbers();
    return text.card.toString();
  }

  private void frontMatter() {
    card.append("---\ntags: [reward-model]\npipeline_tag: text-classification\nmodel-index:\n");
    line("- name: %s", quoted(audited.path("name")));
    line("  results:");
    line("  - task: {type: text-classification, name: preference of people}");
    JsonNode data = report.at("/provenance/data");
    line("    dataset: {type: human-feedback, name: %s}", quoted(data));
    line("    metrics:");
    metric("accuracy", "Accuracy", audited.path("accuracy"), Format.PERCENT);
    metric("log-loss", "Log loss", audited.path("log_loss"), Format.DECIMAL);
    metric("brier-score", "Brier score", audited.path("brier"), Format.DECIMAL);
    card.append("---\n\n");
  }

  private void metric(String type, String name, JsonNode estimate, Format format) {
    if (estimate.path("value").isNumber()) {
      String says =
          "%s, n = %d: %s (%s)"
              .formatted(
                  name,
                  estimate.path("n").asLong(),
                  interval(estimate, format),
                  estimate.path("method").asText());
      line(
          "    - {type: %s, value: %s, name: %s}",
          type, estimate.path("value"), quoted(JsonNodeFactory.instance.textNode(says)));
    }
  }

  private void heading() {
    line("## Audit");
    line("");
    line(
        "%s, on %s, %s. Rests on %s judged pairs of %s independent prompts. Intervals are of 95 %%.",
        cell(report.at("/provenance/title").asText()),
        cell(report.at("/provenance/data").asText()),
        cell(report.at("/provenance/created_at").asText()),
        Numbers.count(audited.at("/accuracy/n").asLong()),
        Numbers.count(audited.at("/accuracy/clusters").asLong()));
    line("");
  }

  private void answers() {
    line("| question | verdict | in a sentence |");
    line("|---|---|---|");
    if (report.path("since").isObject()) {
      answer(report.path("since"));
    }

    report.path("answers").forEach(this::answer);
    line("");
  }

  private void answer(JsonNode answer) {
    line(
        "| %s | %s | %s |",
        cell(answer.path("question").asText()),
        answer.path("verdict").isNull() ? "" : answer.path("verdict").asText(),
        cell(answer.path("sentence").asText()));
  }

  private void numbers() {
    line("| | accuracy | pairs | log loss |");
    line("|---|---|---|---|");
    for (JsonNode standing : report.path("standings")) {
      line(
          "| %s | %s | %s | %s |",
          cell(standing.path("name").asText()),
          interval(standing.path("accuracy"), Format.PERCENT),
          Numbers.count(standing.at("/accuracy/n").asLong()),
          interval(standing.path("log_loss"), Format.DECIMAL));
    }

    for (JsonNode ceiling : report.path("ceilings")) {
      line(
          "| %s | %s | %s | |",
          cell(ceiling.path("name").asText()),
          interval(ceiling.path("share"), Format.PERCENT),
          Numbers.count(ceiling.at("/share/n").asLong()));
    }
  }

  private static String interval(JsonNode estimate, Format format) {
    return Numbers.interval(
            number(estimate.path("value")),
            number(estimate.path("low")),
            number(estimate.path("high")),
            format)
        .replace('\u00a0', ' ');
  }

  private static @Nullable Double number(JsonNode node) {
    return node.isNumber() ? node.doubleValue() : null;
  }

  /** JSON text is YAML text. */
  private static String quoted(JsonNode text) {
    return text.toString();
  }

  /** Nothing in it can end a cell or begin markup. */
  private static String cell(String text) {
    return text.replaceAll("([\\\\|<>\\[\\]*_`#])", "\\\\$1").replaceAll("\\s+", " ");
  }

  private void line(String format, Object... values) {
    card.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
