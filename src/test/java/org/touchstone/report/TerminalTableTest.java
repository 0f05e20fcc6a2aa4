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
                  {"name": "decoder", "accuracy": {"value": 0.5678, "low": 0.53, "high": 0.604, "n": 1717, "detectable": 0.052},
                   "lead": null, "log_loss": {"value": 0.684}, "ece": 0.095, "ece_noise_high": 0.072},
                  {"name": "longer reply wins", "accuracy": {"value": 0.5, "low": null, "high": null, "n": 7, "detectable": 0.1},
                   "lead": {"detectable": 0.2}, "log_loss": null, "ece": null, "ece_noise_high": null}],
                 "ceilings": [
                  {"name": "nobody", "share": {"value": null, "low": null, "high": null, "n": 0, "detectable": null}},
                  {"name": "two people", "share": {"value": 0.726, "low": 0.7, "high": 0.75, "n": 300, "detectable": 0.035}},
                  {"name": "as stated", "share": {"value": 0.63, "low": null, "high": null, "n": 0, "detectable": null}}]}
                """);

    assertThat(TerminalTable.contenders(report))
        .isEqualTo(
            """
                               accuracy     95 % interval  would show  pairs  log loss            calibration error
            decoder              56.8 %  53.0 % to 60.4 %     5.2 pts  1,717     0.684  0.095 (chance: up to 0.072)
            longer reply wins    50.0 %              none    20.0 pts      7         –                            –
            two people           72.6 %  70.0 % to 75.0 %     3.5 pts    300         –                            –
            as stated            63.0 %              none           –      –         –                            –
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
