package org.touchstone.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.touchstone.LocalSpark;
import org.touchstone.artifact.ArtifactException;
import org.touchstone.artifact.JobOutput;
import org.touchstone.artifact.Manifest;
import org.touchstone.cluster.SmallCorpus;
import org.touchstone.config.Settings;
import org.touchstone.model.InitialWeights;
import org.touchstone.model.RewardModelArtifact;
import org.touchstone.schema.Columns;
import org.touchstone.score.ScoreSettings;
import org.touchstone.score.Scoring;

/** From the settings of the command to scored rows. */
@Tag("spark")
@Tag("native")
class EnsembleJobTest {

  private static final double[] MEANS = {0.25, -0.5};
  private static final double[] DEVIATIONS = {0.5, 2};

  @TempDir static Path folder;

  private final ByteArrayOutputStream told = new ByteArrayOutputStream();

  @BeforeAll
  static void writeMembers() throws IOException {
    Path tokenizer = SmallCorpus.tokenizer(folder.resolve("tokenizer"));
    for (int i = 0; i < MEANS.length; i++) {
      RewardModelArtifact.write(
          folder.resolve("member-" + i),
          SmallCorpus.decoder(tokenizer, i).withRewards(MEANS[i], DEVIATIONS[i]),
          new InitialWeights(i),
          tokenizer,
          Map.of());
    }
  }

  @Test
  void scoresATableAsItsMembersWouldTogether() throws IOException {
    String output = path("scoring");
    Manifest manifest = run(JobRunner.Mode.NORMAL, "output=" + output).requireComplete();
    assertThat(manifest.job()).isEqualTo("ensemble");
    assertThat(manifest.inputs()).hasSize(2);

    String artifact = JobInput.artifactPath(new Configuration(), output);
    List<Row> together = scored(artifact);
    List<Row> first = scored(path("member-0"));
    List<Row> second = scored(path("member-1"));
    assertThat(together.get(0).<String>getAs(Columns.MODEL_DIGEST))
        .isEqualTo(manifest.results().get("model_digest").textValue());
    for (int row = 0; row < together.size(); row++) {
      for (int reply = 0; reply < 2; reply++) {
        double expected =
            (standardised(first.get(row), reply, 0) + standardised(second.get(row), reply, 1)) / 2;
        assertThat(reward(together.get(row), reply)).isCloseTo(expected, within(2e-5));
      }
    }
  }

  @Test
  void doesNothingTwiceAndOverwritesNothingUnasked() throws IOException {
    String output = "output=" + path("kept");
    Manifest first = run(JobRunner.Mode.NORMAL, output).requireComplete();
    assertThat(run(JobRunner.Mode.NORMAL, output).requireComplete()).isEqualTo(first);
    assertThat(told.toString(StandardCharsets.UTF_8)).contains("already done");

    assertThatThrownBy(() -> run(JobRunner.Mode.NORMAL, output, "rule=minimum"))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("--force");
    Manifest forced = run(JobRunner.Mode.FORCE, output, "rule=minimum").requireComplete();
    assertThat(forced.fingerprint()).isNotEqualTo(first.fingerprint());
  }

  @Test
  void asksForWhatIsMissing() {
    assertThatThrownBy(() -> run(JobRunner.Mode.NORMAL))
        .hasMessageContaining("output is not given");
    assertThatThrownBy(() -> run(JobRunner.Mode.NORMAL, "output=x", "members=[]"))
        .hasMessageContaining("members is not given");
    assertThatThrownBy(() -> run(JobRunner.Mode.NORMAL, "output=x", "rule=mean-minus-variance"))
        .hasMessageContaining("lambda is not given");
  }

  private JobOutput run(JobRunner.Mode mode, String... assignments) throws IOException {
    Settings settings =
        Settings.ofDefaults("model")
            .with(
                List.of(
                    "action=ensemble",
                    "members=[%s, %s]".formatted(path("member-0"), path("member-1"))))
            .with(List.of(assignments));
    PrintStream print = new PrintStream(told, true, StandardCharsets.UTF_8);
    JobRunner runner = new JobRunner(LocalSpark::session, new Configuration(), Console.to(print));
    @Nullable JobOutput output =
        runner.run(new EnsembleJob(), EnsembleJob.settings(settings), mode);
    return Objects.requireNonNull(output);
  }

  private static List<Row> scored(String model) {
    return Scoring.with(model, new ScoreSettings(256, 16))
        .apply(SmallCorpus.table(12))
        .collectAsList();
  }

  private static double standardised(Row row, int reply, int member) {
    return (reward(row, reply) - MEANS[member]) / DEVIATIONS[member];
  }

  private static double reward(Row row, int reply) {
    return row.<Double>getList(row.fieldIndex(Columns.REWARDS)).get(reply);
  }

  private static String path(String name) {
    return folder.resolve(name).toString();
  }
}
