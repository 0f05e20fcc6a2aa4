package org.touchstone.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.touchstone.artifact.Manifest;
import org.touchstone.model.ArtifactDescription;
import org.touchstone.model.program.TensorSpec;

/** What jobs agree on in the results of a manifest. */
final class Manifests {

  /** A list of sentences: what keeps {@code --gate} from letting a model pass. */
  static final String FAILED_CHECKS = "failed_checks";

  /** How many numbers a model consists of; not there if its program came from elsewhere. */
  static final String PARAMETERS = "parameters";

  /** What rows_in and rows_out of the manifest count. */
  private static final String UNITS = "units";

  private static final ObjectMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  private Manifests() {}

  /** Writes how large a model is, where that is known. */
  static void putSize(ObjectNode results, ArtifactDescription model) {
    if (model.architecture().isKnown()) {
      results.put(
          PARAMETERS,
          model.architecture().tensors(model.tokens()).stream()
              .mapToLong(TensorSpec::elements)
              .sum());
    }
  }

  /** A record as the results of a manifest are written, its keys in snake case. */
  static ObjectNode results(Object found) {
    return JSON.valueToTree(found);
  }

  /** The results with the units of rows_in and rows_out, which differ from job to job. */
  static ObjectNode withUnits(Outcome outcome) {
    ObjectNode results = outcome.results().deepCopy();
    results
        .putObject(UNITS)
        .put("rows_in", outcome.in().unit().label())
        .put("rows_out", outcome.out().unit().label());
    return results;
  }

  /** The checks that failed, of a job that makes any. */
  static List<String> failedChecks(Manifest manifest) {
    List<String> failed = new ArrayList<>();
    JsonNode checks = manifest.results().get(FAILED_CHECKS);
    if (checks != null) {
      checks.forEach(check -> failed.add(check.textValue()));
    }

    return failed;
  }
}
