package org.touchstone.artifact;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * What a job says about its output, written last: an output without one does not exist.
 *
 * @param format {@link #FORMAT}
 * @param job name of the job
 * @param fingerprint SHA-256 of job, settings and input digests: equal means the same work
 * @param settings every setting, as resolved
 * @param inputs what was read, with digests
 * @param rowsIn rows read
 * @param rowsOut rows published
 * @param dropped rows left out, by reason; empty if none
 * @param results what the job found, such as a leak certificate
 * @param files what was published, relative to the output
 * @param codeVersion version and commit of Touchstone
 * @param seed seed of every random choice
 * @param startedAt ISO 8601, UTC
 * @param durationSeconds wall-clock time
 * @param environment versions of Java, Spark, Scala, operating system, CPU
 */
public record Manifest(
    String format,
    String job,
    String fingerprint,
    JsonNode settings,
    List<Input> inputs,
    long rowsIn,
    long rowsOut,
    Map<String, Long> dropped,
    JsonNode results,
    List<PublishedFile> files,
    String codeVersion,
    long seed,
    String startedAt,
    double durationSeconds,
    Map<String, String> environment) {

  /** The layout of this version. */
  public static final String FORMAT = "touchstone-manifest/2";

  /** What the layouts of all versions start with. */
  static final String FORMAT_NAME = "touchstone-manifest/";

  /** Copies the collections. */
  public Manifest {
    inputs = List.copyOf(inputs);
    files = List.copyOf(files);
  }

  /**
   * Something that was read.
   *
   * @param path as the settings name it
   * @param digest of its manifest, or of its names and content where it has none
   */
  public record Input(String path, String digest) {}

  /**
   * Something that was published.
   *
   * @param path relative to the output
   * @param bytes its length
   */
  public record PublishedFile(String path, long bytes) {}
}
