package org.touchstone.jobs;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Keeps rejected records when a job fails because of them: beside the output, where neither a
 * reader nor the next attempt takes them for a part of it.
 */
final class RejectedFolder {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);

  private RejectedFolder() {}

  /**
   * Moves the staged table to a folder that is named after the output and the time.
   *
   * @return where it is now
   */
  static String keep(JobContext context, String staged, Instant now) throws IOException {
    Path output = new Path(context.common().output());
    FileSystem files = output.getFileSystem(context.hadoop());
    Path root = files.makeQualified(output);
    Path place = new Path(root.getParent(), root.getName() + "-rejected-" + TIME.format(now));
    if (!files.rename(new Path(staged), place)) {
      throw new IOException("Cannot move %s to %s".formatted(staged, place));
    }

    return IngestReport.plain(place.toString());
  }
}
