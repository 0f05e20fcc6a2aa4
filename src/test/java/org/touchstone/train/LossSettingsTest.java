package org.touchstone.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.touchstone.config.Settings;
import org.touchstone.train.LossSettings.Kind;
import org.touchstone.train.LossSettings.Weighting;

class LossSettingsTest {

  record Plan(LossSettings loss) {}

  @Test
  void refusesNumbersOutOfRange() {
    assertThatThrownBy(() -> settings(Kind.DAVIDSON, 0, 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tie-odds 0.0");
    assertThatThrownBy(() -> settings(Kind.BRADLEY_TERRY, 0.5, 0, 1))
        .hasMessageContaining("label-smoothing 0.5: must be from 0 to below 0.5");
    assertThatThrownBy(() -> settings(Kind.BRADLEY_TERRY, 0, Double.NaN, 1))
        .hasMessageContaining("margin-scale NaN");
  }

  @Test
  void refusesWhatTheKindWouldIgnore() {
    assertThatThrownBy(() -> settings(Kind.PLACKETT_LUCE, 0.1, 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("label-smoothing 0.1")
        .hasMessageContaining("bradley-terry alone");
    assertThatThrownBy(() -> settings(Kind.SOFT_LABELS, 0, 2, 1))
        .hasMessageContaining("margin-scale 2.0");
  }

  @Test
  void theShippedDefaultIsBradleyTerryAndAnotherKindIsOneKeyAway() {
    JsonNode loss = Settings.ofDefaults("train").tree().get("training").get("loss");
    assertThat(Settings.ofTree("loss", loss).as(LossSettings.class))
        .isEqualTo(LossSettings.BRADLEY_TERRY);
    Settings shipped = Settings.ofTree("plan", objects().set("loss", loss));
    Settings other =
        Settings.ofTree("plan", objects().set("loss", objects().put("kind", "soft-labels")));
    assertThat(shipped.overlaidBy(other, Plan.class).as(Plan.class).loss())
        .isEqualTo(LossSettings.of(Kind.SOFT_LABELS));
  }

  private static ObjectNode objects() {
    return JsonNodeFactory.instance.objectNode();
  }

  private static LossSettings settings(
      Kind kind, double smoothing, double marginScale, double tieOdds) {
    return new LossSettings(
        kind, Weighting.COMPARISONS, marginScale, smoothing, tieOdds, 1, 1, 1, 1, 0);
  }
}
