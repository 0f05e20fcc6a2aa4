package org.touchstone.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class TerminalTableTest {

  @Test
  void contendersStandInAlignedColumns() throws IOException {
    JsonNode report =
        new ObjectMapper()
            .readTree(
                """
                {"standings": [
                  {"name": "decoder", "accuracy": {"value": 0.5678, "low": 0.53, "high": 0.604, "n": 1717},
                   "log_loss": {"value": 0.684}, "ece": 0.095, "ece_noise_high": 0.072},
                  {"name": "longer reply wins", "accuracy": {"value": 0.5, "low": null, "high": null, "n": 7},
                   "log_loss": null, "ece": null, "ece_noise_high": null}]}
                """);

    assertThat(TerminalTable.contenders(report))
        .isEqualTo(
            """
                               accuracy     95 % interval  pairs  log loss            calibration error
            decoder              56.8 %  53.0 % to 60.4 %  1,717     0.684  0.095 (chance: up to 0.072)
            longer reply wins    50.0 %              none      7         –                            –
            """);
  }

  @Test
  void answersStandBesideTheirQuestions() throws IOException {
    JsonNode report =
        new ObjectMapper()
            .readTree(
                """
                {"answers": [{"question": "Is it?", "verdict": "NOT MEASURED"},
                             {"question": "Does it know?", "verdict": "PASS"},
                             {"question": "Why?", "verdict": null}]}
                """);

    assertThat(TerminalTable.verdicts(report))
        .isEqualTo(
            "Is it?           NOT MEASURED\nDoes it know?            PASS\nWhy?           see the report\n");
  }

  @Test
  void dataInAScriptElementCannotCloseIt() {
    assertThat(ReportPage.embedded("</script><!--\u2028&"))
        .isEqualTo("\"\\u003c/script\\u003e\\u003c!--\\u2028\\u0026\"");
  }
}
