package org.touchstone.jobs;

import java.io.IOException;
import java.util.List;
import org.touchstone.artifact.JobOutput;

/**
 * One kind of work that a person can submit. The harness reads settings, checks inputs, publishes
 * the output; a job says what it reads and does it.
 *
 * @param <S> the record of the job's own settings, beside {@link CommonSettings}
 */
interface Job<S> {

  /** The name on the command line and of {@code conf/NAME.yaml}. */
  String name();

  /** One sentence for the help text. */
  String description();

  /** What its settings are read into. */
  Class<S> settingsType();

  /** Everything that is read, so that its digests enter the manifest. */
  List<JobInput> inputs(CommonSettings common, S settings);

  /** Does the work, writing below {@link JobContext#staging} only. */
  Outcome run(JobContext context, S settings) throws IOException;

  /** Shows a published output to the person who waited, also when it was done before. */
  default void show(JobOutput output, Console console) throws IOException {}
}
