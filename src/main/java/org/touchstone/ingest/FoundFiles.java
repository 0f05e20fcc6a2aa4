package org.touchstone.ingest;

import java.util.List;

/**
 * The files that inputs name.
 *
 * @param files to read, in order
 * @param skipped files and folders that are not read, in order
 */
record FoundFiles(List<String> files, List<SkippedFile> skipped) {

  FoundFiles {
    files = List.copyOf(files);
    skipped = List.copyOf(skipped);
  }
}
