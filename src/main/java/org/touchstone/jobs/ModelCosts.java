package org.touchstone.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import org.touchstone.artifact.JobOutput;
import org.touchstone.artifact.Manifest;
import org.touchstone.audit.pairs.ModelCost;

/** What models cost, read from the manifests of score and of what made the model. */
final class ModelCosts {

  private static final String MODEL = "model";

  private final Configuration hadoop;

  ModelCosts(Configuration hadoop) {
    this.hadoop = hadoop;
  }

  /** Costs of models by name, from the outputs of score; what is not there stays unknown. */
  List<ModelCost> of(List<String> names, List<String> scored) throws IOException {
    List<ModelCost> costs = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      costs.add(of(names.get(i), JobOutput.at(hadoop, scored.get(i)).requireComplete()));
    }

    return costs;
  }

  private ModelCost of(String name, Manifest scored) throws IOException {
    Double replies = number(scored.results(), ScoreJob.REPLIES);
    Double seconds = number(scored.results(), ScoreJob.TASK_SECONDS);
    Double rate = replies == null || seconds == null || seconds == 0 ? null : replies / seconds;
    Optional<Manifest> made = made(scored);
    if (made.isEmpty()) {
      return new ModelCost(name, null, null, null, rate);
    }

    JsonNode results = made.get().results();
    Double parameters = number(results, Manifests.PARAMETERS);
    Double training = number(results, TrainJob.CORE_SECONDS);
    return new ModelCost(
        name,
        parameters == null ? null : parameters.longValue(),
        training == null ? null : made.get().rowsOut(),
        training,
        rate);
  }

  /** What made the model, if it is still there: by now its path may hold another one. */
  private Optional<Manifest> made(Manifest scored) throws IOException {
    String model = scored.settings().path(MODEL).asText();
    for (Manifest.Input input : scored.inputs()) {
      if (input.path().equals(model)) {
        JobOutput output = JobOutput.at(hadoop, model);
        Optional<Manifest> manifest = output.manifest();
        return manifest.isPresent() && output.digest().equals(input.digest())
            ? manifest
            : Optional.empty();
      }
    }

    return Optional.empty();
  }

  private static @Nullable Double number(JsonNode results, String name) {
    JsonNode value = results.path(name);
    return value.isNumber() ? value.doubleValue() : null;
  }
}
