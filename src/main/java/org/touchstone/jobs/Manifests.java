package org.touchstone.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.touchstone.artifact.Manifest;

/** What jobs agree on in the results of a manifest. */
final class Manifests {

  /** A list of sentences: what keeps {@code --gate} from letting a model pass. */
  static final String FAILED_CHECKS = "failed_checks";

  private Manifests() {}

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
