package org.touchstone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.touchstone.model.BackboneLogits;
import org.touchstone.model.ChatTemplates;
import org.touchstone.model.Golden;
import org.touchstone.model.SafetensorsFiles;
import org.touchstone.train.BackboneGradients;

/**
 * Everything that is compared with values of the reference implementations: those in the project,
 * or those in the folder that {@code -Dgolden=DIR} names.
 */
@Tag("native")
class GoldenTest {

  @Test
  void hasSomethingToCompareWith() throws IOException {
    boolean others =
        Files.exists(Golden.root().resolve("_chat_templates"))
            || Files.exists(Golden.root().resolve("_bad_safetensors"));
    assertThat(others || !Golden.models().isEmpty())
        .as("reference values in " + Golden.root())
        .isTrue();
  }

  @Nested
  class Logits extends BackboneLogits {}

  @Nested
  class Gradients extends BackboneGradients {}

  @Nested
  class Templates extends ChatTemplates {}

  @Nested
  class Safetensors extends SafetensorsFiles {}
}
