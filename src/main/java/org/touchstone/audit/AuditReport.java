package org.touchstone.audit;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.touchstone.audit.pairs.DoubtfulLabel;
import org.touchstone.audit.pairs.Standing;
import org.touchstone.audit.settings.AuditSettings;
import org.touchstone.report.Answer;
import org.touchstone.report.Ceiling;
import org.touchstone.report.Check;
import org.touchstone.report.Section;
import org.touchstone.report.Verdict;

/**
 * All that an audit found: {@code report.json}, keys in snake_case. The page is drawn from it
 * alone.
 *
 * @param version of this format
 * @param provenance what it rests on
 * @param settings of the audit
 * @param coverage which rows every model had
 * @param since what became of the numbers of an earlier audit; null if none was given
 * @param answers the questions of the first screen, all of them, in order
 * @param checks what they were answered by, question by question
 * @param standings each model and baseline on the same rows, the audited model first
 * @param ceilings how far people agree, and what follows for anybody
 * @param sections what was found, question by question
 * @param doubtful labels for a second look, the most doubtful first; a file of their own, not in
 *     {@code report.json}
 */
public record AuditReport(
    String version,
    Provenance provenance,
    AuditSettings settings,
    List<Coverage> coverage,
    @Nullable Answer since,
    List<Answer> answers,
    List<Check> checks,
    List<Standing> standings,
    List<Ceiling> ceilings,
    List<Section> sections,
    @JsonIgnore List<DoubtfulLabel> doubtful) {

  /** The format that this code writes. */
  public static final String VERSION = "audit-report-v3";

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  /**
   * The rows that one model was scored on, none left out in silence.
   *
   * @param model its name
   * @param modelDigest of its artifact
   * @param comparisons rows given
   * @param withoutReward rows of them that could not be scored, left out of every measure
   * @param judgedPairs pairs of replies with a preference, all of them measured
   * @param tiedPairs pairs that people called equal, left out of every measure
   * @param sharedPairs judged pairs that the audited model has too
   */
  public record Coverage(
      String model,
      String modelDigest,
      long comparisons,
      long withoutReward,
      long judgedPairs,
      long tiedPairs,
      long sharedPairs) {}

  /** Copies the lists. */
  public AuditReport {
    coverage = List.copyOf(coverage);
    answers = List.copyOf(answers);
    checks = List.copyOf(checks);
    standings = List.copyOf(standings);
    ceilings = List.copyOf(ceilings);
    sections = List.copyOf(sections);
    doubtful = List.copyOf(doubtful);
  }

  /**
   * Returns the report as a tree, as {@code report.json} holds it.
   *
   * @return the tree
   */
  public JsonNode tree() {
    return JSON.valueToTree(this);
  }

  /**
   * Returns the text of {@code report.json}.
   *
   * @return indented JSON
   */
  public String json() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("Cannot write the report as JSON", e);
    }
  }

  /**
   * Returns whether a check failed, which {@code --gate} turns into exit code 3.
   *
   * @return true if at least one verdict is FAIL
   */
  public boolean failed() {
    return checks.stream().anyMatch(check -> check.verdict() == Verdict.FAIL);
  }
}
