package org.touchstone.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditJuryTest {

  private static final Configuration HADOOP = new Configuration();

  @TempDir Path model;

  private void folders(String... names) throws IOException {
    Files.createFile(model.resolve("touchstone.json"));
    for (String name : names) {
      Files.createDirectory(model.resolve(name));
    }
  }

  private static List<String> names(List<String> folders) {
    return folders.stream().map(folder -> Path.of(folder).getFileName().toString()).toList();
  }

  @Test
  void halvesAndPartsAreToldApartAndStandInOrder() throws IOException {
    folders("half-1", "half-0", "half-0-part-10", "half-0-part-2", "fold-0", "fold-11", "fold-2");

    String path = model.toString();
    assertThat(names(CrossFitted.halves(HADOOP, path))).containsExactly("half-0", "half-1");
    assertThat(names(CrossFitted.parts(HADOOP, path)))
        .containsExactly("half-0-part-2", "half-0-part-10");
    assertThat(names(CrossFitted.folds(HADOOP, path)))
        .containsExactly("fold-0", "fold-2", "fold-11");
  }

  @Test
  void theChooserIsTheFirstHalfAndThePartsChooseTogether() throws IOException {
    folders("half-0", "half-1", "half-0-part-0", "half-0-part-1", "half-0-part-2");

    assertThat(AuditJury.of(HADOOP, model.toString(), "").members()).hasSize(3);
  }

  @Test
  void poolsNeedAModelAndAJudge() throws IOException {
    folders("fold-0");

    assertThatThrownBy(() -> AuditJury.of(HADOOP, "", ""))
        .hasMessage("Cannot audit pools without the model itself: set artifact to it");
    assertThatThrownBy(() -> AuditJury.of(HADOOP, model.toString(), ""))
        .hasMessage(
            "Cannot audit pools: set gold to a model that learned from other rows, or train the audited one with curve.halves: true");
  }
}
