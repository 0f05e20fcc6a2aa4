package org.touchstone.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.touchstone.artifact.JobOutput;
import org.touchstone.artifact.Manifest;
import org.touchstone.audit.pairs.ModelCost;

class ModelCostsTest {

  private static final Configuration HADOOP = new Configuration();
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  private String publish(String name, String settings, List<Manifest.Input> inputs, String results)
      throws IOException {
    String path = folder.resolve(name).toString();
    JobOutput output = JobOutput.at(HADOOP, path);
    org.apache.hadoop.fs.Path staging = output.newStaging();
    staging.getFileSystem(HADOOP).create(new org.apache.hadoop.fs.Path(staging, "data/x")).close();
    output.publish(
        staging,
        new Manifest(
            Manifest.FORMAT,
            name,
            "0123456789abcdef",
            tree(settings),
            inputs,
            10,
            8,
            Map.of(),
            tree(results),
            List.of(),
            "test",
            1,
            "2026-11-20T00:00:00Z",
            1,
            Map.of()));
    return path;
  }

  private static JsonNode tree(String json) throws IOException {
    return JSON.readTree(json);
  }

  private ModelCost cost(String digestOfModel, String model) throws IOException {
    String scored =
        publish(
            "score-" + digestOfModel.length(),
            "{\"model\": \"%s\"}".formatted(model),
            List.of(new Manifest.Input(model, digestOfModel)),
            "{\"scored_replies\": 50, \"task_seconds\": 2.5}");
    return new ModelCosts(HADOOP).of(List.of("m"), List.of(scored)).get(0);
  }

  @Test
  void costsAreOfTheModelThatScoredAndOfNoOtherInItsPlace() throws IOException {
    String model =
        publish("train", "{}", List.of(), "{\"parameters\": 7, \"training_core_seconds\": 3.5}");
    String digest = JobOutput.at(HADOOP, model).digest();

    assertThat(cost(digest, model)).isEqualTo(new ModelCost("m", 7L, 8L, 3.5, 20.0));
    assertThat(cost("another", model)).isEqualTo(new ModelCost("m", null, null, null, 20.0));
  }
}
