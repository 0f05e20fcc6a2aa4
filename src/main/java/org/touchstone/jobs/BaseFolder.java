package org.touchstone.jobs;

import java.io.IOException;
import org.touchstone.artifact.LocalCopies;
import org.touchstone.model.BackboneSettings;

/** Brings the base of an adapter to the local disk. */
final class BaseFolder {

  private BaseFolder() {}

  /** Returns the settings with a local folder for base; an empty name is none. */
  static BackboneSettings local(JobContext context, BackboneSettings settings) throws IOException {
    String base = settings.base();
    return base == null || base.isBlank()
        ? settings.basedOn(null)
        : settings.basedOn(LocalCopies.of(context.hadoop(), base).toString());
  }
}
