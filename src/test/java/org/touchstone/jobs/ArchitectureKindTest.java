package org.touchstone.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.touchstone.config.Settings;
import org.touchstone.config.SettingsException;
import org.touchstone.model.program.Architecture;
import org.touchstone.model.program.DecoderArchitecture;
import org.touchstone.model.program.LengthArchitecture;
import org.touchstone.model.program.LinearArchitecture;

/** A person names a kind of architecture and gets its defaults, and may set each of its keys. */
class ArchitectureKindTest {

  @TempDir private Path folder;

  @Test
  void everyKindHasDefaultsOfItsOwn() {
    assertThat(architecture())
        .isInstanceOfSatisfying(
            DecoderArchitecture.class, decoder -> assertThat(decoder.layers()).isEqualTo(4));
    assertThat(architecture("architecture.kind=linear"))
        .isEqualTo(new LinearArchitecture(262_144, LinearArchitecture.Damping.SQUARE_ROOT));
    assertThat(architecture("architecture.kind=length")).isEqualTo(new LengthArchitecture());
    assertThat(architecture("architecture.kind=linear", "architecture.kind=decoder"))
        .isEqualTo(architecture());
  }

  @Test
  void aKeyOfTheKindIsSetBeforeOrAfterTheKindIsNamed() {
    LinearArchitecture small = new LinearArchitecture(64, LinearArchitecture.Damping.SQUARE_ROOT);

    assertThat(architecture("architecture.kind=linear", "architecture.buckets=64"))
        .isEqualTo(small);
    assertThat(architecture("architecture.buckets=64", "architecture.kind=linear"))
        .isEqualTo(small);
  }

  @Test
  void aFileMergesAsAssignmentsDo() throws IOException {
    Path file = folder.resolve("train.yaml");
    Files.writeString(file, "architecture: {kind: linear, damping: presence}");

    Settings settings =
        Settings.ofDefaults("train").overlaidBy(Settings.ofFile(file), TrainJob.Plan.class);

    assertThat(architecture(settings))
        .isEqualTo(new LinearArchitecture(262_144, LinearArchitecture.Damping.PRESENCE));
    assertThat(architecture(settings.with(List.of("architecture.buckets=8"))))
        .isEqualTo(new LinearArchitecture(8, LinearArchitecture.Damping.PRESENCE));
  }

  @Test
  void aKeyOfAnotherKindIsRefusedByName() {
    assertThatThrownBy(() -> architecture("architecture.kind=linear", "architecture.hidden=8"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("unknown key \"architecture.hidden\"");
    assertThatThrownBy(() -> architecture("architecture.kind=lineal"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("architecture.kind is \"lineal\"; allowed are");
  }

  private static Architecture architecture(String... assignments) {
    return architecture(Settings.ofDefaults("train").with(List.of(assignments)));
  }

  private static Architecture architecture(Settings settings) {
    return settings.as(TrainJob.Plan.class, CommonSettings.KEYS).architecture();
  }
}
