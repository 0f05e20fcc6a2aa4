package org.touchstone.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.touchstone.model.ArtifactFixtures;
import org.touchstone.model.RewardModelArtifact;

class TrainedArtifactTest {

  @TempDir private Path directory;

  @Test
  void writesParametersThatItReadsBack() throws IOException {
    Path base = ArtifactFixtures.goldenLlama(directory);
    FlatVector parameters = TrainedArtifact.parameters(base).scale(0.5);
    RewardModelArtifact written =
        TrainedArtifact.write(
            directory.resolve("new"),
            base,
            parameters,
            RewardModelArtifact.open(base).description(),
            Map.of());
    assertThat(TrainedArtifact.parameters(written.verify().directory())).isEqualTo(parameters);
  }

  @Test
  void refusesAVectorOfTheWrongLength() throws IOException {
    Path base = ArtifactFixtures.goldenLlama(directory);
    assertThatThrownBy(
            () ->
                TrainedArtifact.write(
                    directory.resolve("new"),
                    base,
                    FlatVector.zeros(5),
                    RewardModelArtifact.open(base).description(),
                    Map.of()))
        .hasMessageContaining("5 values for 100736 parameters");
  }
}
