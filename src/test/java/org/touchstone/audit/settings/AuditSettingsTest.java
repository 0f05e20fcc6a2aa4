package org.touchstone.audit.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class AuditSettingsTest {

  @Test
  void theShippedFileHoldsTheDefaults() throws IOException {
    YAMLMapper yaml =
        YAMLMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    assertThat(yaml.readValue(Path.of("conf", "audit.yaml").toFile(), AuditSettings.class))
        .isEqualTo(AuditSettings.DEFAULT);
  }

  @Test
  void senselessSettingsAreRefused() {
    assertThatThrownBy(
            () ->
                SettingsBuilder.usual()
                    .seed(1)
                    .resamples(10)
                    .excerpts(Excerpts.NONE)
                    .maxPairs(10)
                    .build())
        .hasMessage("Cannot audit: resamples is 10, must be from 200 to 1000000");
    assertThatThrownBy(() -> new Thresholds(1.5, 0, 0, 0, 0, 0))
        .hasMessage("Cannot audit: thresholds.accuracy is 1.5, must be from 0 to 1");
    assertThatThrownBy(() -> new Thresholds(0.5, 0.2, 0.1, 0, 0, 0))
        .hasMessageContaining("the milder threshold of calibration is 0.2");
  }
}
